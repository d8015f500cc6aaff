//! Codings: tagging, untagging, recoding.

use std::sync::Arc;

use codebooks::CodeId;

use super::{PlanError, Planner, counted, present, record};
use crate::edit::{NewCoding, NewMemo};
use crate::model::{CoderId, Coding, CodingId, CodingState, Memo, Rating, Source, Subject, Weight};
use crate::text::CharRange;

impl Planner<'_> {
    pub(super) fn apply_code(&mut self, new: &NewCoding) -> Result<String, PlanError> {
        let source = present(&self.draft.sources, new.source, "source")?;
        let code = present(&self.draft.codes, new.code, "code")?;
        let coder = new.coder.unwrap_or(self.by.coder);
        present(&self.draft.coders, coder, "coder")?;
        check_passage(&source, new.range)?;
        let mut label = format!("Coded “{}” with “{}”", short(&new.quote), code.name);
        if let Some(weight) = new.weight {
            label = format!("{label}, weight {weight}");
        }
        let id = match self
            .draft
            .same_coding(new.source, new.range, new.code, coder)
        {
            Some(same) => same.id,
            None => self.add_coding(new, coder)?,
        };
        let text = new.memo.trim().to_owned();
        let on = Subject::Coding(id);
        if !text.is_empty() && !self.draft.memos_on(on).any(|known| known.text == text) {
            let memo = NewMemo {
                id: None,
                subject: on,
                text,
            };
            self.write_memo_as(&memo, coder)?;
        }
        Ok(label)
    }

    fn add_coding(&mut self, new: &NewCoding, coder: CoderId) -> Result<CodingId, PlanError> {
        let id = new
            .id
            .unwrap_or_else(|| CodingId::from_u128(self.ids.next()));
        if self.draft.codings.contains(id) {
            return Err(PlanError::IdTaken("coding"));
        }
        let coding = Coding {
            id,
            source: new.source,
            range: new.range,
            code: new.code,
            coder,
            quote: new.quote.clone(),
            weight: new.weight,
            state: CodingState::Exact,
            shortlisted: false,
            created_at: self.by.at,
        };
        record!(self, Coding, None, Some(coding));
        Ok(id)
    }

    pub(super) fn remove_codings(&mut self, ids: &[CodingId]) -> Result<String, PlanError> {
        let mut last = None;
        for &id in ids {
            let coding = present(&self.draft.codings, id, "coding")?;
            self.change_evidence(id, None);
            let memos: Vec<Arc<Memo>> = self.draft.memos_on(Subject::Coding(id)).cloned().collect();
            for memo in memos {
                record!(self, Memo, Some(memo), None);
            }
            last = Some(Arc::clone(&coding));
            record!(self, Coding, Some(coding), None);
        }
        Ok(match (ids.len(), last) {
            (1, Some(coding)) => {
                let code = present(&self.draft.codes, coding.code, "code")?;
                format!("Took “{}” off “{}”", code.name, short(&coding.quote))
            }
            (count, _) => format!("Took codes off {}", counted(count, "passage")),
        })
    }

    pub(super) fn recode(&mut self, ids: &[CodingId], code: CodeId) -> Result<String, PlanError> {
        let code = present(&self.draft.codes, code, "code")?;
        self.recode_all(ids, code.id)?;
        Ok(format!(
            "Recoded {} to “{}”",
            counted(ids.len(), "passage"),
            code.name
        ))
    }

    /// Gives codings another code. Where the coder had tagged the same words with it already, the two become
    /// one: memos and evidence go over, and a missing weight is filled.
    pub(super) fn recode_all(&mut self, ids: &[CodingId], code: CodeId) -> Result<(), PlanError> {
        for &id in ids {
            let before = present(&self.draft.codings, id, "coding")?;
            if before.code == code {
                continue;
            }
            let same = self
                .draft
                .same_coding(before.source, before.range, code, before.coder)
                .cloned();
            if let Some(same) = same {
                self.fold_coding(before, same);
            } else {
                let after = Coding {
                    code,
                    ..(*before).clone()
                };
                record!(self, Coding, Some(before), Some(after));
            }
        }
        Ok(())
    }

    pub(super) fn fold_coding(&mut self, gone: Arc<Coding>, kept: Arc<Coding>) {
        let memos: Vec<Arc<Memo>> = self
            .draft
            .memos_on(Subject::Coding(gone.id))
            .cloned()
            .collect();
        for memo in memos {
            let after = Memo {
                subject: Subject::Coding(kept.id),
                ..(*memo).clone()
            };
            record!(self, Memo, Some(memo), Some(after));
        }
        self.change_evidence(gone.id, Some(kept.id));
        let mut after = (*kept).clone();
        after.weight = after.weight.or(gone.weight);
        after.shortlisted |= gone.shortlisted;
        record!(self, Coding, Some(kept), Some(after));
        record!(self, Coding, Some(gone), None);
    }

    /// Evidence must exist: takes a coding out of the ratings it bears out, or puts another in its place.
    fn change_evidence(&mut self, id: CodingId, instead: Option<CodingId>) {
        let borne_out = self
            .draft
            .ratings
            .iter()
            .filter(|rating| rating.evidence.contains(&id));
        let ratings: Vec<Arc<Rating>> = borne_out.cloned().collect();
        for rating in ratings {
            let mut after = (*rating).clone();
            after.evidence.retain(|&evidence| evidence != id);
            if let Some(instead) = instead
                && !after.evidence.contains(&instead)
            {
                after.evidence.push(instead);
            }
            record!(self, Rating, Some(rating), Some(after));
        }
    }

    pub(super) fn move_edges(
        &mut self,
        id: CodingId,
        range: CharRange,
        quote: &str,
    ) -> Result<String, PlanError> {
        let before = present(&self.draft.codings, id, "coding")?;
        let source = present(&self.draft.sources, before.source, "source")?;
        check_passage(&source, range)?;
        let code = present(&self.draft.codes, before.code, "code")?;
        let label = format!("Moved the edges of “{}” to “{}”", code.name, short(quote));
        let same = self
            .draft
            .same_coding(before.source, range, before.code, before.coder)
            .cloned();
        if let Some(same) = same.filter(|same| same.id != id) {
            self.fold_coding(before, same);
        } else {
            let quote = quote.to_owned();
            let after = Coding {
                range,
                quote,
                state: CodingState::Exact,
                ..(*before).clone()
            };
            record!(self, Coding, Some(before), Some(after));
        }
        Ok(label)
    }

    pub(super) fn weigh_coding(
        &mut self,
        id: CodingId,
        weight: Option<Weight>,
    ) -> Result<String, PlanError> {
        let before = present(&self.draft.codings, id, "coding")?;
        let label = match weight {
            Some(weight) => format!("Weighed “{}” {weight}", short(&before.quote)),
            None => format!("Took the weight off “{}”", short(&before.quote)),
        };
        let after = Coding {
            weight,
            ..(*before).clone()
        };
        record!(self, Coding, Some(before), Some(after));
        Ok(label)
    }

    pub(super) fn shortlist(&mut self, ids: &[CodingId], on: bool) -> Result<String, PlanError> {
        for &id in ids {
            let before = present(&self.draft.codings, id, "coding")?;
            let after = Coding {
                shortlisted: on,
                ..(*before).clone()
            };
            record!(self, Coding, Some(before), Some(after));
        }
        let quotes = counted(ids.len(), "quote");
        Ok(if on {
            format!("Shortlisted {quotes}")
        } else {
            format!("Took {quotes} off the shortlist")
        })
    }
}

pub(super) fn check_passage(source: &Source, range: CharRange) -> Result<(), PlanError> {
    if range.is_empty() || range.end().0 > source.characters {
        return Err(PlanError::NotAPassage {
            name: source.name.clone(),
            start: range.start().0,
            end: range.end().0,
            characters: source.characters,
        });
    }
    Ok(())
}

/// The first words of a quote, for a label.
fn short(quote: &str) -> String {
    const MOST: usize = 40;
    let line = quote.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= MOST {
        return line;
    }
    let cut: String = line.chars().take(MOST).collect();
    let whole = cut.rfind(' ').map_or(cut.as_str(), |space| &cut[..space]);
    format!("{whole} …")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_quote_whole_words() {
        assert_eq!(short("she just\nlistened"), "she just listened");
        assert_eq!(
            short(&"abcdefgh ".repeat(9)),
            "abcdefgh abcdefgh abcdefgh abcdefgh …"
        );
        assert_eq!(short(&"ŵ".repeat(50)), format!("{} …", "ŵ".repeat(40)));
    }
}
