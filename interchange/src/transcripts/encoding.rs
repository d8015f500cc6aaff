//! From bytes to text: byte order mark, strict UTF-8, UTF-16, then Windows-1252.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::error::ImportError;
use crate::{Place, Warning};

/// How much of a file is looked at to guess what it is.
const EVIDENCE: usize = 64 * 1024;

/// A decoded file.
#[derive(Debug)]
pub(super) struct Decoded<'b> {
    /// The file's own bytes where they are UTF-8 already.
    pub(super) text: Cow<'b, str>,
    pub(super) warnings: Vec<Warning>,
}

/// Decodes a text file. Order of evidence: byte order mark, strict UTF-8, zeros of UTF-16, Windows-1252.
pub(super) fn decode(bytes: &[u8]) -> Result<Decoded<'_>, ImportError> {
    if bytes.is_empty() {
        return Err(ImportError::Empty);
    }
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let bytes = &bytes[mark..];
        if encoding == UTF_8 {
            utf8_or_broken(bytes)
        } else {
            Ok(utf16(bytes, encoding))
        }
    } else if let Some(encoding) = utf16_without_mark(bytes) {
        Ok(utf16(bytes, encoding))
    } else {
        utf8_or_broken(bytes)
    }
}

/// Decodes markup, which may name its encoding: that is believed where the bytes are no UTF-8.
pub(super) fn decode_markup(bytes: &[u8]) -> Result<Decoded<'_>, ImportError> {
    let known = Encoding::for_bom(bytes).is_some() || std::str::from_utf8(bytes).is_ok();
    match declared(bytes).filter(|_| !known) {
        Some(encoding) if encoding.is_ascii_compatible() && encoding != UTF_8 => {
            refuse_binary(bytes)?;
            let (text, broken) = encoding.decode_without_bom_handling(bytes);
            let warnings = if broken {
                vec![Warning::of_file(format!(
                    "some letters are not valid {} and are shown as �",
                    encoding.name()
                ))]
            } else {
                Vec::new()
            };
            Ok(Decoded { text, warnings })
        }
        _ => decode(bytes),
    }
}

/// The encoding named near the beginning: `encoding="…"` of XML, `charset=…` of pages.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(2048)]).to_lowercase();
    ["encoding=", "charset="].iter().find_map(|mark| {
        let at = start.find(mark)? + mark.len();
        let label = start[at..].trim_start_matches(['"', '\'', ' ']);
        let end = label.find(|c: char| !(c.is_ascii_alphanumeric() || "-_:.".contains(c)));
        Encoding::for_label(&label.as_bytes()[..end.unwrap_or(label.len())])
    })
}

fn utf8_or_broken(bytes: &[u8]) -> Result<Decoded<'_>, ImportError> {
    refuse_binary(bytes)?;
    let error = match std::str::from_utf8(bytes) {
        Ok(text) => {
            return Ok(Decoded {
                text: Cow::Borrowed(text),
                warnings: Vec::new(),
            });
        }
        Err(error) => error,
    };
    if let Some(decoded) = nearly_utf8(bytes, error.valid_up_to()) {
        return Ok(decoded);
    }
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&bytes[..bytes.len().min(EVIDENCE)], bytes.len() <= EVIDENCE);
    let guess = detector.guess(None, Utf8Detection::Deny);
    let mut warnings = Vec::new();
    if guess != WINDOWS_1252 {
        warnings.push(Warning::of_file(format!(
            "read as Windows-1252, though it may be {}: if letters look wrong, save it as UTF-8 and import it again",
            guess.name()
        )));
    }
    Ok(Decoded { text, warnings })
}

/// A file that is UTF-8 but for a few bytes, such as one cut in the middle of a letter, is not Windows-1252.
fn nearly_utf8(bytes: &[u8], first_bad: usize) -> Option<Decoded<'_>> {
    let (mut good, mut bad, mut letters) = (0_usize, 0_usize, false);
    for chunk in bytes.utf8_chunks() {
        let longer = chunk.valid().bytes().filter(|&byte| byte >= 0xC0).count();
        letters |= longer > 0;
        good += longer;
        bad += usize::from(!chunk.invalid().is_empty());
    }
    // A multi-byte letter by chance in Windows-1252 is rare; many of them to each bad byte is proof.
    let cut_at_end = bad == 1 && first_bad + 3 >= bytes.len() && letters;
    if !cut_at_end && good < bad.saturating_mul(8) {
        return None;
    }
    let line = bytes[..first_bad].split(|&byte| byte == b'\n').count();
    let what = if bad == 1 {
        "a byte that is not UTF-8 is shown as �".to_owned()
    } else {
        format!("the first of {bad} places that are not UTF-8, shown as �")
    };
    Some(Decoded {
        text: String::from_utf8_lossy(bytes),
        warnings: vec![Warning::new(Place::Line(line), what)],
    })
}

