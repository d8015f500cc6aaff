//! What every command has at hand: where to print, who edits, how to open a project.

use std::fmt::Display;
use std::io::{self, Write};
use std::path::Path;

use project::{Edit, Session, SystemStamps, Workspace};
use serde::Serialize;

use super::{DONE, FAILED, Surroundings};
use crate::intake::{Prepared, file_name};
use crate::message::Trouble;

/// Where to print, and who edits.
pub(crate) struct Context<'a> {
    out: &'a mut dyn Write,
    err: &'a mut dyn Write,
    surroundings: Surroundings,
}

/// Why a command ends early.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Something went wrong, to be told in one line.
    Trouble(Box<Trouble>),
    /// It was told already, in several lines.
    Told,
    /// Printing failed.
    Output(io::Error),
}

impl<T: Into<Trouble>> From<T> for Failure {
    fn from(trouble: T) -> Self {
        Self::Trouble(Box::new(trouble.into()))
    }
}

impl<'a> Context<'a> {
    /// A coder given on the command line goes before the one of the surroundings.
    pub(crate) fn new(
        out: &'a mut dyn Write,
        err: &'a mut dyn Write,
        around: Surroundings,
        coder: Option<String>,
    ) -> Self {
        Self {
            out,
            err,
            surroundings: Surroundings {
                coder: coder.or(around.coder),
                ..around
            },
        }
    }

    /// Where search indexes are kept, if not in the user's cache folder.
    pub(crate) fn cache(&self) -> Option<&Path> {
        self.surroundings.cache.as_deref()
    }

    /// Prints a line of what was asked for.
    pub(crate) fn line(&mut self, text: impl Display) -> Result<(), Failure> {
        writeln!(self.out, "{text}").map_err(Failure::Output)
    }

    /// Prints the one JSON document that was asked for.
    pub(crate) fn json(&mut self, document: &impl Serialize) -> Result<(), Failure> {
        let text = serde_json::to_string_pretty(document)
            .map_err(|error| Failure::Output(error.into()))?;
        self.line(text)
    }

    /// Says on standard error what was not as it should be, or what takes long.
    pub(crate) fn note(&mut self, text: impl Display) -> Result<(), Failure> {
        let text = text.to_string().replace(['\n', '\r'], " ");
        writeln!(self.err, "vouch: {text}").map_err(Failure::Output)
    }

    /// Shows the lines printed so far, before something that takes long.
    pub(crate) fn flush(&mut self) -> Result<(), Failure> {
        self.out.flush().map_err(Failure::Output)
    }

    /// Opens a project that is there.
    pub(crate) fn open(&self, path: &Path) -> Result<Workspace, Trouble> {
        Workspace::open(path, self.session()).map_err(|error| Trouble::store(path, error))
    }

    /// Makes a project that is not there yet.
    pub(crate) fn create(&self, path: &Path, name: &str) -> Result<Workspace, Trouble> {
        Workspace::create(path, name, self.session()).map_err(|error| Trouble::store(path, error))
    }

    /// Applies what a table asks for as one step, after telling what was left out. Where nothing is left it fails.
    pub(crate) fn apply(
        &mut self,
        workspace: &mut Workspace,
        table: &Path,
        label: String,
        prepared: Prepared,
    ) -> Result<(), Failure> {
        if let ([why], 0) = (prepared.warnings.as_slice(), prepared.taken) {
            return Err(Trouble::NoRow {
                file: table.to_owned(),
                why: why.clone(),
            }
            .into());
        }
        for warning in &prepared.warnings {
            self.note(format_args!("{}: {warning}", file_name(table)))?;
        }
        if prepared.taken == 0 {
            let why = format!("{} rows do not fit", prepared.warnings.len());
            return Err(Trouble::NoRow {
                file: table.to_owned(),
                why,
            }
            .into());
        }
        if !prepared.edits.is_empty() {
            workspace.edit(Edit::Batch {
                label,
                edits: prepared.edits,
            })?;
        }
        Ok(())
    }

    /// Who edits, and where.
    pub(crate) fn session(&self) -> Session {
        session(self.surroundings.coder.as_deref())
    }

    /// Turns how a command ended into its exit code, telling what went wrong.
    pub(crate) fn finish(mut self, ran: Result<(), Failure>) -> u8 {
        match ran {
            Ok(()) => DONE,
            Err(Failure::Told) => FAILED,
            // Whoever closed the pipe has read enough.
            Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => DONE,
            Err(Failure::Output(error)) => self.tell(&Trouble::Output(error)),
            Err(Failure::Trouble(trouble)) => self.tell(&trouble),
        }
    }

    fn tell(&mut self, trouble: &Trouble) -> u8 {
        // Where standard error is closed there is nobody left to tell; the exit code still says it.
        match self.note(trouble.message().one_line()) {
            Ok(()) | Err(_) => FAILED,
        }
    }
}

/// Who edits and where: the name given, else the name the person logs in with.
#[must_use]
pub(crate) fn session(coder: Option<&str>) -> Session {
    let coder = coder
        .map(str::to_owned)
        .filter(|name| !name.trim().is_empty())
        .or_else(|| {
            whoami::realname()
                .ok()
                .filter(|name| !name.trim().is_empty())
        })
        .or_else(|| whoami::username().ok())
        .unwrap_or_else(|| "Coder".to_owned());
    let host = whoami::hostname().unwrap_or_else(|_| "this computer".to_owned());
    Session {
        coder: coder.trim().to_owned(),
        host,
        stamps: Box::new(SystemStamps),
    }
}
