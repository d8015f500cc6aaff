//! Formats that are known and not read, each with what to do instead.

use super::error::ImportError;
use super::format::File;

/// Refuses what shows by its first bytes.
pub(super) fn refuse_by_bytes(file: &File<'_>) -> Result<(), ImportError> {
    let bytes = file.bytes;
    let unsupported = |what, advice| Err(ImportError::Unsupported { what, advice });
    if bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        let holds = |name: &str| {
            let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
            bytes.windows(name.len()).any(|window| window == name)
        };
        if holds("EncryptedPackage") {
            return Err(ImportError::Password);
        }
        if holds("Workbook") || file.ending == "xls" {
            return unsupported(
                "an old Excel workbook (.xls)",
                "open it in Excel or LibreOffice and save it as .xlsx or .csv",
            );
        }
        if file.ending == "msg" {
            return unsupported(
                "an Outlook message (.msg)",
                "save its text as .txt, or the file attached to it, and import that",
            );
        }
        if file.ending == "ppt" {
            return unsupported("a presentation", "copy its words into a text document");
        }
        return unsupported(
            "an old Word document (.doc)",
            "open it in Word or LibreOffice and save it as .docx",
        );
    }
    if bytes.starts_with(b"$FL2") || bytes.starts_with(b"$FL3") {
        return unsupported(
            "an SPSS data file (.sav)",
            "open it in SPSS, PSPP or R and save its data as .csv or .xlsx",
        );
    }
    for magic in [b"\x89PNG".as_slice(), b"\xFF\xD8\xFF", b"GIF8"] {
        if bytes.starts_with(magic) {
            return unsupported(
                "a picture",
                "have its words recognised, for example by saving it as a PDF with text",
            );
        }
    }
    for magic in [b"7z\xBC\xAF".as_slice(), b"Rar!", b"\x1F\x8B"] {
        if bytes.starts_with(magic) {
            return unsupported("a packed file", "unpack it and import what is in it");
        }
    }
    for magic in [
        b"ID3".as_slice(),
        b"\xFF\xFB",
        b"OggS",
        b"RIFF",
        b"fLaC",
        b"\0\0\0\x20ftyp",
        b"\0\0\0\x18ftyp",
        b"\0\0\0\x1cftyp",
    ] {
        if bytes.starts_with(magic) {
            return unsupported(
                "a recording",
                "transcribe it first, then import the transcript",
            );
        }
    }
    Ok(())
}

/// Files of text that are no transcripts as they are: what they open with, what they are, what to do.
const XML: &[(&str, &str, &str)] = &[
    (
        "<TEI",
        "a TEI document",
        "export the transcript as plain text, or as EXMARaLDA (.exb) or ELAN (.eaf)",
    ),
    (
        "<folker-transcription",
        "a FOLKER transcript",
        "export it from FOLKER as an EXMARaLDA basic transcription (.exb) or as text",
    ),
    (
        "<segmented-transcription",
        "an EXMARaLDA segmented transcription (.exs)",
        "import the basic transcription (.exb) that it was made from",
    ),
    (
        "<timedtext",
        "captions of a video as XML",
        "export the captions as .vtt or .srt",
    ),
    (
        "<transcript>",
        "captions of a video as XML",
        "export the captions as .vtt or .srt",
    ),
    (
        "<w:wordDocument",
        "a Word document as XML",
        "open it in Word or LibreOffice and save it as .docx",
    ),
    (
        "<Workbook",
        "an Excel workbook as XML",
        "open it in Excel or LibreOffice and save it as .xlsx or .csv",
    ),
    (
        "<office:document",
        "an OpenDocument file as one piece of XML",
        "open it in LibreOffice and save it as .odt, .ods or .docx",
    ),
    (
        "<svg",
        "a drawing (SVG)",
        "import the transcript that it shows",
    ),
];

/// Endings of programs' text and data: whatever is in them, nobody said it.
const PROGRAMS: &str = "py r rmd ipynb js mjs ts tsx jsx css scss java c cpp h hpp cs go rs rb php pl sh bat ps1 sql \
    ini cfg conf toml yml yaml lock sps do dta sas tex bib cls sty makefile cmake gradle properties xsd xsl xslt \
    dtd jsonl ndjson geojson gitignore";

