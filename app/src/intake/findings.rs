//! The evaluation frame and summaries of cases from tables.

use std::path::Path;

use analysis::{Choice, Framework, FrameworkRequest, Ground};
use codebooks::{Code, CodeDraft, CodeError, CodeId, CodePath, CodeTree, FrameStarter, name_key};
use interchange::sheet::read_rows;
use project::{
    Edit, Evidence, Holder, IdSource, Indicator, NewCode, NewSummary, Project, QuestionDraft,
};

use super::Prepared;
use super::table::{Table, cell};
use crate::message::Trouble;

/// Reads a table of the evaluation frame: `question`, and perhaps `heading`, `indicator` and `evidence` (parted by `;`,
/// each the path of a code, the name of a scale or of a column, or `code:`, `scale:` or `column:` before it). An empty
/// question or heading is that of the row above. A question that is there already gets what the table adds to it.
///
/// # Errors
/// Where the table lacks a column.
pub fn frame(table: &Table, project: &Project) -> Result<Prepared, Trouble> {
    frame_on(table, project, &project.code_tree())
}

fn frame_on(table: &Table, project: &Project, tree: &CodeTree) -> Result<Prepared, Trouble> {
    let question = table.needed("question", &["question"])?;
    let heading = table.column(&["heading", "measure", "section"]);
    let indicator = table.column(&["indicator"]);
    let evidence = table.column(&["evidence", "source", "codes"]);
    let mut prepared = Prepared::default();
    let mut drafts: Vec<QuestionDraft> = Vec::new();
    for row in &table.rows {
        let asked = cell(row, Some(question));
        let last = drafts.last().map(|draft| name_key(&draft.text));
        let is_new = !asked.is_empty() && last != Some(name_key(asked));
        if is_new {
            let above = drafts.last().map_or("", |draft| draft.heading.as_str());
            let own = cell(row, heading);
            let heading = if own.is_empty() { above } else { own }.to_owned();
            drafts.push(QuestionDraft {
                text: asked.to_owned(),
                heading,
                ..QuestionDraft::default()
            });
        }
        let Some(draft) = drafts.last_mut() else {
            prepared.refuse(row.line, "there is no question yet that this belongs to");
            continue;
        };
        prepared.taken += 1;
        let name = match cell(row, indicator) {
            "" if cell(row, evidence).is_empty() => continue,
            "" => draft.text.clone(),
            name => name.to_owned(),
        };
        let mut found = Vec::new();
        for words in cell(row, evidence).split([';', '\n']) {
            let words = words.trim();
            match evidence_named(project, tree, words) {
                Some(item) => found.push(item),
                None if words.is_empty() => {}
                None => prepared.refuse(
                    row.line,
                    format!(
                        "there is no code, scale or column “{words}”; the rest of the row was taken"
                    ),
                ),
            }
        }
        add_indicator(draft, name, found);
    }
    prepared.edits = drafts
        .into_iter()
        .map(|draft| asking(project, draft))
        .collect();
    Ok(prepared)
}

/// Reads a frame that comes with Vouch, and answers how many pieces of evidence it names that the project does not have: no
/// fault of anybody's, since its codes are another thing to take. `tree` is the codebook it is answered by.
///
/// # Errors
/// None that a frame which is shipped can cause.
pub fn starter_frame(
    starter: &FrameStarter,
    project: &Project,
    tree: &CodeTree,
) -> Result<(Prepared, usize), Trouble> {
    let file = Path::new(starter.key).with_extension("csv");
    let rows = read_rows(starter.text.as_bytes(), &file).map_err(|source| Trouble::Sheet {
        file: file.clone(),
        source,
    })?;
    let mut prepared = frame_on(&Table::with_headings(&file, rows), project, tree)?;
    let missing = std::mem::take(&mut prepared.warnings).len();
    Ok((prepared, missing))
}

/// The edits that take in a codebook, and the codebook as it is then: what is to stand on its codes can come in the same step.
///
/// # Errors
/// Where a draft's path has a name that no code can have.
pub fn codes_to_stand_on(
    drafts: Vec<CodeDraft>,
    project: &Project,
    ids: &IdSource,
) -> Result<(Vec<Edit>, CodeTree), CodeError> {
    let mut codes: Vec<Code> = project
        .codes()
        .iter()
        .map(|code| (**code).clone())
        .collect();
    let mut tree = project.code_tree();
    let mut edits = Vec::new();
    for draft in &drafts {
        let mut parent = None;
        for (at, name) in draft.path.names().iter().enumerate() {
            let path = CodePath::new(&draft.path.names()[..=at])?;
            if let Some(known) = tree.find(&path) {
                parent = Some(known);
                continue;
            }
            let id = CodeId::from_u128(ids.next());
            edits.push(Edit::AddCode(NewCode {
                id: Some(id),
                name: name.clone(),
                parent,
                ..NewCode::default()
            }));
            codes.push(Code {
                parent,
                ..Code::new(id, name.as_str())
            });
            tree = CodeTree::new(&codes);
            parent = Some(id);
        }
    }
    // The codes are there by now; this says what they mean.
    edits.push(Edit::AddCodes(drafts));
    Ok((edits, tree))
}

