//! A project that Vouch wrote: whole, or as far as another program has left it alone.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use project::{
    Adopted, AdoptedPart, AdoptedSource, CaseId, CoderId, Coding, CodingId, CodingState, Evidence,
    Holder, MemoId, RatingId, Record, SourceId, Speaker, Subject, TextHash, Values,
};

use super::ImportedProject;
use super::parts::Parts;
use crate::Warning;
use crate::refi::error::RefiError;
use crate::refi::guid;
use crate::refi::side::Side;
use crate::refi::{ORIGIN, description};

/// All rows as they were written, with the texts of the archive; none where a text is not the one it was.
pub(super) fn rows_of(
    side: &Side,
    parts: &mut Parts<'_>,
) -> Result<Option<ImportedProject>, RefiError> {
    let mut speakers: BTreeMap<SourceId, Vec<Speaker>> = BTreeMap::new();
    for speaker in &side.speakers {
        let of = speakers.entry(speaker.source).or_default();
        of.push((**speaker).clone());
    }
    let turns: BTreeMap<SourceId, _> = side
        .turns
        .iter()
        .map(|list| (list.source, &list.turns))
        .collect();
    let mut sources = Vec::with_capacity(side.sources.len());
    for source in &side.sources {
        let bytes = parts.own(&guid::written(source.id.as_u128()))?;
        let text = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
        let Some(text) = text.filter(|text| TextHash::of(text) == source.text) else {
            return Ok(None);
        };
        sources.push(AdoptedSource {
            source: (**source).clone(),
            text,
            speakers: speakers.remove(&source.id).unwrap_or_default(),
            turns: turns
                .get(&source.id)
                .map(|turns| (*turns).clone())
                .unwrap_or_default(),
        });
    }
    let mut kept = Vec::with_capacity(side.kept.len());
    for part in &side.kept {
        let mut files = Vec::with_capacity(part.files.len());
        for file in &part.files {
            let bytes = parts.file(&file.name)?;
            let Some(bytes) = bytes.filter(|bytes| TextHash::of(bytes) == file.hash) else {
                return Ok(None);
            };
            files.push(bytes.into());
        }
        kept.push(AdoptedPart {
            part: (**part).clone(),
            files,
        });
    }
    Ok(Some(ImportedProject {
        name: side.info.name.clone(),
        origin: ORIGIN.to_owned(),
        info: Some(side.info.clone()),
        rows: Adopted {
            coders: plain(&side.coders),
            attributes: plain(&side.attributes),
            cases: plain(&side.cases),
            codes: plain(&side.codes),
            sources,
            codings: plain(&side.codings),
            scales: plain(&side.scales),
            ratings: plain(&side.ratings),
            memos: plain(&side.memos),
            kept,
            sets: plain(&side.sets),
            summaries: plain(&side.summaries),
            questions: plain(&side.questions),
            searches: plain(&side.searches),
        },
        warnings: Vec::new(),
        losses: Vec::new(),
    }))
}

fn plain<T: Clone>(rows: &[Arc<T>]) -> Vec<T> {
    rows.iter().map(|row| (**row).clone()).collect()
}

fn by_id<T: Record>(rows: &[Arc<T>]) -> BTreeMap<T::Id, &T> {
    rows.iter().map(|row| (row.id(), row.as_ref())).collect()
}

/// Fills what the standard cannot hold into a project that another program has changed since Vouch wrote it. The
/// markup says what there is; what stands beside it only adds to things that are still the same.
pub(super) fn fill(side: &Side, read: &mut ImportedProject) {
    let message = "another program has changed this project since Vouch wrote it: what only Vouch knows was kept for what is still the same";
    read.warnings.push(Warning::of_file(message));
    fill_sources(side, &mut read.rows);
    fill_codes(side, &mut read.rows);
    let codings = by_id(&side.codings);
    for coding in &mut read.rows.codings {
        let Some(known) = codings.get(&coding.id) else {
            continue;
        };
        let place = |coding: &Coding| (coding.source, coding.range, coding.code, coding.coder);
        let reads_alike = known.quote == coding.quote || known.state == CodingState::Moved;
        if place(known) == place(coding) && reads_alike {
            coding.clone_from(known);
        }
    }
    let coders = by_id(&side.coders);
    for coder in &mut read.rows.coders {
        coder.colour = coders.get(&coder.id).and_then(|known| known.colour);
    }
    let cases = by_id(&side.cases);
    for case in &mut read.rows.cases {
        if let Some(known) = cases.get(&case.id) {
            case.values = retyped(std::mem::take(&mut case.values), &known.values);
        }
    }
    fill_judgements(side, &mut read.rows);
    fill_findings(side, &mut read.rows);
}

/// Summaries, questions and saved searches, as far as what they speak of is still there. Sets are in the markup.
fn fill_findings(side: &Side, rows: &mut Adopted) {
    let cases: BTreeSet<CaseId> = rows.cases.iter().map(|case| case.id).collect();
    let sources: BTreeSet<SourceId> = rows.sources.iter().map(|row| row.source.id).collect();
    let codes: BTreeSet<_> = rows.codes.iter().map(|code| code.id).collect();
    let writers: BTreeSet<CoderId> = rows.coders.iter().map(|coder| coder.id).collect();
    let attributes: BTreeSet<_> = rows.attributes.iter().map(|row| row.id).collect();
    let scales: BTreeSet<_> = rows.scales.iter().map(|scale| scale.id).collect();
    rows.summaries = plain(&side.summaries);
    rows.summaries.retain(|summary| {
        let of = match summary.of {
            Holder::Case(id) => cases.contains(&id),
            Holder::Source(id) => sources.contains(&id),
            Holder::Speaker(_) => false,
        };
        of && codes.contains(&summary.code) && writers.contains(&summary.coder)
    });
    rows.questions = plain(&side.questions);
    let questions = rows.questions.iter_mut();
    for indicator in questions.flat_map(|question| &mut question.indicators) {
        indicator.evidence.retain(|evidence| match evidence {
            Evidence::Code(id) => codes.contains(id),
            Evidence::Scale(id) => scales.contains(id),
            Evidence::Attribute(id) => attributes.contains(id),
        });
    }
    rows.searches = plain(&side.searches);
}

