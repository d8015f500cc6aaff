//! What the index holds of each turn: its words, and where it is. Nothing is stored; texts come from
//! the project.

use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{TextAnalyzer, TokenizerManager};

use crate::analyser::{FoldedWords, SpelledStems, TakenUp};
use crate::stems::Tongue;

/// Raise when the analysis of words or the fields change: older indexes are then made anew.
pub(crate) const INDEX_VERSION: u32 = 3;

/// The name of the fast field that says where a turn is.
pub(crate) const PLACE: &str = "place";

/// The fields of a turn.
#[derive(Debug, Clone)]
pub(crate) struct Fields {
    /// Folded words with their places: exact words, phrases, stars, letters apart.
    pub(crate) exact: Field,
    /// Stems of accented words that their folded words do not tell, a field for each tongue by its place. All other
    /// stems are found from the dictionary of folded words: see [`crate::families`].
    pub(crate) stems: Vec<Field>,
    /// The source's key, for taking its turns out.
    pub(crate) source: Field,
    /// The source's key and the turn's number, as one number.
    pub(crate) place: Field,
}

/// The schema and its fields.
pub(crate) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let text = |tokenizer: &str, record: IndexRecordOption, norms: bool| {
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(tokenizer)
            .set_index_option(record)
            .set_fieldnorms(norms);
        TextOptions::default().set_indexing_options(indexing)
    };
    let exact = builder.add_text_field(
        "exact",
        text("folded", IndexRecordOption::WithFreqsAndPositions, true),
    );
    let stems = Tongue::all()
        .map(|tongue| {
            let name = format!("stem_{}", tongue.key());
            builder.add_text_field(&name, text(&name, IndexRecordOption::WithFreqs, false))
        })
        .collect();
    let source = builder.add_u64_field("source", INDEXED);
    let place = builder.add_u64_field(PLACE, FAST);
    (
        builder.build(),
        Fields {
            exact,
            stems,
            source,
            place,
        },
    )
}

/// The analysers the fields name, which tell how much they were given.
pub(crate) fn tokenizers(taken_up: &TakenUp) -> TokenizerManager {
    let tokenizers = TokenizerManager::default();
    let folded = FoldedWords::telling(taken_up);
    tokenizers.register("folded", TextAnalyzer::from(folded));
    for tongue in Tongue::all() {
        tokenizers.register(
            &format!("stem_{}", tongue.key()),
            TextAnalyzer::from(SpelledStems::new(tongue)),
        );
    }
    tokenizers
}

/// A place as one number: the source's key above, the turn's number below.
pub(crate) fn pack(key: u32, turn: u32) -> u64 {
    u64::from(key) << 32 | u64::from(turn)
}

/// The two numbers of a place.
pub(crate) fn unpack(place: u64) -> (u32, u32) {
    let key = u32::try_from(place >> 32).unwrap_or(u32::MAX);
    let turn = u32::try_from(place & 0xffff_ffff).unwrap_or(u32::MAX);
    (key, turn)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_packed_and_unpacked() {
        for place in [(0, 0), (7, 12), (u32::MAX, 1), (1, u32::MAX)] {
            assert_eq!(unpack(pack(place.0, place.1)), place);
        }
        assert!(
            pack(1, 0) > pack(0, u32::MAX),
            "the order of places is the order of the text"
        );
    }

    #[test]
    fn every_field_has_its_analyser() {
        let (schema, fields) = schema();
        assert_eq!(fields.stems.len(), Tongue::all().count());
        assert!(
            schema
                .fields()
                .filter(|(_, entry)| entry.name().starts_with("stem_"))
                .all(|(_, entry)| tokenizers(&TakenUp::default()).get(entry.name()).is_some())
        );
    }
}
