//! Csv files as Vouch writes them.

use crate::export::ExportError;

fn failed(source: impl std::error::Error + Send + Sync + 'static) -> ExportError {
    ExportError::Csv {
        source: Box::new(source),
    }
}

/// Starts a csv file: with mark, CRLF, and marks around whatever is no number.
pub(crate) fn csv_writer() -> csv::Writer<Vec<u8>> {
    csv::WriterBuilder::new()
        .quote_style(csv::QuoteStyle::NonNumeric)
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec())
}

/// Writes one csv record.
pub(crate) fn write_record<I, T>(
    writer: &mut csv::Writer<Vec<u8>>,
    cells: I,
) -> Result<(), ExportError>
where
    I: IntoIterator<Item = T>,
    T: AsRef<[u8]>,
{
    writer.write_record(cells).map_err(failed)
}

/// The bytes of a csv file.
pub(crate) fn csv_bytes(writer: csv::Writer<Vec<u8>>) -> Result<Vec<u8>, ExportError> {
    writer
        .into_inner()
        .map_err(|error| failed(error.into_error()))
}
