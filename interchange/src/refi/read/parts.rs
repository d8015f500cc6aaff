//! The parts of an exchange file: what is in the archive, and what may stand beside it.

use std::collections::BTreeMap;

use crate::Warning;
use crate::refi::counted;
use crate::refi::error::RefiError;
use crate::refi::side;
use crate::transcripts::archive::Archive;

/// Where parts come from.
pub(super) struct Parts<'f> {
    archive: Option<Archive<'f>>,
    /// Names of parts as they stand, by name in lower case with `/`.
    names: BTreeMap<String, String>,
    /// Pictures and recordings beyond what is kept, by name in lower case, with their bytes.
    too_large: BTreeMap<String, u64>,
    beside: &'f mut dyn FnMut(&str) -> Option<Vec<u8>>,
    base: String,
}

/// What is kept of pictures, recordings and other files that are no text, in bytes: they go into the project file and
/// are in memory on their way there.
const MOST_KEPT: u64 = 640 << 20;

/// The endings of texts, which come in whatever else does not.
const TEXTS: [&str; 9] = [
    "txt", "qde", "json", "docx", "doc", "rtf", "odt", "html", "md",
];

impl<'f> Parts<'f> {
    /// Opens an archive, or takes the bytes for the markup itself. Answers the markup as well.
    pub(super) fn open(
        bytes: &'f [u8],
        beside: &'f mut dyn FnMut(&str) -> Option<Vec<u8>>,
    ) -> Result<(Self, Vec<u8>), RefiError> {
        Self::open_keeping(bytes, beside, MOST_KEPT)
    }

    fn open_keeping(
        bytes: &'f [u8],
        beside: &'f mut dyn FnMut(&str) -> Option<Vec<u8>>,
        most_kept: u64,
    ) -> Result<(Self, Vec<u8>), RefiError> {
        let mut parts = Self {
            archive: None,
            names: BTreeMap::new(),
            too_large: BTreeMap::new(),
            beside,
            base: String::new(),
        };
        if !bytes.starts_with(b"PK") {
            return Ok((parts, bytes.to_vec()));
        }
        let mut archive = Archive::open_project(bytes)?;
        let mut kept = 0_u64;
        for (name, size) in archive.sizes() {
            let folded = name.replace('\\', "/").to_lowercase();
            if leads_out(&folded) {
                return Err(RefiError::Outside { path: name });
            }
            let ending = folded.rsplit_once('.').map_or("", |(_, ending)| ending);
            if TEXTS.contains(&ending) || kept.saturating_add(size) <= most_kept {
                kept += if TEXTS.contains(&ending) { 0 } else { size };
                parts.names.insert(folded, name);
            } else {
                parts.too_large.insert(folded, size);
            }
        }
        parts.archive = Some(archive);
        let in_root: Vec<String> = parts
            .names
            .keys()
            .filter(|name| is_markup(name))
            .cloned()
            .collect();
        let chosen = match in_root.as_slice() {
            [] => {
                return Err(RefiError::NotRefi {
                    why: "there is no project (.qde) in the archive".to_owned(),
                });
            }
            [one] => one.clone(),
            several => match several.iter().find(|name| *name == "project.qde") {
                Some(name) => name.clone(),
                None => {
                    return Err(RefiError::NotRefi {
                        why: format!("there are {} projects in the archive", several.len()),
                    });
                }
            },
        };
        let markup = parts.in_archive(&chosen)?.unwrap_or_default();
        Ok((parts, markup))
    }

    /// What paths marked as relative begin from, as the project says.
    pub(super) fn set_base(&mut self, base: &str) {
        let base = base.replace('\\', "/");
        // Only folders within the one the file stands in: a project cannot make a reader open other folders.
        let base = base.trim_matches('/');
        let is_inside = !base.is_empty() && !leads_out(base);
        self.base = if is_inside && !base.contains(':') {
            format!("{base}/")
        } else {
            String::new()
        };
    }

    /// The side entry, if there is one.
    pub(super) fn side(&mut self) -> Result<Option<Vec<u8>>, RefiError> {
        self.in_archive(side::NAME)
    }

