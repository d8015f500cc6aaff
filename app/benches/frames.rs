//! How long a frame of the reader takes: a source of a million characters with 5,000 overlapping codings, at 1280x800.
//! What is timed is all that the processor does for a frame: input, layout, drawing and cutting into triangles.

#![expect(
    clippy::unwrap_used,
    reason = "a bench that cannot be set up should stop"
)]
#![expect(clippy::print_stdout, reason = "the table is what this is for")]

use std::time::{Duration, Instant};

use app::desktop::Desktop;
use app::settings::Settings;
use app::theme;
use egui::{Context, Event, Key, Modifiers, Pos2, RawInput, Rect, vec2};
use interchange::transcripts::{ImportOptions, read_transcript};
use project::text::CharRange;
use project::{Edit, NewCode, NewCoding, Session, SystemStamps, Workspace};

/// Frames of each kind that are timed.
const FRAMES: usize = 400;

fn main() {
    let mut bench = Bench::new(workspace());
    println!("A million characters, 5,000 codings, 1280x800; {FRAMES} frames each");
    println!("{:<34} {:>8} {:>8} {:>8}", "", "p50 ms", "p99 ms", "max ms");
    bench.table("standing still", |_| Vec::new());
    bench.table("page down", |_| press(Key::PageDown, Modifiers::NONE));
    bench.frame(press(Key::Home, Modifiers::NONE));
    bench.table("turn by turn", |_| press(Key::ArrowDown, Modifiers::NONE));
    bench.table("selecting sentence by sentence", |_| {
        press(Key::ArrowRight, Modifiers::SHIFT)
    });
    bench.frame(press(Key::C, Modifiers::NONE));
    assert!(bench.desktop.sheet().is_some(), "the palette is open");
    bench.table("typing in the palette", |nth| {
        let letter = ["w", "a", "i", "t"][nth % 4];
        if nth % 8 < 4 {
            vec![Event::Text(letter.to_owned())]
        } else {
            press(Key::Backspace, Modifiers::NONE)
        }
    });
}

fn press(key: Key, modifiers: Modifiers) -> Vec<Event> {
    [true, false]
        .map(|pressed| Event::Key {
            key,
            physical_key: None,
            pressed,
            repeat: false,
            modifiers,
        })
        .into()
}

/// A desktop without a window.
struct Bench {
    ctx: Context,
    desktop: Desktop,
    frames: u32,
}

impl Bench {
    fn new(workspace: Workspace) -> Self {
        let ctx = Context::default();
        ctx.set_fonts(theme::definitions());
        let mut desktop = Desktop::new(Settings::default(), None);
        desktop.take_workspace(workspace);
        let mut bench = Self {
            ctx,
            desktop,
            frames: 0,
        };
        for _ in 0..20 {
            bench.frame(Vec::new());
        }
        bench
    }

    fn frame(&mut self, events: Vec<Event>) -> Duration {
        self.frames += 1;
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, vec2(1280.0, 800.0))),
            time: Some(f64::from(self.frames) / 60.0),
            focused: true,
            events,
            ..RawInput::default()
        };
        let began = Instant::now();
        let output = self.ctx.run_ui(input, |ui| self.desktop.frame(ui));
        let triangles = self.ctx.tessellate(output.shapes, output.pixels_per_point);
        let took = began.elapsed();
        assert!(!triangles.is_empty(), "nothing was drawn");
        took
    }

    fn table(&mut self, what: &str, events: impl Fn(usize) -> Vec<Event>) {
        let mut times: Vec<Duration> = (0..FRAMES).map(|nth| self.frame(events(nth))).collect();
        times.sort_unstable();
        let at =
            |percent: usize| times[(FRAMES * percent / 100).min(FRAMES - 1)].as_secs_f64() * 1e3;
        println!(
            "{what:<34} {:>8.2} {:>8.2} {:>8.2}",
            at(50),
            at(99),
            at(100)
        );
    }
}

fn workspace() -> Workspace {
    let session = Session {
        coder: "Bench".into(),
        host: "bench".into(),
        stamps: Box::new(SystemStamps),
    };
    let mut workspace = Workspace::in_memory("Bench", session).unwrap();
    let turn = "We waited and then she came and it was better than before. ".repeat(6);
    let text: String = (0..3_500)
        .flat_map(|nth| {
            let label = if nth % 2 == 0 { "I: " } else { "P1: " };
            [label, &turn, "Yes.\n"]
        })
        .collect();
    assert!(text.len() > 1_000_000);
    let read = read_transcript("Long.txt", text.as_bytes(), &ImportOptions::default()).unwrap();
    workspace
        .edit(Edit::AddSource(Box::new(read.source.unwrap())))
        .unwrap();
    for nth in 0..40 {
        let code = NewCode {
            name: format!("Code {nth}"),
            ..NewCode::default()
        };
        workspace.edit(Edit::AddCode(code)).unwrap();
    }
    let project = workspace.snapshot();
    let codes: Vec<_> = project.codes().iter().map(|code| code.id).collect();
    let source = project.source_named("Long").unwrap();
    let words = workspace.texts().of(source).unwrap();
    let edits = (0..5_000_u32).map(|n| {
        let start = n * 240 % 1_200_000 + n % 7;
        let range = CharRange::of(start, start + 90 + n % 400);
        Edit::ApplyCode(NewCoding {
            id: None,
            source: source.id,
            range,
            quote: words.slice(range).to_owned(),
            code: codes[n as usize % codes.len()],
            coder: None,
            memo: String::new(),
            weight: None,
        })
    });
    let edits = edits.collect();
    let label = "Coded all of it".into();
    workspace.edit(Edit::Batch { label, edits }).unwrap();
    workspace
}
