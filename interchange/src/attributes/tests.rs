use std::path::Path;

use project::{GROUP, Workspace};

use super::*;
use crate::sheet::read_rows;
use crate::testing::workspace;

fn resolve(workspace: &Workspace, csv: &str) -> (Vec<Edit>, Vec<String>) {
    let (table, mut warnings) =
        read_attributes(&read_rows(csv.as_bytes(), Path::new("a.csv")).unwrap());
    let (edits, more) = resolve_attributes(workspace.project(), &table);
    warnings.extend(more);
    (edits, warnings.iter().map(ToString::to_string).collect())
}

fn apply(workspace: &mut Workspace, csv: &str) -> Vec<String> {
    let (edits, reported) = resolve(workspace, csv);
    workspace
        .edit(Edit::Batch {
            label: "Described".to_owned(),
            edits,
        })
        .unwrap();
    reported
}

/// The group of a source's first words by each speaker.
fn groups(workspace: &Workspace, source: &str) -> Vec<String> {
    let project = workspace.project();
    let group = project.attribute_named(GROUP).unwrap().id;
    let source = project.source_named(source).unwrap();
    project
        .speakers_of(source.id)
        .map(|speaker| {
            let value = project
                .value_of(group, source, Some(speaker))
                .map(ToString::to_string);
            format!("{}: {}", speaker.name, value.unwrap_or_default())
        })
        .collect()
}

#[test]
fn sources_get_attributes_and_cases() {
    let mut workspace = workspace();
    let reported = apply(
        &mut workspace,
        "Source,Case,group,age,role\nparent 1.txt,Family 9,parents,41,Mother\nFocus group,,partners,,\n",
    );
    assert_eq!(reported, [""; 0]);
    let project = workspace.project();
    let source = project.source_named("Parent 1").unwrap();
    assert_eq!(
        project.case_of(source, None).unwrap().name,
        "Family 9",
        "made, since it was new"
    );
    let value = |name: &str| {
        source
            .values
            .get(&project.attribute_named(name).unwrap().id)
            .cloned()
    };
    assert_eq!(value("age"), Some(Value::Number(41.0)));
    assert_eq!(value("role"), Some(Value::Text("Mother".to_owned())));
    assert_eq!(
        groups(&workspace, "Focus group"),
        ["INT: partners", "Police: partners", "Housing: partners"]
    );
}

#[test]
fn speakers_get_roles_where_they_are_roles_in_the_conversation() {
    let mut workspace = workspace();
    let reported = apply(
        &mut workspace,
        "speaker,role,group\nPolice,Moderator,\nHousing,Manager,partners\n",
    );
    assert_eq!(reported, [""; 0]);
    let project = workspace.project();
    let speaker = |name: &str| {
        project
            .speakers()
            .iter()
            .find(|speaker| speaker.name == name)
            .unwrap()
    };
    assert_eq!(speaker("Police").role, SpeakerRole::Interviewer);
    assert!(speaker("Police").values.is_empty());
    let role = project.attribute_named("role").unwrap().id;
    assert_eq!(
        speaker("Housing").values.get(&role),
        Some(&Value::Text("Manager".to_owned()))
    );
    assert_eq!(speaker("Housing").role, SpeakerRole::Respondent);
}

#[test]
fn a_name_in_several_sources_is_all_of_them_or_the_one_chosen() {
    let workspace = workspace();
    let (edits, reported) = resolve(&workspace, "speaker,area\nINT,North\n");
    assert_eq!(edits.len(), 3);
    assert_eq!(
        reported,
        [
            "Line 2: “INT” speaks in 3 sources and all were given these values: a column “source” would choose one."
        ]
    );
    let (edits, reported) = resolve(
        &workspace,
        "speaker,source,area\nINT,Parent 1.txt,North\nPolice,Parent 1,x\nINT,Nowhere,x\n",
    );
    assert_eq!(edits.len(), 1, "the column is no attribute here");
    assert_eq!(
        reported,
        [
            "Line 3: there is no speaker “Police” in “Parent 1”.",
            "Line 4: there is no source “Nowhere”."
        ]
    );
}

#[test]
fn any_other_heading_looks_for_source_then_case_then_speaker() {
    let workspace = workspace();
    let (edits, reported) = resolve(
        &workspace,
        "name,area\nparent 1,a\nfamily 1,b\nhousing,c\nnobody,d\n",
    );
    let kinds: Vec<&str> = edits
        .iter()
        .filter_map(|edit| {
            let Edit::SetAttribute(holder, ..) = edit else {
                return None;
            };
            Some(match holder {
                Holder::Source(_) => "source",
                Holder::Case(_) => "case",
                Holder::Speaker(_) => "speaker",
            })
        })
        .collect();
    assert_eq!(kinds, ["source", "case", "speaker"]);
    assert_eq!(
        reported,
        ["Line 5: there is no source, case or speaker “nobody”."]
    );
}

#[test]
fn a_heading_restricts_what_is_named() {
    let workspace = workspace();
    let (edits, reported) = resolve(&workspace, "case,area,case\nFamily 1,a,b\nParent 1,a,\n");
    assert_eq!(edits.len(), 1);
    assert_eq!(
        reported,
        [
            "Line 2: a case cannot belong to a case: that cell was left out.",
            "Line 3: there is no case “Parent 1”."
        ]
    );
    assert_eq!(
        resolve(&workspace, "source,area\nHousing,a\n").1,
        ["Line 2: there is no source “Housing”."]
    );
    assert_eq!(
        resolve(&workspace, "speaker,area\nParent 2,a\n").1,
        ["Line 2: there is no speaker “Parent 2”."]
    );
}

#[test]
fn oddities_of_the_table_are_reported() {
    let workspace = workspace();
    let (edits, reported) = resolve(&workspace, "source,area,Area,\n,x,y\nParent 1,x,y,stray\n");
    assert_eq!(edits.len(), 2);
    insta::assert_snapshot!(reported.join("\n"), @r##"
    Line 1: the column “Area” stands twice; the last value counts.
    Line 2: there is no name in the first column.
    Line 3: a cell without a heading was left out.
    "##);
    assert_eq!(
        resolve(&workspace, "source\nParent 1\n").1,
        ["Line 1: there is no column beside the names: nothing to set."]
    );
    assert_eq!(read_attributes(&[]).1[0].to_string(), "The table is empty.");
}