fn add_indicator(draft: &mut QuestionDraft, name: String, evidence: Vec<Evidence>) {
    let mut known = draft.indicators.iter_mut();
    match known.find(|known| name_key(&known.name) == name_key(&name)) {
        Some(known) => known.evidence.extend(evidence),
        None => draft.indicators.push(Indicator { name, evidence }),
    }
}

/// The edit that asks a question, or adds to one that is asked already.
fn asking(project: &Project, draft: QuestionDraft) -> Edit {
    let mut known = project.questions().iter();
    let Some(known) = known.find(|known| name_key(&known.text) == name_key(&draft.text)) else {
        return Edit::AddQuestion(draft);
    };
    let mut whole = QuestionDraft {
        id: None,
        text: known.text.clone(),
        heading: known.heading.clone(),
        indicators: known.indicators.clone(),
    };
    if !draft.heading.is_empty() {
        whole.heading = draft.heading;
    }
    for indicator in draft.indicators {
        add_indicator(&mut whole, indicator.name, indicator.evidence);
    }
    Edit::ReviseQuestion(known.id, whole)
}

/// What words name: a code by its path, else a scale, else a column; or what they say before a colon.
#[must_use]
pub fn evidence_named(project: &Project, tree: &CodeTree, words: &str) -> Option<Evidence> {
    let code = |words: &str| {
        let path: CodePath = words.parse().ok()?;
        tree.find(&path).map(Evidence::Code)
    };
    let scale = |words: &str| Some(Evidence::Scale(project.scale_named(words)?.id));
    let column = |words: &str| Some(Evidence::Attribute(project.attribute_named(words)?.id));
    if let Some((kind, name)) = words.split_once(':') {
        let name = name.trim();
        match kind.trim().to_lowercase().as_str() {
            "code" => return code(name),
            "scale" | "rating" => return scale(name),
            "column" | "attribute" => return column(name),
            _ => {}
        }
    }
    code(words)
        .or_else(|| scale(words))
        .or_else(|| column(words))
}

/// Reads a table of summaries: `case`, `code` and `text`. A source that belongs to no case is its own.
///
/// # Errors
/// Where the table lacks a column.
pub fn summaries(table: &Table, project: &Project) -> Result<Prepared, Trouble> {
    let case = table.needed("case", &["case", "source"])?;
    let code = table.needed("code", &["code", "theme", "code_path"])?;
    let text = table.needed("text", &["text", "summary"])?;
    let tree = project.code_tree();
    let mut prepared = Prepared::default();
    let mut rows = Vec::new();
    for row in &table.rows {
        let (name, path) = (cell(row, Some(case)), cell(row, Some(code)));
        let of = summarised(project, name).ok_or_else(|| format!("there is no case “{name}”"));
        let found = of.and_then(|of| Ok((of, theme(&tree, path)?)));
        match found {
            Err(why) => prepared.refuse(row.line, why),
            Ok((of, code)) => {
                prepared.taken += 1;
                rows.push((of, code, cell(row, Some(text)).to_owned()));
            }
        }
    }
    prepared.edits = summing_up(project, rows);
    Ok(prepared)
}

/// The case of that name, or the source of that name: its case, else itself.
#[must_use]
pub fn summarised(project: &Project, name: &str) -> Option<Holder> {
    if let Some(case) = project.case_named(name) {
        return Some(Holder::Case(case.id));
    }
    let source = project.source_named(name)?;
    let case = project.case_of(source, None);
    Some(case.map_or(Holder::Source(source.id), |case| Holder::Case(case.id)))
}

fn theme(tree: &CodeTree, path: &str) -> Result<CodeId, String> {
    let wanted: Option<CodePath> = path.parse().ok();
    let code = wanted.and_then(|wanted| tree.find(&wanted));
    code.ok_or_else(|| format!("there is no code “{path}”"))
}

/// Edits that write summaries, each on the excerpts that its cell has now.
#[must_use]
pub fn summing_up(project: &Project, rows: Vec<(Holder, CodeId, String)>) -> Vec<Edit> {
    let mut themes: Vec<CodeId> = rows.iter().map(|(_, code, _)| *code).collect();
    themes.sort_unstable();
    themes.dedup();
    let laid = Ground::new(project).framework(&FrameworkRequest {
        themes,
        choice: Choice::default(),
        by: None,
    });
    rows.into_iter()
        .map(|(of, code, text)| {
            Edit::WriteSummary(NewSummary {
                of,
                code,
                text,
                codings: codings_of(&laid, of, code),
            })
        })
        .collect()
}

