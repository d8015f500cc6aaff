//! The sample's files, in the program itself.

/// A file of the sample: its path under `samples/evaluation`, and its bytes.
macro_rules! sample_files {
    ($($path:literal),* $(,)?) => { &[$(($path, include_bytes!(concat!("../../../samples/evaluation/", $path)))),*] };
}

/// Each file's path under `samples/evaluation`, and its bytes.
pub const FILES: &[(&str, &[u8])] = sample_files![
    "attributes.csv",
    "case files/Case file 1.txt",
    "case files/Case file 2.docx",
    "case files/Case file 3.txt",
    "case files/Case file 4.txt",
    "case files/Case file 5.docx",
    "case files/Case file 6.txt",
    "case files/Case file 7.txt",
    "case files/Case file 8.docx",
    "case files/Case file 9.txt",
    "codebook.csv",
    "codings.csv",
    "frame.csv",
    "management-information.xlsx",
    "ratings.csv",
    "scales.csv",
    "speakers.csv",
    "summaries.csv",
    "survey.csv",
    "transcripts/Focus group partners.docx",
    "transcripts/Manager 1.txt",
    "transcripts/Manager 2.vtt",
    "transcripts/Manager 3.docx",
    "transcripts/Parent 1.docx",
    "transcripts/Parent 2.txt",
    "transcripts/Parent 3.txt",
    "transcripts/Parent 4.vtt",
    "transcripts/Practitioner 1.docx",
    "transcripts/Practitioner 2.txt",
    "transcripts/Practitioner 3.vtt",
    "transcripts/Practitioner 4.srt",
    "transcripts/Young person 1.txt",
];

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::FILES;

    fn below(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                below(&path, found);
            } else {
                found.push(path);
            }
        }
    }

    #[test]
    fn every_file_of_the_sample_is_in_the_program_and_no_other() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../samples/evaluation");
        let mut found = Vec::new();
        below(&root, &mut found);
        let mut there: Vec<String> = found
            .iter()
            .map(|path| {
                path.strip_prefix(&root)
                    .unwrap()
                    .to_string_lossy()
                    .replace('\\', "/")
            })
            .collect();
        there.sort();
        let listed: Vec<&str> = FILES.iter().map(|(path, _)| *path).collect();
        assert_eq!(listed, there);
        for (path, bytes) in FILES {
            assert!(std::fs::read(root.join(path)).unwrap() == *bytes, "{path}");
        }
    }
}
