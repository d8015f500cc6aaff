//! What the packed parts of a PDF unpack to, measured before the library unpacks them into memory.

use std::io::Read;

use flate2::read::{DeflateDecoder, ZlibDecoder};

use super::super::error::ImportError;

/// What one part may unpack to, in bytes.
const MOST_PART: u64 = 64 << 20;

/// What all parts that hold objects may unpack to, in bytes: each object costs many times its text.
const MOST_OBJECTS: u64 = 32 << 20;

/// What all parts but pictures may unpack to, in bytes.
const MOST_ALL: u64 = 512 << 20;

/// How large a part packed in the old way (LZW) may be, in bytes: such parts of real files are small.
const MOST_OLD: usize = 256 << 10;

/// In how many layers a part may be packed.
const MOST_LAYERS: usize = 2;

/// How far before its data a part's description is looked for, in bytes.
const DESCRIPTION: usize = 4096;

/// Refuses a PDF whose parts unpack to more than any real one. Pictures are not looked at: nothing unpacks them.
pub(super) fn measure(bytes: &[u8]) -> Result<(), ImportError> {
    let (mut all, mut objects) = (0_u64, 0_u64);
    let mut at = 0;
    while let Some(found) = find(&bytes[at..], b"stream") {
        let start = at + found;
        at = start + b"stream".len();
        if bytes[..start].ends_with(b"end") {
            continue;
        }
        let described = &bytes[start.saturating_sub(DESCRIPTION)..start];
        let opens = rfind(described, b"obj").map_or(0, |open| open + 3);
        let described = &described[opens..];
        let data = &bytes[at..];
        let data = data.strip_prefix(b"\r").unwrap_or(data);
        let data = data.strip_prefix(b"\n").unwrap_or(data);
        let size = unpacked(described, data)?;
        all += size;
        if find(described, b"ObjStm").is_some() || find(described, b"XRef").is_some() {
            objects += size;
        }
        if all > MOST_ALL || objects > MOST_OBJECTS {
            return Err(too_large(if objects > MOST_OBJECTS {
                MOST_OBJECTS
            } else {
                MOST_ALL
            }));
        }
    }
    Ok(())
}

/// What a part unpacks to, by its description: 0 for pictures and for what is not packed.
pub(super) fn unpacked(described: &[u8], data: &[u8]) -> Result<u64, ImportError> {
    if find(described, b"/Image").is_some() {
        return Ok(0);
    }
    if find(described, b"LZWDecode").is_some() {
        let length = find(data, b"endstream").unwrap_or(data.len());
        if length > MOST_OLD {
            return Err(ImportError::TooLarge {
                what: "a part of the PDF packed with LZW".to_owned(),
                limit_mb: 0,
            });
        }
    }
    let layers = count(described, b"FlateDecode");
    if layers > MOST_LAYERS {
        return Err(ImportError::TooComplex {
            what: "the number of layers in which a part of the PDF is packed".to_owned(),
            limit: MOST_LAYERS,
        });
    }
    if layers == 0 {
        return Ok(0);
    }
    let letters = find(described, b"ASCII85Decode").map(|_| {
        let length = find(data, b"~>").unwrap_or(data.len());
        of_letters(&data[..length])
    });
    let data = letters.as_deref().unwrap_or(data);
    let mut size = length_of(&mut ZlibDecoder::new(data), layers);
    if size == 0 {
        // The library too tries again without the two bytes that say how it is packed.
        size = length_of(
            &mut DeflateDecoder::new(data.get(2..).unwrap_or_default()),
            layers,
        );
    }
    if size > MOST_PART {
        return Err(too_large(MOST_PART));
    }
    Ok(size)
}

/// How long it comes out, at most one more than a part may be. What is broken counts up to where it breaks.
fn length_of(once: &mut dyn Read, layers: usize) -> u64 {
    let mut once = once.take(MOST_PART + 1);
    if layers > 1 {
        return length_of(&mut ZlibDecoder::new(once), layers - 1);
    }
    let mut buffer = [0_u8; 16 << 10];
    let mut length = 0_u64;
    while let Ok(count @ 1..) = once.read(&mut buffer) {
        length += count as u64;
    }
    length
}

