//! Plain text and Markdown: the source's text is the file's, cleaned, and nothing else.

use super::encoding::decode;
use super::error::ImportError;
use super::format::{Draft, File, Format, Reader};
use super::messages;
use super::script::Script;
use crate::Warning;

/// Plain text.
pub(super) struct Text;

/// Markdown. Marks of bold around labels are understood, none is taken out.
pub(super) struct Markdown;

impl Reader for Text {
    fn format(&self) -> Format {
        Format::Text
    }

    fn endings(&self) -> &'static [&'static str] {
        &["txt", "text", "log"]
    }

    fn knows(&self, _: &File<'_>) -> bool {
        false
    }

    fn read(&self, file: &File<'_>, warnings: &mut Vec<Warning>) -> Result<Draft, ImportError> {
        read(file, warnings)
    }
}

impl Reader for Markdown {
    fn format(&self) -> Format {
        Format::Markdown
    }

    fn endings(&self) -> &'static [&'static str] {
        &["md", "markdown"]
    }

    fn knows(&self, _: &File<'_>) -> bool {
        false
    }

    fn read(&self, file: &File<'_>, warnings: &mut Vec<Warning>) -> Result<Draft, ImportError> {
        read(file, warnings)
    }
}

fn read(file: &File<'_>, warnings: &mut Vec<Warning>) -> Result<Draft, ImportError> {
    let decoded = decode(file.bytes)?;
    warnings.extend(decoded.warnings);
    let mut script = Script::of_text(project::text::clean(&decoded.text));
    messages::mark(&mut script);
    Ok(Draft::Script(script))
}
