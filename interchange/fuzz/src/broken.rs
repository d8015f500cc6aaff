//! Breaks files, the same way each time for the same number to begin with.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// What formats mean by special.
const TOKENS: &[&str] = &[
    "<", ">", "/>", "</", "&#x0;", "&amp;", "<!--", "]]>", "<![CDATA[", "\"", "'", "[", "]", "(", ")", "{", "}", "\\", ":",
    ";", ",", "\t", "\n", "\r", "\r\n\r\n", "\u{feff}", "\u{b}", "\u{2028}", "\0", "00:00:01.000 --> 00:00:02.000", "99:59:59",
    "#00:00:01-2#", "WEBVTT\n\n", "NOTE ", "<v Ada>", "P1: ", "INT: ", "{\\rtf1", "\\'92", "\\u-1?", "\\bin99999 ", "stream\n",
    "endstream", " obj\n", "<<", ">>", "/Filter/FlateDecode", "/Kids[1 0 R]", "1 0 R", "@Begin\n", "<Sync time=\"1\"/>", "<Turn speaker=\"spk1\">", "<tli id=\"T0\"/>", "[02/11/2020, 9:47:35 pm] Ada: ", "*A:\t", "%mor:\t",
    "-1", "0", "99999999999999999999", "4294967295", "1e309", "null", "true", "[[[[[[[[", "{\"a\":", "table:number-columns-repeated=\"99999999\"",
];

/// Random numbers that come again for the same beginning (xorshift64*).
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `limit`; 0 where there is none.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 16;
        usize::try_from(number).unwrap_or(usize::MAX) % limit.max(1)
    }
}

/// A broken copy of a file; `other` is one to splice with.
pub fn broken(dice: &mut Dice, file: &[u8], other: &[u8]) -> Vec<u8> {
    if file.starts_with(b"PK") && dice.below(4) > 0 {
        return repacked(dice, file, other).unwrap_or_else(|| bytes(dice, file, other));
    }
    if file.starts_with(b"SQLite format 3\0") && dice.below(8) > 0 {
        return overwritten(dice, file, other);
    }
    bytes(dice, file, other)
}

/// A file with bytes written over others, so that everything else stays where it was: what a database says of its own
/// places holds, and what is in it is broken.
fn overwritten(dice: &mut Dice, file: &[u8], other: &[u8]) -> Vec<u8> {
    let mut file = file.to_vec();
    for _ in 0..=dice.below(40) {
        let at = dice.below(file.len());
        let token = TOKENS[dice.below(TOKENS.len())].as_bytes();
        let from = dice.below(other.len());
        let splice = &other[from..other.len().min(from + 1 + dice.below(60))];
        let written: &[u8] = match dice.below(4) {
            0 => token,
            1 => splice,
            _ => &[u8::try_from(dice.below(256)).unwrap_or_default()],
        };
        let end = file.len().min(at + written.len());
        file[at..end].copy_from_slice(&written[..end - at]);
    }
    file
}

fn bytes(dice: &mut Dice, file: &[u8], other: &[u8]) -> Vec<u8> {
    let mut file = file.to_vec();
    for _ in 0..=dice.below(8) {
        change(dice, &mut file, other);
    }
    file
}

fn change(dice: &mut Dice, file: &mut Vec<u8>, other: &[u8]) {
    let at = dice.below(file.len() + 1);
    match dice.below(9) {
        0 => {
            let token = TOKENS[dice.below(TOKENS.len())].as_bytes();
            file.splice(at..at, token.iter().copied());
        }
        1 => {
            let token = TOKENS[dice.below(TOKENS.len())].repeat(1 + dice.below(3_000));
            file.splice(at..at, token.into_bytes());
        }
        2 => file.truncate(at),
        3 => {
            let end = (at + dice.below(200)).min(file.len());
            file.drain(at..end);
        }
        4 => {
            let end = (at + dice.below(4_000)).min(file.len());
            let run = file[at..end].repeat(1 + dice.below(20));
            file.splice(at..at, run);
        }
        5 => {
            let from = dice.below(other.len() + 1);
            let end = (from + dice.below(2_000)).min(other.len());
            file.splice(at..at, other[from..end].iter().copied());
        }
        6 => {
            if let Some(byte) = file.iter_mut().skip(at).find(|byte| byte.is_ascii_digit()) {
                *byte = b"0999"[dice.below(4)];
            }
        }
        _ => {
            if let Some(byte) = file.get_mut(at) {
                *byte = u8::try_from(dice.below(256)).unwrap_or_default();
            }
        }
    }
}

/// An archive with one of its parts broken and the others as they were.
fn repacked(dice: &mut Dice, file: &[u8], other: &[u8]) -> Option<Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(file)).ok()?;
    let chosen = dice.below(archive.len());
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let method = [CompressionMethod::Stored, CompressionMethod::Deflated][dice.below(2)];
    let options = SimpleFileOptions::default().compression_method(method);
    for place in 0..archive.len() {
        let mut part = archive.by_index(place).ok()?;
        let name = part.name().ok()?.into_owned();
        let mut content = Vec::new();
        part.read_to_end(&mut content).ok()?;
        if place == chosen {
            content = bytes(dice, &content, other);
        }
        zip.start_file(name, options).ok()?;
        zip.write_all(&content).ok()?;
    }
    Some(zip.finish().ok()?.into_inner())
}