/// The bytes that a part in letters stands for.
fn of_letters(letters: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(letters.len() / 5 * 4 + 4);
    let mut group = [84_u8; 5];
    let mut filled = 0;
    for &letter in letters {
        match letter {
            b'z' if filled == 0 => bytes.extend([0; 4]),
            b'!'..=b'u' => {
                group[filled] = letter - b'!';
                filled += 1;
                if filled == 5 {
                    bytes.extend(word_of(group));
                    (group, filled) = ([84; 5], 0);
                }
            }
            _ => {}
        }
    }
    if filled > 1 {
        bytes.extend(word_of(group).into_iter().take(filled - 1));
    }
    bytes
}

fn word_of(group: [u8; 5]) -> [u8; 4] {
    let number = group.into_iter().fold(0_u32, |number, digit| {
        number.wrapping_mul(85).wrapping_add(u32::from(digit))
    });
    number.to_be_bytes()
}

fn too_large(limit: u64) -> ImportError {
    ImportError::TooLarge {
        what: "what the PDF unpacks to".to_owned(),
        limit_mb: limit >> 20,
    }
}

fn find(bytes: &[u8], word: &[u8]) -> Option<usize> {
    let &first = word.first()?;
    let mut at = 0;
    while let Some(step) = bytes[at..].iter().position(|&byte| byte == first) {
        if bytes[at + step..].starts_with(word) {
            return Some(at + step);
        }
        at += step + 1;
    }
    None
}

fn rfind(bytes: &[u8], word: &[u8]) -> Option<usize> {
    bytes.windows(word.len()).rposition(|window| window == word)
}

fn count(bytes: &[u8], word: &[u8]) -> usize {
    bytes
        .windows(word.len())
        .filter(|window| *window == word)
        .count()
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::ZlibEncoder;

    use super::*;

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn part(described: &str, data: &[u8]) -> Vec<u8> {
        let head = format!("1 0 obj\n<<{described}>>\nstream\r\n");
        [head.as_bytes(), data, b"\nendstream\nendobj\n"].concat()
    }

    fn refused(bytes: &[u8]) -> String {
        measure(bytes).unwrap_err().to_string()
    }

    #[test]
    fn parts_that_burst_are_refused_before_they_are_unpacked() {
        let large = packed(&vec![b' '; (64 << 20) + 1]);
        assert!(large.len() < 100_000);
        let flat = "/Filter/FlateDecode";
        let said = "what the PDF unpacks to is larger than the 64 MB that can be read";
        assert_eq!(refused(&part(flat, &large)), said);
        let twice = "/Filter[/FlateDecode /FlateDecode]";
        assert_eq!(refused(&part(twice, &packed(&large))), said);
        let headless = [b"\0\0", &large[2..]].concat();
        assert_eq!(refused(&part(flat, &headless)), said);
        let objects = packed(&vec![b' '; (32 << 20) + 1]);
        assert_eq!(
            refused(&part("/Type/ObjStm/Filter/FlateDecode", &objects)),
            "what the PDF unpacks to is larger than the 32 MB that can be read"
        );
        let deep = "/Filter[/FlateDecode /FlateDecode /FlateDecode]";
        assert!(refused(&part(deep, &large)).contains("goes beyond the limit of 2"));
        assert!(refused(&part("/Filter/LZWDecode", &vec![1; 300 << 10])).contains("LZW"));
    }

    #[test]
    fn pictures_and_small_parts_pass() {
        let large = packed(&vec![b' '; (64 << 20) + 1]);
        assert!(measure(&part("/Subtype/Image/Filter/FlateDecode", &large)).is_ok());
        let small = part("/Filter/FlateDecode", &packed(b"BT (so) Tj ET"));
        assert!(measure(&small.repeat(9)).is_ok());
        assert!(measure(&part("/Filter/FlateDecode", b"not packed")).is_ok());
        assert!(measure(b"%PDF stream").is_ok());
    }

    #[test]
    fn letters_stand_for_bytes() {
        assert_eq!(of_letters(b"87cURD_*#TDfTZ)"), b"Hello, world");
        assert_eq!(of_letters(b"z87cUR\nDZ"), b"\0\0\0\0Hello");
    }
}