/// Values that read as before are of the type they had: a variable of mixed types was written as text.
fn retyped(mut values: Values, known: &Values) -> Values {
    for (attribute, value) in &mut values {
        if let Some(before) = known.get(attribute)
            && before.to_string() == value.to_string()
        {
            value.clone_from(before);
        }
    }
    values
}

fn fill_sources(side: &Side, rows: &mut Adopted) {
    let sources = by_id(&side.sources);
    let cases: BTreeSet<CaseId> = rows.cases.iter().map(|case| case.id).collect();
    let attributes: BTreeSet<_> = rows.attributes.iter().map(|row| row.id).collect();
    for row in &mut rows.sources {
        let Some(known) = sources.get(&row.source.id) else {
            continue;
        };
        if known.text != TextHash::of(&row.text) {
            continue;
        }
        let read = row.source.clone();
        row.source = project::Source {
            name: read.name,
            case: read.case,
            values: retyped(read.values, &known.values),
            ..(*known).clone()
        };
        let speakers = side
            .speakers
            .iter()
            .filter(|speaker| speaker.source == known.id);
        row.speakers = speakers
            .map(|speaker| {
                let mut speaker = (**speaker).clone();
                speaker.case = speaker.case.filter(|case| cases.contains(case));
                speaker
                    .values
                    .retain(|attribute, _| attributes.contains(attribute));
                speaker
            })
            .collect();
        let turns = side.turns.iter().find(|list| list.source == known.id);
        row.turns = turns.map(|list| list.turns.clone()).unwrap_or_default();
    }
}

fn fill_codes(side: &Side, rows: &mut Adopted) {
    let codes = by_id(&side.codes);
    for code in &mut rows.codes {
        let Some(known) = codes.get(&code.id) else {
            continue;
        };
        if description::written(known) == description::written(code) {
            // A colour that was inherited was written out; it is taken for a choice only if somebody changed it.
            let colour = match known.colour {
                None => None,
                Some(_) => code.colour,
            };
            let (name, parent, position) = (code.name.clone(), code.parent, code.position);
            code.clone_from(known);
            code.name = name;
            code.parent = parent;
            code.position = position;
            code.colour = colour;
        }
    }
}

/// Scales, ratings, and memos on what the standard has no memos for.
fn fill_judgements(side: &Side, rows: &mut Adopted) {
    let cases: BTreeSet<CaseId> = rows.cases.iter().map(|case| case.id).collect();
    let coders: BTreeSet<CoderId> = rows.coders.iter().map(|coder| coder.id).collect();
    let codings: BTreeSet<CodingId> = rows.codings.iter().map(|coding| coding.id).collect();
    rows.scales = plain(&side.scales);
    rows.ratings = plain(&side.ratings);
    rows.ratings
        .retain(|rating| cases.contains(&rating.case) && coders.contains(&rating.rater));
    for rating in &mut rows.ratings {
        rating.evidence.retain(|coding| codings.contains(coding));
    }
    let ratings: BTreeSet<RatingId> = rows.ratings.iter().map(|rating| rating.id).collect();
    let known = by_id(&side.memos);
    // Memos on cases were written as descriptions and those on ratings as loose notes.
    let described = |memo: &project::Memo| {
        let on_case = matches!(memo.subject, Subject::Case(case) if cases.contains(&case));
        let on_rating = matches!(memo.subject, Subject::Rating(id) if ratings.contains(&id));
        (on_case || on_rating) && coders.contains(&memo.coder)
    };
    let apart: Vec<project::Memo> = plain(&side.memos).into_iter().filter(described).collect();
    let ids: BTreeSet<MemoId> = apart.iter().map(|memo| memo.id).collect();
    let texts: BTreeSet<(CaseId, String)> = cases
        .iter()
        .map(|&case| {
            let of_case = apart
                .iter()
                .filter(|memo| memo.subject == Subject::Case(case));
            let texts: Vec<&str> = of_case.map(|memo| memo.text.as_str()).collect();
            (case, texts.join("\n\n").trim().to_owned())
        })
        .collect();
    rows.memos.retain(|memo| {
        let is_described =
            matches!(memo.subject, Subject::Case(case) if texts.contains(&(case, memo.text.clone())));
        !is_described && !ids.contains(&memo.id)
    });
    // Those in descriptions lost their ids, writers and dates: what they are on and say tells them.
    let told: BTreeMap<(Subject, &str), &project::Memo> = side
        .memos
        .iter()
        .map(|memo| ((memo.subject, memo.text.trim()), &**memo))
        .collect();
    let mut restored: BTreeSet<MemoId> = rows.memos.iter().map(|memo| memo.id).collect();
    for memo in &mut rows.memos {
        let before = known.get(&memo.id).copied();
        let before = before.filter(|before| {
            before.subject == memo.subject && before.text.trim() == memo.text.trim()
        });
        let told = told.get(&(memo.subject, memo.text.trim())).copied();
        let told = told.filter(|told| coders.contains(&told.coder) && restored.insert(told.id));
        if let Some(before) = before.or(told) {
            memo.clone_from(before);
        }
    }
    rows.memos.extend(apart);
}
