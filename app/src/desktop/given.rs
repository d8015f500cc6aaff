//! A table whose totals are to be checked, read from a file off the screen.

use std::path::PathBuf;

use egui::Context;

use crate::data::DataRequest;
use crate::desktop::{Answer, Desktop};
use crate::intake::table::Table;
use crate::message::Trouble;
use crate::outbox::Request;
use crate::view::files::FileAsk;

impl Desktop {
    /// Asks for a file with a table.
    pub(super) fn open_given(&mut self, ctx: &Context) {
        let endings = ["csv", "xlsx", "ods"];
        let ask = FileAsk::one("Check the totals of a table", "Table", &endings);
        self.ask_file(ctx, ask, |path| Request::Data(DataRequest::ReadGiven(path)));
    }

    /// Reads a table: what it holds then stands where it could have been pasted.
    pub(super) fn read_given(&mut self, ctx: &Context, path: PathBuf) {
        self.jobs.start("Reading the table", ctx, move |_| {
            let read = Table::read(&path).map(|table| {
                let rows = table.rows.iter().map(|row| row.cells.join("\t"));
                let lines: Vec<String> = std::iter::once(table.headings.join("\t"))
                    .chain(rows)
                    .collect();
                lines.join("\n")
            });
            Answer::Given(Box::new(read))
        });
    }

    pub(super) fn take_given(&mut self, read: Result<String, Trouble>) {
        match read {
            Ok(text) => {
                self.given += 1;
                self.state.data.given = Some((self.given, text));
            }
            Err(trouble) => self.tell_trouble(&trouble),
        }
    }
}
