//! GUIDs: read in any spelling, written in capitals, and made from what a thing is where it has none.

use project::TextHash;

/// A GUID as a number, however it is spelt.
pub(super) fn read(text: &str) -> Option<u128> {
    let bare = text
        .trim()
        .trim_start_matches('{')
        .trim_end_matches('}')
        .replace('-', "");
    if bare.len() != 32 || !bare.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    u128::from_str_radix(&bare, 16).ok()
}

/// A GUID as all programs read it: capitals, no braces.
pub(super) fn written(bits: u128) -> String {
    let hex = format!("{bits:032X}");
    [
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..],
    ]
    .join("-")
}

/// The same GUID whenever the same parts are given: UUID version 8 (RFC 9562, section 5.8) over their SHA-256.
pub(crate) fn made_of(parts: &[&str]) -> u128 {
    let hash = TextHash::of(parts.join("\u{1f}"));
    let bits = hash
        .as_str()
        .get(..32)
        .and_then(|hex| u128::from_str_radix(hex, 16).ok())
        .unwrap_or_default();
    let free = bits & !(0xf << 76) & !(0b11 << 62);
    free | (0x8 << 76) | (0b10 << 62)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guids_are_read_in_any_spelling() {
        let one = 0x876d_ca5e_0703_4e92_952c_3dcf_f3e8_461f;
        for text in [
            "876dca5e-0703-4e92-952c-3dcff3e8461f",
            " {876DCA5E-0703-4E92-952C-3DCFF3E8461F} ",
        ] {
            assert_eq!(read(text), Some(one));
        }
        assert_eq!(written(one), "876DCA5E-0703-4E92-952C-3DCFF3E8461F");
        for text in [
            "",
            "7",
            "876dca5e-0703-4e92-952c-3dcff3e8461",
            "gggggggg-0703-4e92-952c-3dcff3e8461f",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn made_guids_repeat_and_differ() {
        assert_eq!(made_of(&["a", "b"]), made_of(&["a", "b"]));
        assert_ne!(made_of(&["a", "b"]), made_of(&["ab"]));
        assert_eq!(written(made_of(&["a"])).as_bytes()[14], b'8');
    }
}