    /// The text of a source in an archive by Vouch.
    pub(super) fn own(&mut self, guid: &str) -> Result<Option<Vec<u8>>, RefiError> {
        self.in_archive(&format!("sources/{}.txt", guid.to_lowercase()))
    }

    /// A file in an archive by Vouch.
    pub(super) fn file(&mut self, name: &str) -> Result<Option<Vec<u8>>, RefiError> {
        self.in_archive(&format!("sources/{}", name.to_lowercase()))
    }

    fn in_archive(&mut self, folded: &str) -> Result<Option<Vec<u8>>, RefiError> {
        let (Some(archive), Some(name)) = (self.archive.as_mut(), self.names.get(folded)) else {
            return Ok(None);
        };
        Ok(archive.read(name)?)
    }

    /// What a path in the project leads to; none if it is not there.
    pub(super) fn at(&mut self, path: &str) -> Result<Option<Vec<u8>>, RefiError> {
        let plain = path.trim().replace('\\', "/");
        if let Some(rest) = plain.strip_prefix("relative://") {
            let rest = rest.trim_start_matches('/');
            return self.outside(path, &format!("{}{rest}", self.base));
        }
        if plain.starts_with("absolute:") {
            return Ok(None);
        }
        let name = plain.strip_prefix("internal://").unwrap_or(&plain);
        let name = name.trim_start_matches('/');
        if leads_out(name) {
            return Err(RefiError::Outside {
                path: path.to_owned(),
            });
        }
        let folded = name.to_lowercase();
        for candidate in [format!("sources/{folded}"), folded] {
            if let Some(bytes) = self.in_archive(&candidate)? {
                return Ok(Some(bytes));
            }
        }
        if self.archive.is_none() {
            return self.outside(path, &format!("sources/{name}"));
        }
        Ok(None)
    }

    /// Whether a path leads to a file, or to a place outside that nobody looks into.
    pub(super) fn has(&mut self, path: &str) -> bool {
        let plain = path.trim().replace('\\', "/");
        if plain.is_empty() {
            return false;
        }
        if plain.starts_with("relative:") || plain.starts_with("absolute:") {
            return true;
        }
        let name = plain.strip_prefix("internal://").unwrap_or(&plain);
        let name = name.trim_start_matches('/').to_lowercase();
        let inside = [format!("sources/{name}"), name.clone()];
        // One that leads out is looked for all the same, and refused then.
        leads_out(&name)
            || inside.iter().any(|name| self.names.contains_key(name))
            || self.archive.is_none() && (self.beside)(&inside[0]).is_some()
    }

    /// Whether a path leads to a file that is there and not kept, because it is too large.
    pub(super) fn is_too_large(&self, path: &str) -> bool {
        let plain = path.trim().replace('\\', "/").to_lowercase();
        let name = plain.strip_prefix("internal://").unwrap_or(&plain);
        let name = name.trim_start_matches('/');
        self.too_large.contains_key(&format!("sources/{name}")) || self.too_large.contains_key(name)
    }

    /// Says what is not kept because it is too large.
    pub(super) fn told_too_large(&self) -> Option<Warning> {
        let bytes: u64 = self.too_large.values().sum();
        (bytes > 0).then(|| {
            let files = counted(self.too_large.len(), "file");
            Warning::of_file(format!(
                "of pictures, recordings and the like {files} of {} MB in all did not come in: a project keeps {} MB of them; all texts did",
                bytes.div_ceil(1 << 20),
                MOST_KEPT >> 20
            ))
        })
    }

    fn outside(&mut self, path: &str, inside: &str) -> Result<Option<Vec<u8>>, RefiError> {
        if leads_out(inside) {
            return Err(RefiError::Outside {
                path: path.to_owned(),
            });
        }
        Ok((self.beside)(inside))
    }
}

/// Whether a part of an archive is a project's markup: it stands in the root and ends in `.qde`.
pub(super) fn is_markup(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending);
    ending.is_some_and(|ending| ending.eq_ignore_ascii_case("qde")) && !name.contains(['/', '\\'])
}

