//! Draws the speaker palette at the caret: type to find who says the words, or a new name; Enter gives them.

use egui::{Rect, RichText, Ui, pos2};
use project::Seq;
use project::text::{CharRange, count_words};

use crate::desk::{Desk, Kept};
use crate::outbox::{Outbox, Request};
use crate::theme::{size, space, strong_font, ui_font};
use crate::view::sources::counted;
use crate::view::speakers::{SpeakerChoice, speaker_choices, words_meant};
use crate::widgets::picker::{Picked, Picker, Rows};
use crate::widgets::popup::Popup;
use crate::widgets::rows::{self, Pen};

const WIDTH: f32 = 380.0;
const HEIGHT: f32 = 260.0;

/// What the palette remembers while it is open.
#[derive(Debug, Default)]
pub(super) struct SpeakerPalette {
    picker: Picker,
    rows: Kept<(Seq, String, CharRange), Vec<SpeakerChoice>>,
}

/// Draws the palette below the caret, or above it where there is no room below.
pub(super) fn speaker_palette_ui(
    palette: &mut SpeakerPalette,
    range: CharRange,
    desk: &Desk,
    caret: Option<Rect>,
    ui: &Ui,
    out: &mut Outbox,
) {
    let popup = Popup {
        name: "speaker palette",
        near: caret,
        width: WIDTH,
        height: HEIGHT + 112.0,
    };
    if popup.show(ui, |ui| list_ui(palette, range, desk, ui, out)) {
        out.ask(Request::CloseSheet);
    }
}

fn list_ui(
    palette: &mut SpeakerPalette,
    range: CharRange,
    desk: &Desk,
    ui: &mut Ui,
    out: &mut Outbox,
) {
    let (Some(source), Some(text)) = (desk.place.source, &desk.state.place.text) else {
        out.ask(Request::CloseSheet);
        return;
    };
    let theme = desk.theme;
    let meant = words_meant(
        desk.project().turns(source),
        range,
        count_words(text.slice(range)),
    );
    ui.label(
        RichText::new("Who says this?")
            .font(strong_font(size::TEXT))
            .color(theme.ink),
    );
    ui.label(
        RichText::new(meant)
            .font(ui_font(size::SMALL))
            .color(theme.quiet),
    );
    ui.add_space(space::XS);
    let SpeakerPalette { picker, rows: kept } = palette;
    let letters = picker.letters.clone();
    let choices = kept.get((desk.open.seq(), letters.clone(), range), || {
        speaker_choices(desk.project(), source, range, &letters)
    });
    let list = Rows {
        count: choices.len(),
        height: HEIGHT,
        keys: &[],
        name: "Speakers",
    };
    let picked = picker.ui(
        ui,
        theme,
        "Find or name a speaker",
        &list,
        |ui, at, marked| choice_ui(choices.get(at), marked, desk, ui),
    );
    match picked {
        Picked::Row(at) | Picked::RowAndMore(at) => {
            if let Some(choice) = choices.get(at) {
                out.ask(Request::CloseSheet);
                ask(choice, range, out);
            }
        }
        Picked::Left => out.ask(Request::CloseSheet),
        Picked::Nothing | Picked::Key(_) => {}
    }
    ui.add_space(space::XS);
    ui.label(
        RichText::new("Enter gives the words to the speaker · Esc leaves")
            .font(ui_font(size::SMALL))
            .color(theme.faint),
    );
}

fn ask(choice: &SpeakerChoice, range: CharRange, out: &mut Outbox) {
    out.ask(match choice {
        SpeakerChoice::Known { name, .. } | SpeakerChoice::New(name) => {
            Request::SaidBy(range, Some(name.clone()))
        }
        SpeakerChoice::Nobody => Request::SaidBy(range, None),
        SpeakerChoice::Swap { one, other } => {
            Request::SwapSpeakers(range.start(), [one.clone(), other.clone()])
        }
    });
}

/// What a row says, and what stands faintly after it.
fn words_of(choice: &SpeakerChoice) -> (String, String) {
    match choice {
        SpeakerChoice::Known {
            name,
            asks,
            turns,
            now,
        } => {
            let turns = counted(u64::try_from(*turns).unwrap_or(u64::MAX), "turn", "turns");
            let asks = if *asks { "asks, " } else { "" };
            let now = if *now { ", as it is" } else { "" };
            (name.clone(), format!("{asks}{turns}{now}"))
        }
        SpeakerChoice::New(name) => (format!("New speaker “{name}”"), String::new()),
        SpeakerChoice::Nobody => ("Nobody".to_owned(), "a heading, a note".to_owned()),
        SpeakerChoice::Swap { one, other } => (
            format!("Swap {one} and {other}"),
            "from here to the end".to_owned(),
        ),
    }
}

fn choice_ui(
    choice: Option<&SpeakerChoice>,
    marked: bool,
    desk: &Desk,
    ui: &mut Ui,
) -> (Rect, bool) {
    let Some(choice) = choice else {
        return (Rect::NOTHING, false);
    };
    let (words, note) = words_of(choice);
    let label = match choice {
        SpeakerChoice::Known { name, .. } => format!("Said by {name}"),
        SpeakerChoice::Nobody => "Said by nobody".to_owned(),
        SpeakerChoice::New(_) | SpeakerChoice::Swap { .. } => words.clone(),
    };
    let (rect, response) = rows::row_ui(ui, desk.theme, size::ROW + 2.0, marked, &label);
    if ui.is_rect_visible(rect) {
        let from = rows::left_middle(rect, 12.0);
        let room = rect.width() - 24.0;
        let drawn = Pen::text(desk.theme).left(ui.painter(), from, &words, room);
        let at = pos2(drawn.right() + 10.0, rect.center().y);
        let left = rect.right() - 12.0 - at.x;
        if left > 30.0 {
            Pen::note(desk.theme).left(ui.painter(), at, &note, left);
        }
    }
    (rect, response.clicked())
}
