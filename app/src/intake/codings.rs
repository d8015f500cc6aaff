//! Codings from a table: each row a passage, a code and a coder.

use std::path::Path;

use interchange::codings::{read_codings, resolve_codings};
use project::{Edit, Workspace, same_name};

use super::Prepared;
use super::table::rows_of;
use crate::message::Trouble;

/// Reads a table of codings against a project: `source`, `start` and `end` (or `quote`, where its words stand once in
/// the source), `code`, and perhaps `coder`, `memo` and `weight`. Rows that do not fit are left out and listed.
///
/// # Errors
/// Where the file cannot be read as a table.
pub fn read(path: &Path, workspace: &mut Workspace) -> Result<Prepared, Trouble> {
    let (mut codings, mut warnings) = read_codings(&rows_of(path)?);
    // Whoever edits is made with the edit itself, so the table must not make them a second time.
    for coding in codings
        .iter_mut()
        .filter(|coding| same_name(&coding.coder, workspace.coder_name()))
    {
        coding.coder.clear();
    }
    let (ids, texts) = (workspace.ids(), workspace.texts());
    let (edits, refused) = resolve_codings(
        workspace.project(),
        |source| texts.of(source),
        &ids,
        codings,
    );
    warnings.extend(refused);
    warnings.sort_by(|one, other| one.place.cmp(&other.place));
    let taken = edits
        .iter()
        .filter(|edit| matches!(edit, Edit::ApplyCode(_)))
        .count();
    Ok(Prepared {
        edits,
        taken,
        warnings: warnings.iter().map(ToString::to_string).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{furnished, write};
    use super::*;

    #[test]
    fn rows_become_codings_of_those_who_made_them() {
        let mut workspace = furnished();
        let table = write(
            "codings.csv",
            "source,start,end,code,coder,memo,weight\nParent 1,19,45,Barriers / Waiting,Tom,long,-2\n\
             parent 1.TXT,46,67,enablers/trust,awen,,+1\nParent 1,0,999,Trust,Awen,,\n",
        );
        let prepared = read(table.path(), &mut workspace).unwrap();
        assert_eq!(
            (prepared.taken, prepared.warnings.len()),
            (2, 1),
            "{prepared:?}"
        );
        assert!(prepared.warnings[0].starts_with("Line 4: "), "{prepared:?}");
        workspace
            .edit(Edit::Batch {
                label: "x".into(),
                edits: prepared.edits,
            })
            .unwrap();
        let project = workspace.project();
        let coder =
            |coding: &project::Coding| project.coders().get(coding.coder).unwrap().name.clone();
        let codings: Vec<(String, String)> = project
            .codings()
            .iter()
            .map(|coding| (coding.quote.clone(), coder(coding)))
            .collect();
        let expected = [
            ("We waited for nine months.", "Tom"),
            ("She kept coming back.", "Awen"),
        ];
        assert_eq!(
            codings,
            expected.map(|(quote, coder)| (quote.to_owned(), coder.to_owned()))
        );
    }
}