/// Whether a path leads out of the folder it begins in.
fn leads_out(path: &str) -> bool {
    let is_drive = path.as_bytes().get(1) == Some(&b':');
    path.starts_with('/') || is_drive || path.split('/').any(|part| part == "..")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transcripts::archive::tests::packed;

    #[test]
    fn parts_are_found_whatever_their_case_and_path() {
        let bytes = packed(&[("My Project.QDE", b"<Project/>"), ("Sources/Ab.TXT", b"a")]);
        let mut beside = |name: &str| (name == "media/b.txt").then(|| b"b".to_vec());
        let (mut parts, markup) = Parts::open(&bytes, &mut beside).unwrap();
        parts.set_base("media");
        assert_eq!(markup, b"<Project/>");
        for path in [
            "internal://ab.txt",
            "internal:///AB.txt",
            "ab.txt",
            "sources/ab.txt",
        ] {
            assert_eq!(
                parts.at(path).unwrap().as_deref(),
                Some(b"a".as_slice()),
                "{path}"
            );
        }
        assert_eq!(parts.at("relative:///b.txt").unwrap(), Some(b"b".to_vec()));
        assert_eq!(parts.at("absolute:///etc/passwd").unwrap(), None);
        parts.set_base("/home/somebody/else");
        assert_eq!(parts.at("relative:///b.txt").unwrap(), None);
    }

    #[test]
    fn recordings_beyond_what_is_kept_are_told_and_texts_come_in() {
        let film = [b'x'; 100];
        let bytes = packed(&[
            ("project.qde", b"<Project/>"),
            ("sources/photo.png", b"picture"),
            ("sources/Film.MP4", &film),
            ("sources/long.txt", &film),
            ("sources/late.png", b"picture"),
        ]);
        let mut nobody = |_: &str| None;
        let (mut parts, _) = Parts::open_keeping(&bytes, &mut nobody, 50).unwrap();
        for (path, is_there) in [
            ("internal://photo.png", true),
            ("internal://film.mp4", false),
            ("internal://long.txt", true),
            ("internal://late.png", true),
        ] {
            assert_eq!(parts.has(path), is_there, "{path}");
            assert_eq!(parts.at(path).unwrap().is_some(), is_there, "{path}");
            assert_eq!(parts.is_too_large(path), !is_there, "{path}");
        }
        assert!(!parts.is_too_large("internal://none.png"));
        let told = parts.told_too_large().unwrap().to_string();
        assert_eq!(
            told,
            "Of pictures, recordings and the like 1 file of 1 MB in all did not come in: a project keeps 640 MB of them; all texts did."
        );
    }

    #[test]
    fn nothing_leads_out() {
        let mut beside = |_: &str| panic!("nothing outside is asked for");
        let bytes = packed(&[("project.qde", b"<Project/>")]);
        let (mut parts, _) = Parts::open(&bytes, &mut beside).unwrap();
        for path in [
            "internal://../x.txt",
            "relative:///../../x",
            "relative:///C:/x",
            "internal://a/../../x",
        ] {
            let error = parts.at(path).unwrap_err().to_string();
            assert!(
                error.contains(path) && error.contains("points out"),
                "{error}"
            );
        }
        drop(parts);
        let mut nobody = |_: &str| None;
        for name in ["../evil.txt", "/etc/passwd", "C:\\x", "a\\..\\..\\b"] {
            let bytes = packed(&[("project.qde", b"<Project/>"), (name, b"x")]);
            let error = Parts::open(&bytes, &mut nobody).err().unwrap();
            assert!(
                error.to_string().contains("points out of the archive"),
                "{error}"
            );
        }
        for parts in [
            &[("readme.txt", b"x".as_slice())][..],
            &[("a.qde", b""), ("b.qde", b"")],
        ] {
            let bytes = packed(parts);
            assert!(matches!(
                Parts::open(&bytes, &mut nobody).err().unwrap(),
                RefiError::NotRefi { .. }
            ));
        }
    }
}
