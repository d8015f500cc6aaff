//! Where everything stands in the window.

use egui::{Align2, CentralPanel, Color32, Frame, Id, LayerId, Margin, Order, Panel, Ui, vec2};

use crate::desk::{Desk, Sheet, View};
use crate::desktop::Desktop;
use crate::outbox::Outbox;
use crate::panels::Panels;
use crate::panels::{
    agreement, bars, cases, charts, codebook, corner, details, excerpts, framework, history,
    matrix, memos, ratings, reader, search, sets, sheets, sources, themes, waiting, welcome,
};
use crate::theme::{Theme, size, strong_font};

/// From this width on there is room for two sources and both columns.
const WIDE: f32 = 1600.0;

/// From this width on the columns beside the text are wider.
const ROOMY: f32 = 2000.0;

impl Desktop {
    /// Draws the window.
    pub(super) fn shell_ui(&mut self, ui: &mut Ui) {
        let Self {
            open,
            state,
            standing,
            settings,
            theme,
            jobs,
            panels,
            out,
            now,
            ..
        } = self;
        let theme = &*theme;
        let project = open.as_ref().map(|open| open.project.info().name.clone());
        Panel::top("menus")
            .frame(bar_frame(theme.bar, 8, 2))
            .show(ui, |ui| bars::menus_ui(standing, ui, out));
        Panel::top("top")
            .exact_size(size::TOP_BAR)
            .frame(bar_frame(theme.bar, 14, 0))
            .show(ui, |ui| {
                bars::top_ui(project.as_deref(), state, standing, theme, ui, out);
            });
        let desk = Self::desk(
            open.as_ref(),
            state,
            standing,
            settings,
            theme,
            jobs.running(),
            *now,
        );
        Panel::bottom("status")
            .exact_size(size::STATUS)
            .frame(bar_frame(theme.bar, 14, 0))
            .show(ui, |ui| match &desk {
                Some(desk) => bars::status_ui(&mut panels.status, desk, ui, out),
                None => {
                    ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                        bars::jobs_ui(jobs.running(), theme, ui, out);
                    });
                }
            });
        let page = Frame::new().fill(theme.paper);
        if let Some(desk) = &desk {
            view_ui(panels, desk, page, ui, out);
            waiting::waiting_ui(&mut panels.waiting, desk, ui, out);
            let caret = panels.readers.at(desk.side).caret;
            sheets::project_sheets_ui(&mut panels.sheets, desk, caret, ui, out);
        } else {
            CentralPanel::no_frame().frame(page).show(ui, |ui| {
                welcome::welcome_ui(&settings.recent, !jobs.running().is_empty(), theme, ui, out);
            });
        }
        if let Some(sheet) = &state.sheet {
            let known = settings.coder_name();
            sheets::plain_sheets_ui(&mut panels.sheets, sheet, &known, standing, theme, ui, out);
        }
        corner::corner_ui(&state.notices, theme, ui, out);
        if ui.input(|input| !input.raw.hovered_files.is_empty()) {
            drop_hint(theme, ui);
        }
    }

    /// Whether a sheet is open that wants the keys.
    #[must_use]
    pub fn sheet(&self) -> Option<&Sheet> {
        self.state.sheet.as_ref()
    }
}

/// Draws the view that is shown, and for the reader the columns beside it.
fn view_ui(panels: &mut Panels, desk: &Desk, page: Frame, ui: &mut Ui, out: &mut Outbox) {
    let state = desk.state;
    let column = Frame::new()
        .fill(desk.theme.panel)
        .inner_margin(Margin::symmetric(10, 8));
    if state.view == View::Read && !state.focus_mode {
        // A wide window has columns of its own: names are not cut off where there is room for them.
        let roomy = ui.available_width() >= ROOMY;
        let room = if roomy { 1.35 } else { 1.0 };
        let column = |panel: Panel, width: f32| {
            panel
                .default_size(width * room)
                .size_range(170.0..=600.0)
                .resizable(true)
                .frame(column)
        };
        // Two sources need the room: in a window that is not wide, the list of sources makes it.
        if state.beside.is_none() || ui.available_width() >= WIDE {
            column(Panel::left(Id::unique(("sources", roomy))), 208.0).show(ui, |ui| {
                sources::sources_ui(&mut panels.sources, desk, ui, out);
            });
        }
        column(Panel::right(Id::unique(("codebook", roomy))), 276.0).show(ui, |ui| {
            codebook::codebook_ui(&mut panels.codebook, desk, ui, out);
        });
    }
    let margin = if state.view == View::Read {
        Margin::ZERO
    } else {
        Margin::same(20)
    };
    let middle = CentralPanel::no_frame().frame(page.inner_margin(margin));
    middle.show(ui, |ui| match state.view {
        View::Read => reader::beside::readers_ui(&mut panels.readers, desk, ui, out),
        View::Excerpts => excerpts::excerpts_ui(&mut panels.excerpts, desk, ui, out),
        View::Search => search::search_ui(&mut panels.search, desk, ui, out),
        View::Matrix => matrix::matrix_ui(&mut panels.matrix, desk, ui, out),
        View::Themes => themes::themes_ui(&mut panels.themes, desk, ui, out),
        View::Framework => framework::framework_ui(&mut panels.framework, desk, ui, out),
        View::Ratings => ratings::ratings_ui(&mut panels.ratings, desk, ui, out),
        View::Cases => cases::cases_ui(&mut panels.cases, desk, ui, out),
        View::Agreement => agreement::agreement_ui(&mut panels.agreement, desk, ui, out),
        View::Charts => charts::charts_ui(&mut panels.charts, desk, ui, out),
    });
    if let Some(Sheet::Details(source)) = state.sheet {
        details::details_ui(&mut panels.details, source, desk, ui, out);
    } else if let Some(Sheet::Sets(set)) = state.sheet {
        sets::sets_ui(&mut panels.sets, set, desk, ui, out);
    } else if state.sheet == Some(Sheet::History) {
        history::history_ui(&mut panels.history, desk, ui, out);
    } else if matches!(state.sheet, Some(Sheet::Memos | Sheet::Journal)) {
        memos::memos_ui(&mut panels.memos, desk, ui, out);
    }
}

fn bar_frame(fill: Color32, sides: i8, ends: i8) -> Frame {
    Frame::new()
        .fill(fill)
        .inner_margin(Margin::symmetric(sides, ends))
}

/// What a drop would do, while files are held over the window.
fn drop_hint(theme: &Theme, ui: &Ui) {
    let painter = ui
        .ctx()
        .layer_painter(LayerId::new(Order::Foreground, Id::unique("drop")));
    let screen = ui.ctx().content_rect();
    painter.rect_filled(screen, 0.0, theme.paper.gamma_multiply(0.85));
    painter.rect_stroke(
        screen.shrink(14.0),
        size::ROUND_LARGE,
        (2.0, theme.accent),
        egui::StrokeKind::Inside,
    );
    painter.text(
        screen.center() + vec2(0.0, -4.0),
        Align2::CENTER_CENTER,
        "Drop to import",
        strong_font(size::HEADING),
        theme.accent,
    );
}
