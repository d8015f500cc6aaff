//! Files out: where to write is asked, then written off the screen, then told.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use analysis::Ground;
use egui::Context;
use interchange::excerpts::{ExcerptBook, ExcerptFilter as Wanted, save_excerpts};
use interchange::save_file;
use interchange::tables::{Cell, Table, TableFormat, save_table, tab_separated};
use project::{CodingId, Project, Stamps as _, SystemStamps};

use crate::chart::{self, Picture};
use crate::data::{Charted, DataRequest, Shown, TableOut};
use crate::desk::{ExcerptFilter, Notice, Tone};
use crate::desktop::{Answer, Desktop};
use crate::message::Trouble;
use crate::outbox::Request;
use crate::view::cases::{CasesFound, CasesPart, Form};
use crate::view::excerpts::{Arrange, excerpt_list};
use crate::view::sources::counted;
use crate::view::{agreement, cases, frame, framework, matrix, themes, words};

/// How writing a file ended.
pub struct Written {
    path: PathBuf,
    /// What the file holds: "41 excerpts".
    what: String,
    outcome: Result<(), Trouble>,
}

impl Desktop {
    /// Asks where to write the excerpts that are listed.
    pub(super) fn ask_export(&mut self, ctx: &Context) {
        let codings = self.listed(&self.state.excerpts);
        self.export_excerpts(ctx, codings, "docx");
    }

    /// Asks where to write excerpts, and writes them there.
    pub(super) fn export_excerpts(
        &mut self,
        ctx: &Context,
        codings: Vec<CodingId>,
        format: &'static str,
    ) {
        if codings.is_empty() {
            let notice = Notice::new(Tone::Warn, "There are no excerpts to export.");
            self.tell(notice.with("Code some words first, or loosen the filter."));
            return;
        }
        self.ask_where(ctx, "Export excerpts", "Excerpts", format, |path| {
            Request::Data(DataRequest::WriteExcerpts(path, codings))
        });
    }

    /// Asks where to write a table, and writes it there.
    pub(super) fn export_table(&mut self, ctx: &Context, table: TableOut) {
        let Some(open) = &self.open else { return };
        let ask = table.counted.ask;
        let name = matrix::table_name(&open.project, ask.rows, ask.columns);
        self.ask_where(ctx, "Export table", &name, table.format, |path| {
            Request::Data(DataRequest::WriteTable(path, table))
        });
    }

    /// Writes the excerpts that a filter lets through to a file.
    pub(super) fn export(&mut self, ctx: &Context, path: PathBuf, filter: &ExcerptFilter) {
        let codings = self.listed(filter);
        self.write_excerpts(ctx, path, codings);
    }

    /// Writes excerpts to a file off the screen, in the format its name says.
    pub(super) fn write_excerpts(&mut self, ctx: &Context, path: PathBuf, codings: Vec<CodingId>) {
        let Some(open) = &self.open else { return };
        let project = Arc::clone(&open.project);
        let at = SystemStamps.now();
        let found_by = self.found_by();
        self.jobs.start("Exporting", ctx, move |_| {
            let all = codings.len() == project.codings().len();
            let wanted = Wanted {
                codings: (!all).then(|| codings.into_iter().collect()),
                found_by,
                ..Wanted::default()
            };
            let book = ExcerptBook::of(&project, &wanted, at);
            let rows = u64::try_from(book.rows.len()).unwrap_or(u64::MAX);
            let what = counted(rows, "quote", "quotes");
            let outcome = save_excerpts(&book, &path).map_err(Trouble::from);
            Answer::Written(Box::new(Written {
                path,
                what,
                outcome,
            }))
        });
    }

    /// Writes a table to a file off the screen, in the format its name says.
    pub(super) fn write_table(&mut self, ctx: &Context, path: PathBuf, out: TableOut) {
        let Some(open) = &self.open else { return };
        let (project, tree) = (Arc::clone(&open.project), Arc::clone(&open.tree));
        self.jobs.start("Exporting", ctx, move |_| {
            let shown = matrix::table(&out.counted, &tree, out.layout);
            let table = matrix::table_out(&project, &out.counted, &shown, holds_trace(&path));
            let outcome = save_table(&table, &path).map_err(Trouble::from);
            let what = format!("the table of {}", rows_of(&table));
            Answer::Written(Box::new(Written {
                path,
                what,
                outcome,
            }))
        });
    }

    /// Copies a table as a document or spreadsheet takes it: cells parted by tabs.
    pub(super) fn copy_table(&mut self, ctx: &Context, out: &TableOut) {
        let Some(open) = &self.open else { return };
        let shown = matrix::table(&out.counted, &open.tree, out.layout);
        let table = matrix::table_out(&open.project, &out.counted, &shown, false);
        self.copy_out(ctx, &table);
    }

    /// Asks where to write what a view shows, and writes it there.
    pub(super) fn export_shown(&mut self, ctx: &Context, shown: Shown, format: &'static str) {
        let name = shown.file_name();
        self.ask_where(ctx, "Export table", &name, format, |path| {
            Request::Data(DataRequest::WriteShown(path, shown))
        });
    }

    /// Writes what a view shows to a file off the screen, in the format its name says.
    pub(super) fn write_shown(&mut self, ctx: &Context, path: PathBuf, shown: Shown) {
        let Some(open) = &self.open else { return };
        let project = Arc::clone(&open.project);
        self.jobs.start("Exporting", ctx, move |_| {
            // A name that asks for no known format is refused when it comes to writing.
            let format = TableFormat::of(&path).unwrap_or(TableFormat::Csv);
            let table = laid_out(&project, &shown, Form::of(format));
            let outcome = save_table(&table, &path).map_err(Trouble::from);
            let what = format!("the table of {}", rows_of(&table));
            Answer::Written(Box::new(Written {
                path,
                what,
                outcome,
            }))
        });
    }

