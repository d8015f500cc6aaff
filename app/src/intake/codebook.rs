//! Codebooks from files and starters.

use std::path::Path;

use codebooks::CodeDraft;
use project::Project;

use super::file_name;
use crate::message::Trouble;

/// A codebook as it was read.
#[derive(Debug, Clone)]
pub struct CodebookRead {
    /// What to call it: the file's name or the starter's title.
    pub name: String,
    /// Its codes, each after the one above it.
    pub drafts: Vec<CodeDraft>,
    /// What was not taken as it stands, each with its line.
    pub warnings: Vec<String>,
}

impl CodebookRead {
    /// What the history says of bringing it in.
    #[must_use]
    pub fn label(&self) -> String {
        format!("Imported the codebook “{}”", self.name)
    }

    /// Where a code of the project says something else than the codebook does. What the project says is kept.
    #[must_use]
    pub fn disagreements(&self, project: &Project) -> Vec<String> {
        let tree = project.code_tree();
        let mut said = Vec::new();
        for draft in &self.drafts {
            let Some(code) = tree
                .find(&draft.path)
                .and_then(|id| project.codes().get(id))
            else {
                continue;
            };
            for (what, own, given) in [
                ("definition", &code.definition, &draft.definition),
                ("use when", &code.use_when, &draft.use_when),
                ("not when", &code.not_when, &draft.not_when),
                ("example", &code.example, &draft.example),
            ] {
                let given = given.trim();
                if !own.trim().is_empty() && !given.is_empty() && own.trim() != given {
                    said.push(format!(
                        "“{}” keeps its {what}; the codebook says “{given}”",
                        draft.path
                    ));
                }
            }
        }
        said
    }
}

/// Reads a codebook: a csv, xlsx, txt or qdc file of that name, else the starter of that key.
///
/// # Errors
/// Where there is neither, or the file is no codebook.
pub fn read(given: &str) -> Result<CodebookRead, Trouble> {
    let path = Path::new(given);
    if path.is_file() {
        return read_file(path);
    }
    let starter = codebooks::starter(given).ok_or_else(|| Trouble::NoSuchCodebook {
        name: given.to_owned(),
    })?;
    Ok(CodebookRead {
        name: starter.title.to_owned(),
        drafts: starter.drafts(),
        warnings: Vec::new(),
    })
}

/// Reads a codebook from a csv, xlsx, txt or qdc file.
///
/// # Errors
/// Where it cannot be read or is no codebook.
pub fn read_file(path: &Path) -> Result<CodebookRead, Trouble> {
    let bytes = std::fs::read(path).map_err(|source| Trouble::Read {
        file: path.to_owned(),
        source,
    })?;
    let name = file_name(path);
    let read = interchange::codebook::read_codebook(&bytes, path);
    let (drafts, warnings) = read.map_err(|source| Trouble::Codebook {
        name: name.clone(),
        source: Box::new(source),
    })?;
    Ok(CodebookRead {
        name,
        drafts,
        warnings: warnings.iter().map(ToString::to_string).collect(),
    })
}
