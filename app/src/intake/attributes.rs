//! Attributes from a table: the first column names sources, speakers or cases, the others are what is known of them.

use std::path::Path;

use interchange::attributes::{read_attributes, resolve_attributes};
use project::Project;

use super::Prepared;
use super::table::rows_of;
use crate::message::Trouble;

/// Reads a table of attributes against a project; names that are nobody's are listed.
///
/// # Errors
/// Where the file cannot be read as a table.
pub fn read(path: &Path, project: &Project) -> Result<Prepared, Trouble> {
    let (table, mut warnings) = read_attributes(&rows_of(path)?);
    let (edits, refused) = resolve_attributes(project, &table);
    warnings.extend(refused);
    warnings.sort_by(|one, other| one.place.cmp(&other.place));
    Ok(Prepared {
        taken: edits.len(),
        edits,
        warnings: warnings.iter().map(ToString::to_string).collect(),
    })
}

#[cfg(test)]
mod tests {
    use project::Edit;

    use super::super::testing::{furnished, write};
    use super::*;

    #[test]
    fn what_is_known_of_a_source_holds_for_its_speakers() {
        let mut workspace = furnished();
        let table = write(
            "known.csv",
            "source,case,age\nParent 1,Family 1,34\nParent 9,x,1\n",
        );
        let prepared = read(table.path(), workspace.project()).unwrap();
        assert_eq!(
            (prepared.taken, prepared.warnings.len()),
            (2, 1),
            "{prepared:?}"
        );
        workspace
            .edit(Edit::Batch {
                label: "x".into(),
                edits: prepared.edits,
            })
            .unwrap();
        let project = workspace.project();
        let source = project.source_named("Parent 1").unwrap();
        let speaker = project.speakers_of(source.id).next().unwrap();
        let age = project.attribute_named("age").unwrap().id;
        assert_eq!(
            project
                .value_of(age, source, Some(speaker))
                .unwrap()
                .to_string(),
            "34"
        );
        assert_eq!(
            project.case_of(source, Some(speaker)).unwrap().name,
            "Family 1"
        );
    }
}