    /// Asks where to save a chart, and saves it there.
    pub(super) fn save_chart(
        &mut self,
        ctx: &Context,
        charted: Arc<Charted>,
        format: &'static str,
    ) {
        let name = Shown::Chart(Arc::clone(&charted)).file_name();
        self.ask_where(ctx, "Save chart", &name, format, |path| {
            Request::Data(DataRequest::WriteChart(path, charted))
        });
    }

    /// Saves a chart to a file off the screen: as pixels if its name ends in png, else as svg.
    pub(super) fn write_chart(&mut self, ctx: &Context, path: PathBuf, charted: Arc<Charted>) {
        self.jobs.start("Exporting", ctx, move |_| {
            let svg = &charted.picture.svg;
            let as_pixels = path
                .extension()
                .is_some_and(|ending| ending.eq_ignore_ascii_case("png"));
            let bytes = if as_pixels {
                chart::png(svg).map_err(Trouble::from)
            } else {
                Ok(svg.clone().into_bytes())
            };
            let outcome = bytes.and_then(|bytes| save_file(&path, &bytes).map_err(Trouble::from));
            Answer::Written(Box::new(Written {
                path,
                what: "the chart".to_owned(),
                outcome,
            }))
        });
    }

    /// Copies what a view shows.
    pub(super) fn copy_shown(&mut self, ctx: &Context, shown: &Shown) {
        let Some(open) = &self.open else { return };
        let table = laid_out(&open.project, shown, Form::Bare);
        self.copy_out(ctx, &table);
    }

    /// Copies any table.
    fn copy_out(&mut self, ctx: &Context, table: &Table) {
        ctx.copy_text(tab_separated(table));
        let text = format!("Copied the table of {}.", rows_of(table));
        let more = "Paste it into a document or a spreadsheet.";
        self.tell(Notice::new(Tone::Good, text).with(more));
    }

    pub(super) fn take_written(&mut self, written: Written) {
        match written.outcome {
            Ok(()) => {
                let path = written.path.display().to_string();
                self.tell(Notice::new(
                    Tone::Good,
                    format!("Wrote {} to {path}.", written.what),
                ));
            }
            Err(error) => self.tell_trouble(&error),
        }
    }

    /// How the excerpts that are listed were chosen, in words.
    fn found_by(&self) -> String {
        let filter = &self.state.excerpts;
        if let Some(only) = &filter.only {
            return only.words.clone();
        }
        let path = self
            .open
            .as_ref()
            .zip(filter.code)
            .map(|(open, code)| open.code_path(code));
        path.unwrap_or_default()
    }

    fn listed(&self, filter: &ExcerptFilter) -> Vec<CodingId> {
        let Some(open) = &self.open else {
            return Vec::new();
        };
        let list = excerpt_list(
            &open.project,
            &open.tree,
            filter,
            Arrange::ByGroup,
            open.coder,
        );
        list.rows.into_iter().map(|row| row.coding).collect()
    }
}

/// A view's table with all that goes into a file of it.
fn laid_out(project: &Project, shown: &Shown, form: Form) -> Table {
    let with_trace = form == Form::Trace;
    match shown {
        Shown::Themes(found, by) => themes::themes_out(project, found, by, with_trace),
        Shown::Framework(laid) => framework::framework_out(project, &laid.framework, with_trace),
        Shown::Board(laid) => frame::board_out(project, &laid.board, with_trace),
        Shown::Words(found) => match found.as_ref() {
            Ok(table) => words::words_out(project, table, &table.order, with_trace),
            Err(_) => Table::default(),
        },
        Shown::Cases(found) => cases_shown_out(project, found, form),
        Shown::Agreement(agreed) => match agreed.as_ref() {
            Ok(compared) => agreement::agreement_out(project, compared, with_trace),
            Err(_) => Table::default(),
        },
        Shown::Chart(charted) => chart_out(project, &charted.picture, with_trace),
    }
}

/// The part of the case data that is shown.
fn cases_shown_out(project: &Project, found: &CasesFound, form: Form) -> Table {
    match &found.part {
        CasesPart::All => cases::cases_out(project, &found.all),
        CasesPart::Crossed(crossed) => {
            let names = (crossed.names.0.as_str(), crossed.names.1.as_str());
            let note = crossed.table.note();
            cases::crosstab_out(&Ground::new(project), &crossed.table, names, note, form)
        }
        CasesPart::Compared(table) => cases::compare_out(&Ground::new(project), table, form),
    }
}

/// A chart's table, with the quotes behind its cells if asked.
fn chart_out(project: &Project, picture: &Picture, with_trace: bool) -> Table {
    let mut table = picture.table.clone();
    for (row, cells) in table
        .rows
        .iter()
        .zip(&picture.behind)
        .filter(|_| with_trace)
    {
        let Some(Cell::Text(name)) = row.first() else {
            continue;
        };
        for (column, codings) in table.columns.iter().zip(cells).skip(1) {
            let place = (name.clone(), column.clone());
            table
                .trace
                .extend(matrix::quotes_out(project, &place, codings));
        }
    }
    table
}

/// Whether a file of that name has room for the quotes behind the numbers.
fn holds_trace(path: &Path) -> bool {
    TableFormat::of(path).is_ok_and(TableFormat::holds_trace)
}

fn rows_of(table: &Table) -> String {
    let rows = u64::try_from(table.rows.len()).unwrap_or(u64::MAX);
    counted(rows, "row", "rows")
}
