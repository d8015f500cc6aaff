//! Spreadsheets as Vouch writes them: a frozen heading row with filters, wrapped text, and never a formula.

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use crate::export::ExportError;

/// The most UTF-16 units that a cell holds.
const CELL_LIMIT: usize = 32_767;

/// The most rows below the heading that a sheet holds.
const ROW_LIMIT: usize = 1_048_575;

/// How wide a column is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Width {
    /// Room for a number or a short word.
    Word,
    /// Room for a name or a path.
    Title,
    /// Room for sentences, which wrap.
    Prose,
}

impl Width {
    /// In the width of a digit.
    fn digits(self) -> f64 {
        match self {
            Self::Word => 12.0,
            Self::Title => 28.0,
            Self::Prose => 64.0,
        }
    }
}

impl From<XlsxError> for ExportError {
    fn from(source: XlsxError) -> Self {
        Self::Workbook {
            source: Box::new(source),
        }
    }
}

/// A workbook being written.
pub(crate) struct Book {
    workbook: Workbook,
    /// Cells that were longer than a spreadsheet holds.
    cut: usize,
}

impl Book {
    /// An empty workbook that bears no date, so that the same content gives the same bytes.
    pub(crate) fn new() -> Self {
        let mut workbook = Workbook::new();
        let mut properties = DocProperties::new();
        if let Ok(at) = ExcelDateTime::from_ymd(2000, 1, 1) {
            properties = properties.set_creation_datetime(&at);
        }
        workbook.set_properties(&properties);
        Self { workbook, cut: 0 }
    }

    /// How many cells had to be cut so far.
    pub(crate) fn cut(&self) -> usize {
        self.cut
    }

    /// Adds a sheet under a name that spreadsheets allow: see [`sheet_name`].
    pub(crate) fn sheet(&mut self, name: &str) -> Sheet<'_> {
        let worksheet = self.workbook.add_worksheet();
        // A name that is refused after all leaves the sheet with its number for a name.
        if worksheet.set_name(name).is_err() {
            debug_assert!(false, "“{name}” is no sheet's name");
        }
        Sheet {
            worksheet,
            cut: &mut self.cut,
            row: 0,
            columns: 0,
            wrapped: Format::new().set_text_wrap().set_align(FormatAlign::Top),
            top: Format::new().set_align(FormatAlign::Top),
            heading: Format::new()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Top)
                .set_background_color(0x00E8_ECF1)
                .set_border_bottom(FormatBorder::Thin),
        }
    }

    /// The file's bytes.
    pub(crate) fn bytes(mut self) -> Result<Vec<u8>, ExportError> {
        Ok(self.workbook.save_to_buffer()?)
    }
}

/// A sheet being written from the top down. The first row is the headings'.
pub(crate) struct Sheet<'b> {
    worksheet: &'b mut Worksheet,
    cut: &'b mut usize,
    row: u32,
    columns: u16,
    wrapped: Format,
    top: Format,
    heading: Format,
}

