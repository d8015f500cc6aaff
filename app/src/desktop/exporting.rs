//! Files out: where to write is asked, then written off the screen, then told.

use std::path::PathBuf;
use std::sync::Arc;

use egui::Context;
use interchange::ExportError;
use interchange::excerpts::{ExcerptBook, ExcerptFilter as Wanted, save_excerpts};
use interchange::tables::save_table;
use project::{CodingId, Stamps as _, SystemStamps};

use crate::data::{DataRequest, TableOut};
use crate::desk::{ExcerptFilter, Notice, Tone};
use crate::desktop::{Answer, Desktop};
use crate::outbox::Request;
use crate::view::excerpts::{Arrange, excerpt_list};
use crate::view::matrix;
use crate::view::sources::counted;

/// How writing a file ended.
pub struct Written {
    path: PathBuf,
    /// What the file holds: "41 excerpts".
    what: String,
    outcome: Result<(), ExportError>,
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
        self.dialog(ctx, move || {
            let path = ask_where("Export excerpts", "Excerpts", format)?;
            Some(Request::Data(DataRequest::WriteExcerpts(path, codings)))
        });
    }

    /// Asks where to write a table, and writes it there.
    pub(super) fn export_table(&mut self, ctx: &Context, table: TableOut) {
        self.dialog(ctx, move || {
            let name = format!("Codes by {}", table.by.to_lowercase());
            let path = ask_where("Export table", &name, table.format)?;
            Some(Request::Data(DataRequest::WriteTable(path, table)))
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
            let outcome = save_excerpts(&book, &path);
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
            let shown = matrix::table(&out.counted.matrix, &out.counted.codes, &tree, out.layout);
            let table = matrix::table_out(&project, &out.counted.matrix, &shown, &out.by);
            let outcome = save_table(&table, &path);
            let what = format!(
                "the table of {}",
                counted(
                    u64::try_from(table.rows.len()).unwrap_or(u64::MAX),
                    "row",
                    "rows"
                )
            );
            Answer::Written(Box::new(Written {
                path,
                what,
                outcome,
            }))
        });
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
            Err(error) => self.tell_trouble(&error.into()),
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

/// Asks where to write a file; the name gets the format's ending where it has none.
pub(super) fn ask_where(title: &str, name: &str, format: &'static str) -> Option<PathBuf> {
    let file = format!("{name}.{format}");
    let dialog = rfd::FileDialog::new().set_title(title).set_file_name(file);
    let path = dialog
        .add_filter(format.to_uppercase(), &[format])
        .save_file()?;
    Some(if path.extension().is_none() {
        path.with_extension(format)
    } else {
        path
    })
}
