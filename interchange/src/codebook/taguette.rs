//! Codebooks for Taguette, which reads csv with a column `tag` and one `description` (its `import_codebook.py`).
//!
//! Its tags have no tree and no colour, so a code bears the names above it, and kind and rules stand in its description,
//! from where Vouch takes them back when it reads the project.

use std::collections::BTreeSet;
use std::path::Path;

use codebooks::{Code, CodeTree, NAME_LIMIT, name_key};

use crate::export::{ExportError, ending, unknown_format};
use crate::refi::{counted, description};
use crate::{Place, Warning};

/// How long a tag may be, in characters: Taguette refuses the whole file over a longer one.
const LONGEST: usize = 200;

/// Writes codes as csv for Taguette, in the order of their tree, and says what it cannot hold.
///
/// No cell is guarded against spreadsheets: Taguette would take the apostrophe for a letter of the name.
///
/// # Errors
/// [`ExportError::UnknownFormat`] unless `path` ends in .csv.
pub fn write_for_taguette(
    codes: &[&Code],
    path: &Path,
) -> Result<(Vec<u8>, Vec<Warning>), ExportError> {
    if ending(path) != "csv" {
        return Err(unknown_format(path, ".csv"));
    }
    let tree = CodeTree::new(codes.iter().copied());
    let mut warnings = Vec::new();
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut rows = vec![["tag".to_owned(), "description".to_owned()]];
    for (&id, line) in tree.order().iter().zip(2..) {
        let code = codes.iter().find(|code| code.id == id);
        let (Some(code), Some(path)) = (code, tree.path(id)) else {
            continue;
        };
        let names: Vec<String> = path.names().iter().map(|name| on_one_level(name)).collect();
        let whole = names.join(" / ");
        let mut tag: String = whole.chars().take(LONGEST).collect();
        let mut nth = 2_u32;
        while !taken.insert(name_key(&tag)) {
            let ending = format!(" ({nth})");
            let kept = LONGEST - ending.chars().count();
            tag = whole.chars().take(kept).chain(ending.chars()).collect();
            nth += 1;
        }
        if tag != path.names().join(" / ") {
            let message = format!("“{path}” is “{tag}” there");
            warnings.push(Warning::new(Place::Line(line), message));
        }
        rows.push([tag, description::written(code)]);
    }
    let coloured = codes.iter().filter(|code| code.colour.is_some()).count();
    if coloured > 0 {
        let count = counted(coloured, "code");
        let message = format!("tags have no colour there: what {count} had stays here");
        warnings.push(Warning::of_file(message));
    }
    // With the mark Taguette need not guess the encoding.
    let mut text = String::from('\u{feff}');
    for row in rows {
        let cells = row.map(|cell| format!("\"{}\"", cell.replace('"', "\"\"")));
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    Ok((text.into_bytes(), warnings))
}

/// A name without the marks that part one level from the next when it is read.
fn on_one_level(name: &str) -> String {
    let whole = name
        .replace(" / ", "/")
        .replace(" > ", ">")
        .replace(">>", ">")
        .replace('\\', "/");
    whole.chars().take(NAME_LIMIT).collect()
}

#[cfg(test)]
mod tests {
    use codebooks::{CodeId, codes_from_drafts, read_csv};

    use super::*;
    use crate::codebook::read_codebook;

    fn codes(csv: &str) -> Vec<Code> {
        let (drafts, warnings) = read_csv(csv).unwrap();
        assert_eq!(warnings, []);
        let mut next = 0;
        codes_from_drafts(&drafts, || {
            next += 1;
            CodeId::from_u128(next)
        })
    }

    fn written(codes: &[Code]) -> (Vec<u8>, Vec<Warning>) {
        let codes: Vec<&Code> = codes.iter().collect();
        let error = write_for_taguette(&codes, Path::new("codes.xlsx")).unwrap_err();
        assert!(error.to_string().ends_with("end it in .csv"), "{error}");
        write_for_taguette(&codes, Path::new("codes.csv")).unwrap()
    }

    #[test]
    fn taguette_gets_tags_with_what_they_mean_and_gives_them_back() {
        let ours = codes(
            "path,kind,definition,use_when,colour\nEnablers,enabler,What helped,,#009E73\n\
             Enablers / Trust,,\"Felt \"\"safe\"\"\nor heard\",They say so,\nWaiting,,-18 degrees,,\n",
        );
        let (bytes, warnings) = written(&ours);
        let text = String::from_utf8(bytes.clone()).unwrap();
        let wanted = "\u{feff}\"tag\",\"description\"\r\n\
            \"Enablers\",\"What helped\nKind: enabler\"\r\n\
            \"Enablers / Trust\",\"Felt \"\"safe\"\"\nor heard\nUse when: They say so\"\r\n\
            \"Waiting\",\"-18 degrees\"\r\n";
        assert_eq!(text, wanted);
        let said: Vec<String> = warnings.iter().map(ToString::to_string).collect();
        assert_eq!(
            said,
            ["Tags have no colour there: what 1 code had stays here."]
        );
        let (drafts, warnings) = read_codebook(&bytes, Path::new("codebook.csv")).unwrap();
        assert_eq!(warnings, []);
        let paths: Vec<String> = drafts.iter().map(|draft| draft.path.to_string()).collect();
        assert_eq!(paths, ["Enablers", "Enablers / Trust", "Waiting"]);
    }

    #[test]
    fn names_that_would_be_parted_or_are_too_long_are_told() {
        let long = "a".repeat(110);
        let ours = codes(&format!(
            "path\nHome \\/ school\n{long} / {long}\n{long} / {long}b\n"
        ));
        let (bytes, warnings) = written(&ours);
        let text = String::from_utf8(bytes).unwrap();
        let tags: Vec<&str> = text
            .lines()
            .skip(1)
            .filter_map(|line| line.split('"').nth(1))
            .collect();
        assert_eq!(tags[0], "Home/school");
        assert_eq!(tags[2].chars().count(), LONGEST);
        assert!(tags[3].ends_with(" (2)") && tags[3].chars().count() == LONGEST);
        assert_eq!(warnings.len(), 3, "{warnings:?}");
    }
}