fn codings_of(laid: &Framework, of: Holder, code: CodeId) -> Vec<project::CodingId> {
    let column = laid.themes.iter().position(|theme| theme.code == code);
    let row = laid.rows.iter().find(|row| row.of == of);
    let cell = row
        .zip(column)
        .and_then(|(row, column)| row.cells.get(column));
    cell.map(|cell| cell.codings.clone()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{furnished as workspace, table};
    use super::*;
    use project::Workspace;

    fn apply(workspace: &mut Workspace, prepared: Prepared) {
        workspace
            .edit(Edit::Batch {
                label: "Took in".to_owned(),
                edits: prepared.edits,
            })
            .unwrap();
    }

    #[test]
    fn a_frame_is_read_row_by_row_and_grows_when_it_is_read_again() {
        let mut workspace = workspace();
        let codes = workspace.project().code_tree();
        let path = codes.path(codes.order()[0]).unwrap().to_string();
        let text = format!(
            "heading | question | indicator | evidence\n | | lost | \nQuality | How well? | Said so | code: {path}; nonsense\n | | Also | {path}\n | How many? | |"
        );
        let read = frame(&table(&text), workspace.project()).unwrap();
        assert_eq!(read.warnings.len(), 2, "{:?}", read.warnings);
        assert!(
            read.warnings[1].contains("“nonsense”"),
            "{:?}",
            read.warnings
        );
        apply(&mut workspace, read);
        let project = workspace.snapshot();
        let questions = project.questions_in_order();
        assert_eq!(questions.len(), 2);
        assert_eq!(questions[0].indicators.len(), 2);
        assert_eq!(questions[0].indicators[0].evidence.len(), 1);
        assert_eq!(questions[1].heading, "Quality", "that of the row above");
        let again = frame(&table(&text), workspace.project()).unwrap();
        apply(&mut workspace, again);
        assert_eq!(workspace.project().questions(), project.questions());
    }

    #[test]
    fn a_shipped_frame_is_answered_by_the_codes_of_its_codebook() {
        let mut workspace = workspace();
        let starter = codebooks::frame_starter("results-based-accountability").unwrap();
        let read = |workspace: &Workspace| {
            let tree = workspace.project().code_tree();
            starter_frame(starter, workspace.project(), &tree).unwrap()
        };
        let (prepared, missing) = read(&workspace);
        assert!(missing > 10 && prepared.warnings.is_empty());
        apply(&mut workspace, prepared);
        let drafts = codebooks::starter(starter.key).unwrap().drafts();
        workspace.edit(Edit::AddCodes(drafts)).unwrap();
        let (prepared, missing) = read(&workspace);
        assert_eq!(missing, 0);
        apply(&mut workspace, prepared);
        let questions = workspace.project().questions_in_order();
        assert_eq!(questions.len(), 14, "none stands twice");
        let indicators = questions.iter().flat_map(|question| &question.indicators);
        assert!(indicators.into_iter().all(|one| one.evidence.len() == 1));
    }

    #[test]
    fn codes_and_what_stands_on_them_come_in_one_step() {
        let mut workspace = workspace();
        let before = workspace.snapshot();
        let starter = codebooks::frame_starter("results-based-accountability").unwrap();
        let drafts = codebooks::starter(starter.key).unwrap().drafts();
        let ids = workspace.ids();
        let (mut edits, tree) = codes_to_stand_on(drafts.clone(), &before, &ids).unwrap();
        let (prepared, missing) = starter_frame(starter, &before, &tree).unwrap();
        assert_eq!(missing, 0);
        edits.extend(prepared.edits);
        let label = "Took all".to_owned();
        workspace.edit(Edit::Batch { label, edits }).unwrap();
        let (codes, questions) = {
            let project = workspace.project();
            (project.code_tree(), project.questions().len())
        };
        assert_eq!(questions, 14);
        let described = |path: &CodePath| {
            let code = codes.find(path)?;
            workspace.project().codes().get(code)
        };
        for draft in &drafts {
            assert_eq!(described(&draft.path).unwrap().definition, draft.definition);
        }
        // Taken again, nothing is new but what it would say.
        let (edits, _) = codes_to_stand_on(drafts, workspace.project(), &ids).unwrap();
        assert_eq!(edits.len(), 1);
        workspace.undo().unwrap();
        assert_eq!(workspace.project().codes(), before.codes());
        assert_eq!(workspace.project().questions(), before.questions());
    }

    #[test]
    fn summaries_are_written_on_the_excerpts_of_their_cell() {
        let mut workspace = workspace();
        let project = workspace.snapshot();
        let codes = project.code_tree();
        let path = codes.path(codes.order()[0]).unwrap().to_string();
        let source = project.sources().iter().next().unwrap();
        let text = format!(
            "case | code | text\n{} | {path} | Felt heard\nNobody | {path} | x\n{} | No / Such | x",
            source.name, source.name
        );
        let read = summaries(&table(&text), &project).unwrap();
        assert_eq!(read.taken, 1);
        assert_eq!(read.warnings.len(), 2, "{:?}", read.warnings);
        apply(&mut workspace, read);
        assert_eq!(workspace.project().summaries().len(), 1);
    }
}
