//! Zip archives, opened with limits. Names of parts are compared, never used as paths.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::error::ImportError;

/// How many parts an archive may have; a Word document with hundreds of pictures has fewer.
pub(crate) const MOST_PARTS: usize = 10_000;

/// How many parts an exchange file may have: two for each of many thousand texts, which a file by Vouch itself may hold.
const MOST_PARTS_OF_PROJECT: usize = 200_000;

/// What an archive may unpack to, at least; beyond this it depends on its own size.
const SMALL: u64 = 64 * 1024 * 1024;

/// How many times its own size an archive may unpack to. Word's markup reaches 30, bombs are above 1,000.
const MOST_TIMES: u64 = 100;

/// What any archive may unpack to.
const LARGE: u64 = 1024 * 1024 * 1024;

/// An archive and how much may still be unpacked from it.
pub(crate) struct Archive<'f> {
    zip: ZipArchive<Cursor<&'f [u8]>>,
    left: u64,
    limit: u64,
}

impl<'f> Archive<'f> {
    /// Opens an archive: its list of parts is read, nothing is unpacked.
    pub(crate) fn open(bytes: &'f [u8]) -> Result<Self, ImportError> {
        Self::open_within(bytes, SMALL, MOST_PARTS)
    }

    /// Opens an exchange file, which has many small parts where a document has few.
    pub(crate) fn open_project(bytes: &'f [u8]) -> Result<Self, ImportError> {
        Self::open_within(bytes, SMALL, MOST_PARTS_OF_PROJECT)
    }

    /// Opens an archive that may unpack to `least` bytes, or more if it is large itself.
    fn open_within(bytes: &'f [u8], least: u64, most_parts: usize) -> Result<Self, ImportError> {
        let zip = ZipArchive::new(Cursor::new(bytes))
            .map_err(|error| refusal("its list of parts cannot be read", error))?;
        if zip.len() > most_parts {
            return Err(ImportError::TooComplex {
                what: format!("the number of its parts ({})", zip.len()),
                limit: most_parts,
            });
        }
        let limit = u64::try_from(bytes.len())
            .unwrap_or(u64::MAX)
            .saturating_mul(MOST_TIMES)
            .clamp(least, LARGE);
        Ok(Self {
            zip,
            left: limit,
            limit,
        })
    }

    /// The names of all parts; one that is no text is left out.
    pub(crate) fn names(&self) -> Vec<String> {
        self.zip
            .file_names()
            .filter_map(|name| name.ok().map(std::borrow::Cow::into_owned))
            .collect()
    }

    /// The names of all parts with what each is said to unpack to, in bytes, in the order they stand in.
    pub(crate) fn sizes(&mut self) -> Vec<(String, u64)> {
        let places = 0..self.zip.len();
        let size = |place| {
            let part = self.zip.by_index_raw(place).ok()?;
            Some((part.name().ok()?.into_owned(), part.size()))
        };
        places.filter_map(size).collect()
    }

    /// Unpacks a part; none if there is no such part.
    pub(crate) fn read(&mut self, name: &str) -> Result<Option<Vec<u8>>, ImportError> {
        let left = self.left;
        let part = match self.zip.by_name(name) {
            Ok(part) => part,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(error) => return Err(refusal(&format!("the part {name}"), error)),
        };
        // The size that is stated may lie, so what comes out is counted.
        let mut bytes = Vec::new();
        part.take(left + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| {
                ImportError::damaged_by(format!("the part {name} cannot be unpacked"), error)
            })?;
        let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        if size > left {
            return Err(ImportError::TooLarge {
                what: format!("what it unpacks to ({name})"),
                limit_mb: self.limit >> 20,
            });
        }
        self.left -= size;
        Ok(Some(bytes))
    }

    /// Unpacks everything once and throws it away, so that another reader may be let loose on the archive.
    pub(crate) fn measure(mut self) -> Result<(), ImportError> {
        for place in 0..self.zip.len() {
            let part = self
                .zip
                .by_index(place)
                .map_err(|error| refusal("one of its parts", error))?;
            let size = std::io::copy(&mut part.take(self.left + 1), &mut std::io::sink()).map_err(
                |error| ImportError::damaged_by("one of its parts cannot be unpacked", error),
            )?;
            if size > self.left {
                return Err(ImportError::TooLarge {
                    what: "what it unpacks to".to_owned(),
                    limit_mb: self.limit >> 20,
                });
            }
            self.left -= size;
        }
        Ok(())
    }
}

fn refusal(what: &str, error: ZipError) -> ImportError {
    let told = error.to_string();
    if told.contains("assword") || told.contains("ncrypted") {
        return ImportError::Password;
    }
    ImportError::damaged_by(what, error)
}

#[cfg(test)]
pub(crate) mod tests {
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    /// Packs parts for tests.
    pub(crate) fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in parts {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn parts_are_read_by_name() {
        let bytes = packed(&[("word/document.xml", b"<a/>"), ("../../etc/passwd", b"x")]);
        let mut archive = Archive::open(&bytes).unwrap();
        assert_eq!(
            archive.read("word/document.xml").unwrap().as_deref(),
            Some(b"<a/>".as_slice())
        );
        assert_eq!(archive.read("word/none.xml").unwrap(), None);
    }

    #[test]
    fn bombs_are_not_unpacked() {
        let bytes = packed(&[("word/document.xml", &vec![b' '; 3 * 1024 * 1024])]);
        assert!(bytes.len() < 10_000);
        let error = Archive::open_within(&bytes, 1 << 20, MOST_PARTS)
            .unwrap()
            .read("word/document.xml")
            .unwrap_err();
        assert_eq!(
            error.to_string(),
            "what it unpacks to (word/document.xml) is larger than the 1 MB that can be read"
        );
        assert!(
            Archive::open_within(&bytes, 1 << 20, MOST_PARTS)
                .unwrap()
                .measure()
                .is_err()
        );
    }

    #[test]
    fn a_project_may_have_more_parts_than_a_document() {
        let names: Vec<String> = (0..=MOST_PARTS).map(|nth| format!("{nth}.txt")).collect();
        let parts: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &[][..])).collect();
        let bytes = packed(&parts);
        let error = Archive::open(&bytes).err().unwrap().to_string();
        assert!(error.contains("the number of its parts (10001)"), "{error}");
        let mut archive = Archive::open_project(&bytes).unwrap();
        assert_eq!(archive.sizes().len(), names.len());
    }

    #[test]
    fn a_cut_archive_says_so() {
        let bytes = packed(&[("word/document.xml", b"<a/>")]);
        let error = Archive::open(&bytes[..bytes.len() / 2]).err().unwrap();
        assert_eq!(
            error.to_string(),
            "the file is cut short or damaged: its list of parts cannot be read"
        );
    }
}