impl Sheet<'_> {
    /// Writes a heading and gives its column a width.
    pub(crate) fn heading(
        &mut self,
        nth: usize,
        text: &str,
        width: Width,
    ) -> Result<(), ExportError> {
        let column = column(nth)?;
        let text = self.fitting(text);
        self.worksheet.set_column_width(column, width.digits())?;
        self.worksheet
            .write_string_with_format(0, column, text, &self.heading)?;
        self.columns = self.columns.max(column + 1);
        Ok(())
    }

    /// Goes on to the next row.
    pub(crate) fn next_row(&mut self) -> Result<(), ExportError> {
        self.row += 1;
        if self.row as usize > ROW_LIMIT {
            return Err(ExportError::TooManyRows {
                rows: self.row as usize,
            });
        }
        Ok(())
    }

    /// Writes text as text, whatever it looks like; an empty text leaves the cell blank.
    pub(crate) fn text(&mut self, nth: usize, text: &str) -> Result<(), ExportError> {
        if text.is_empty() {
            return Ok(());
        }
        let text = self.fitting(text);
        self.worksheet
            .write_string_with_format(self.row, column(nth)?, text, &self.wrapped)?;
        Ok(())
    }

    /// Writes a number.
    pub(crate) fn number(&mut self, nth: usize, number: f64) -> Result<(), ExportError> {
        self.worksheet
            .write_number_with_format(self.row, column(nth)?, number, &self.top)?;
        Ok(())
    }

    /// Writes a number that shows its base beside it ("7 of 9") and still adds up.
    pub(crate) fn number_of(
        &mut self,
        nth: usize,
        number: f64,
        base: u64,
    ) -> Result<(), ExportError> {
        let format = self.top.clone().set_num_format(format!("0\" of {base}\""));
        self.worksheet
            .write_number_with_format(self.row, column(nth)?, number, &format)?;
        Ok(())
    }

    /// As [`Self::close`] but without filters: for sheets that are read and not sorted.
    pub(crate) fn close_unfiltered(self) -> Result<(), ExportError> {
        self.worksheet.set_freeze_panes(1, 0)?;
        self.worksheet.set_landscape().set_print_fit_to_pages(1, 0);
        Ok(())
    }

    /// Freezes the headings, puts filters on them and sets the page for printing.
    pub(crate) fn close(self) -> Result<(), ExportError> {
        if let Some(last) = self.columns.checked_sub(1) {
            self.worksheet.set_freeze_panes(1, 0)?;
            self.worksheet.autofilter(0, 0, self.row, last)?;
            self.worksheet.set_repeat_rows(0, 0)?;
        }
        self.worksheet.set_landscape().set_print_fit_to_pages(1, 0);
        Ok(())
    }

    /// A text no longer than a cell holds.
    fn fitting(&mut self, text: &str) -> String {
        if text.len() <= CELL_LIMIT || text.encode_utf16().count() <= CELL_LIMIT {
            return text.to_owned();
        }
        *self.cut += 1;
        let mut units = 1;
        let mut cut: String = text
            .chars()
            .take_while(|c| {
                units += c.len_utf16();
                units <= CELL_LIMIT
            })
            .collect();
        cut.push('…');
        cut
    }
}

fn column(nth: usize) -> Result<u16, ExportError> {
    Ok(u16::try_from(nth).map_err(|_too_many| XlsxError::RowColumnLimitError)?)
}

/// A name without what sheets' names may not hold, of at most 31 characters.
pub(crate) fn sheet_name(name: &str) -> String {
    let allowed =
        |c: char| !c.is_control() && !matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\');
    let kept: String = name
        .chars()
        .map(|c| if allowed(c) { c } else { ' ' })
        .take(31)
        .collect();
    let kept = kept.trim_matches(|c: char| c == '\'' || c.is_whitespace());
    // The names of the sheets that may stand beside it.
    let taken = ["about", "trace", "history"].contains(&kept.to_lowercase().as_str());
    if kept.is_empty() || taken {
        "Table".to_owned()
    } else {
        kept.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_sheets_are_made_allowed() {
        assert_eq!(sheet_name("Cases: by [group]?"), "Cases  by  group");
        assert_eq!(sheet_name("'//"), "Table");
        assert_eq!(sheet_name(&"long".repeat(20)).len(), 31);
        assert_eq!(
            sheet_name("Trace"),
            "Table",
            "the name of the sheet beside it"
        );
    }

    #[test]
    fn a_cell_too_long_is_cut_and_counted() {
        let mut book = Book::new();
        let mut sheet = book.sheet("x");
        sheet.text(0, &"👩".repeat(20_000)).unwrap();
        sheet.text(1, &"ŷ".repeat(CELL_LIMIT)).unwrap();
        sheet.close().unwrap();
        assert_eq!(book.cut(), 1);
        assert!(!book.bytes().unwrap().is_empty());
    }

    #[test]
    fn the_same_content_gives_the_same_bytes() {
        let made = || {
            let mut book = Book::new();
            let mut sheet = book.sheet("x");
            sheet.heading(0, "a", Width::Word).unwrap();
            sheet.close().unwrap();
            book.bytes().unwrap()
        };
        assert_eq!(made(), made());
    }
}