fn utf16<'b>(bytes: &'b [u8], encoding: &'static Encoding) -> Decoded<'b> {
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    let mut warnings = Vec::new();
    if !bytes.len().is_multiple_of(2) {
        warnings.push(Warning::of_file(
            "the file ends in the middle of a letter: it may be cut short",
        ));
    } else if broken {
        warnings.push(Warning::of_file(
            "some letters are not valid UTF-16 and are shown as �",
        ));
    }
    Decoded { text, warnings }
}

/// UTF-16 shows itself by zeros at every other byte, since most text has letters below 256.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(EVIDENCE)];
    if sample.len() < 4 || !sample.contains(&0) {
        return None;
    }
    let pairs = sample.len() / 2;
    let zeros = |offset: usize| {
        sample
            .iter()
            .skip(offset)
            .step_by(2)
            .filter(|&&byte| byte == 0)
            .count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    if odd * 10 > pairs * 6 && even * 20 < pairs {
        Some(UTF_16LE)
    } else if even * 10 > pairs * 6 && odd * 20 < pairs {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Text has no control characters but tabs, line ends, page breaks, escape and the marker of old time codes.
fn refuse_binary(bytes: &[u8]) -> Result<(), ImportError> {
    let odd = |byte: u8| {
        byte < 0x20
            && !matches!(
                byte,
                b'\t' | b'\n' | 0x0B | 0x0C | b'\r' | 0x15 | 0x1A | 0x1B
            )
    };
    let sample = &bytes[..bytes.len().min(EVIDENCE)];
    // Without a way out of the loop in its middle, the compiler looks at many bytes at once.
    if !sample.iter().fold(false, |found, &byte| found | odd(byte)) {
        return Ok(());
    }
    let first = sample.iter().position(|&byte| odd(byte));
    let Some(at) = first else { return Ok(()) };
    let count = sample.iter().filter(|&&byte| odd(byte)).count();
    // One stray control character in a page of text is a slip; a zero or a crowd of them is a program's data.
    if sample.contains(&0) || count * 200 > sample.len() {
        return Err(ImportError::Binary {
            at,
            byte: sample[at],
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> String {
        decode(bytes).unwrap().text.into_owned()
    }

    fn utf16_bytes(text: &str, little: bool) -> Vec<u8> {
        text.encode_utf16()
            .flat_map(|unit| {
                if little {
                    unit.to_le_bytes()
                } else {
                    unit.to_be_bytes()
                }
            })
            .collect()
    }

    #[test]
    fn byte_order_marks_decide_and_go() {
        assert_eq!(text("\u{feff}D: tŷ".as_bytes()), "D: tŷ");
        assert_eq!(text(&utf16_bytes("\u{feff}D: tŷ", true)), "D: tŷ");
        assert_eq!(text(&utf16_bytes("\u{feff}D: tŷ", false)), "D: tŷ");
    }

    #[test]
    fn utf16_without_a_mark_is_known_by_its_zeros() {
        assert_eq!(
            text(&utf16_bytes("D: what brings you in?", true)),
            "D: what brings you in?"
        );
        assert_eq!(
            text(&utf16_bytes("D: what brings you in?", false)),
            "D: what brings you in?"
        );
    }

    #[test]
    fn windows_quotes_are_quotes() {
        assert_eq!(text(b"it\x92s \x93here\x94 \x96 so"), "it’s “here” – so");
    }

    #[test]
    fn a_file_cut_inside_a_letter_stays_utf8() {
        let cut = &"mae’n dŷ".as_bytes()[..10];
        let decoded = decode(cut).unwrap();
        assert_eq!(decoded.text, "mae’n d�");
        assert_eq!(
            decoded.warnings[0].to_string(),
            "Line 1: a byte that is not UTF-8 is shown as �."
        );
    }

    #[test]
    fn markup_is_decoded_as_it_says_where_it_is_no_utf8() {
        let page = b"<html><head><meta charset=\"windows-1251\"></head><body>\xcf\xf0\xe8\xe2\xe5\xf2</body></html>";
        assert!(decode_markup(page).unwrap().text.contains("Привет"));
        let xml = "<?xml version=\"1.0\" encoding=\"ISO-8859-2\"?><a>dŵr</a>";
        assert!(decode_markup(xml.as_bytes()).unwrap().text.contains("dŵr"));
        assert!(
            decode_markup(b"<p>it\x92s</p>")
                .unwrap()
                .text
                .contains("it’s")
        );
    }

    #[test]
    fn odd_utf16_says_that_it_is_cut() {
        let mut bytes = utf16_bytes("\u{feff}D: hello", true);
        bytes.pop();
        assert!(
            decode(&bytes).unwrap().warnings[0]
                .message
                .contains("cut short")
        );
    }

    #[test]
    fn data_is_refused_and_the_place_is_named() {
        assert_eq!(decode(b"").unwrap_err().to_string(), "the file is empty");
        assert_eq!(
            decode(b"\x7fELF\x02\x01\x01\0\0\0\0")
                .unwrap_err()
                .to_string(),
            "this is not a text file: byte 4 is 0x02, which no text has"
        );
    }
}