/// Refuses text that shows to be something else, where no reader knows it.
pub(super) fn refuse_by_text(file: &File<'_>) -> Result<(), ImportError> {
    let opening = file.opening();
    let unsupported = |what, advice| Err(ImportError::Unsupported { what, advice });
    if file.bytes.starts_with(b"PK\x03\x04") {
        return match file.ending.as_str() {
            "pptx" | "odp" | "key" => {
                unsupported("a presentation", "copy its words into a text document")
            }
            "epub" => unsupported("an e-book (.epub)", "save it as .docx, .html or .txt"),
            "zip" => unsupported("a packed file", "unpack it and import what is in it"),
            _ => Ok(()),
        };
    }
    let named_page = matches!(file.ending.as_str(), "html" | "htm" | "xhtml");
    if !named_page
        && (opening.starts_with("<?xml")
            || XML.iter().any(|(mark, ..)| opening.starts_with(mark))
            || (file.ending == "xml" && opening.starts_with('<')))
    {
        let known = XML.iter().find(|(mark, ..)| opening.contains(mark));
        let (what, advice) = known.map_or(
            (
                "XML of this kind",
                "export the transcript as text, .docx, .vtt or a table",
            ),
            |&(_, what, advice)| (what, advice),
        );
        return unsupported(what, advice);
    }
    // A text that somebody saved as text is read, headers and all.
    let unnamed = !matches!(file.ending.as_str(), "txt" | "text" | "md");
    if matches!(file.ending.as_str(), "eml" | "mbox") || (unnamed && is_mail(opening)) {
        return unsupported(
            "an e-mail with its headers",
            "save its text as .txt, or the file attached to it, and import that",
        );
    }
    if matches!(file.ending.as_str(), "ass" | "ssa") || opening.starts_with("[Script Info]") {
        return unsupported(
            "SubStation subtitles (.ass)",
            "save them as .srt or .vtt, for example with Subtitle Edit or Aegisub",
        );
    }
    if super::names::listed(PROGRAMS, &file.ending) {
        return unsupported(
            "a file of a program or of its data",
            "import the transcript or the table itself",
        );
    }
    Ok(())
}

/// Whether a text opens as e-mails are stored: several lines of headers, and those that only mail has among them.
fn is_mail(opening: &str) -> bool {
    let mut heads = 0;
    let mut only_mail = false;
    for line in opening.lines().take_while(|line| !line.trim().is_empty()) {
        if line.starts_with([' ', '\t']) {
            continue;
        }
        let Some((head, _)) = line.split_once(':') else {
            return false;
        };
        if head.is_empty()
            || !head
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        {
            return false;
        }
        heads += 1;
        only_mail |= matches!(
            head.to_ascii_lowercase().as_str(),
            "message-id"
                | "mime-version"
                | "received"
                | "return-path"
                | "content-transfer-encoding"
        );
    }
    heads >= 3 && only_mail
}

#[cfg(test)]
mod tests {
    use super::super::{ImportOptions, read_transcript};

    fn refused(name: &str, text: &str) -> String {
        read_transcript(name, text.as_bytes(), &ImportOptions::default())
            .unwrap_err()
            .to_string()
    }

    #[test]
    fn markup_that_is_not_read_is_named() {
        assert_eq!(
            refused(
                "a.xml",
                "<?xml version=\"1.0\"?>\n<TEI xmlns=\"x\"><text><u who=\"#A\">so</u></text></TEI>"
            ),
            "a TEI document cannot be read: export the transcript as plain text, or as EXMARaLDA (.exb) or ELAN (.eaf)"
        );
        assert!(
            refused("a.fln", "<?xml version=\"1.0\"?><folker-transcription/>").contains("FOLKER")
        );
        assert!(
            refused("a.exs", "<?xml version=\"1.0\"?><segmented-transcription/>").contains(".exb")
        );
        assert!(refused("a.xml", "<things><thing/></things>").starts_with("XML of this kind"));
    }

    #[test]
    fn mail_is_refused_and_a_transcript_with_a_cover_is_not() {
        let mail = "From: ada@example.org\nTo: lee@example.org\nSubject: so\nMIME-Version: 1.0\n\nHello.\n";
        assert!(refused("a.eml", mail).starts_with("an e-mail"));
        assert!(refused("a", mail).starts_with("an e-mail"));
        let cover =
            "Date: 3 May\nPlace: Bala\nFrom: Ada\n\nINT: So?\nP1: Yes.\nINT: Why?\nP1: Because.\n";
        assert!(read_transcript("a.txt", cover.as_bytes(), &ImportOptions::default()).is_ok());
    }

    #[test]
    fn endings_nobody_knows_are_told() {
        let read = read_transcript(
            "a.xyz",
            b"INT: So?\nP1: Yes.\nINT: Why?\nP1: So.\n",
            &ImportOptions::default(),
        );
        assert_eq!(
            read.unwrap().warnings[0].to_string(),
            "Its ending .xyz is not known: it was read as plain text."
        );
        assert!(refused("a.py", "print(1)\n").starts_with("a file of a program"));
        assert!(refused("a.sav", "$FL2@(#) SPSS DATA FILE").starts_with("an SPSS"));
        assert!(refused("a.gif", "GIF89a").starts_with("a picture"));
        assert!(refused("a.zip", "PK\u{3}\u{4}so").starts_with("a packed file"));
    }
}
