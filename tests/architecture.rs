//! The house rules that Cargo cannot hold by itself: which room may name what.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Each room with the rooms it may name.
const ARROWS: [(&str, &[&str]); 6] = [
    ("codebooks", &[]),
    ("project", &["codebooks"]),
    ("index", &["codebooks", "project"]),
    ("interchange", &["codebooks", "project"]),
    ("analysis", &["codebooks", "project"]),
    (
        "app",
        &["codebooks", "project", "index", "interchange", "analysis"],
    ),
];

/// Each library with the one folder that may name it.
const KEPT_IN: [(&str, &str); 16] = [
    ("rusqlite", "project/src/store"),
    ("tantivy", "index"),
    ("rust_stemmers", "index"),
    ("stop_words", "index"),
    ("egui", "app"),
    ("eframe", "app"),
    ("clap", "app"),
    ("resvg", "app/src/chart"),
    ("zip", "interchange"),
    ("quick_xml", "interchange"),
    ("calamine", "interchange"),
    ("rust_xlsxwriter", "interchange"),
    ("docx_rs", "interchange"),
    ("encoding_rs", "interchange"),
    ("pdf_extract", "interchange/src/transcripts"),
    ("flate2", "interchange/src/transcripts/pdf"),
];

/// Where files and clocks may be touched.
const MAY_TOUCH_THE_WORLD: [&str; 4] = ["project/src/store/", "interchange/", "index/", "app/"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_owned()
}

/// Every Rust file of the six rooms: path from the root, and the text without its inline tests.
fn sources() -> BTreeMap<String, String> {
    fn walk(folder: &Path, root: &Path, found: &mut BTreeMap<String, String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, root, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path
                    .strip_prefix(root)
                    .unwrap()
                    .to_str()
                    .unwrap()
                    .replace('\\', "/");
                found.insert(name, fs::read_to_string(&path).unwrap());
            }
        }
    }
    let mut found = BTreeMap::new();
    for (room, _) in ARROWS {
        walk(&root().join(room).join("src"), &root(), &mut found);
    }
    assert!(
        found.len() > 40,
        "the walk found only {} files",
        found.len()
    );
    found
}

/// The lines that are code, not comments, before the inline tests begin.
fn code_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let before_tests = text
        .split("\n#[cfg(test)]\nmod tests {")
        .next()
        .unwrap_or(text);
    (1..)
        .zip(before_tests.lines())
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
}

/// Whether a line names a crate in a path: `name::` or `use name`.
fn names_crate(line: &str, name: &str) -> bool {
    line.match_indices(name).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = &line[at + name.len()..];
        let stands_alone =
            before.is_none_or(|c| !(c.is_alphanumeric() || c == '_' || c == ':' || c == '.'));
        stands_alone && after.starts_with("::")
    })
}

#[test]
fn rooms_depend_only_on_the_rooms_below_them() {
    for (room, may) in ARROWS {
        let manifest = fs::read_to_string(root().join(room).join("Cargo.toml")).unwrap();
        let depends = |other: &str| {
            manifest
                .lines()
                .any(|line| line.starts_with(&format!("{other}.workspace")))
        };
        for (other, _) in ARROWS.iter().filter(|(other, _)| *other != room) {
            assert!(
                !depends(other) || may.contains(other),
                "{room} must not depend on {other}"
            );
        }
    }
}

#[test]
fn each_library_stays_in_its_room() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        for (library, home) in KEPT_IN
            .iter()
            .filter(|(_, home)| !path.starts_with(&format!("{home}/")))
            // A bench may set another library beside ours.
            .filter(|_| !path.contains("/benches/"))
        {
            for (line, code) in code_lines(&text).filter(|(_, code)| names_crate(code, library)) {
                wrong.push(format!(
                    "{path}:{line} names {library}, which belongs to {home}: {code}"
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_the_edges_touch_files_and_clocks() {
    let world = [
        "std::fs",
        "std::net",
        "std::env",
        "SystemTime",
        "Instant::now",
        "std::process",
    ];
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        if MAY_TOUCH_THE_WORLD.iter().any(|may| path.starts_with(may)) || path.contains("/laws") {
            continue;
        }
        for (line, code) in
            code_lines(&text).filter(|(_, code)| world.iter().any(|word| code.contains(word)))
        {
            wrong.push(format!("{path}:{line}: {code}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn nothing_ever_reaches_for_the_network() {
    for (path, text) in sources() {
        for (line, code) in code_lines(&text) {
            let reaches = ["std::net", "TcpStream", "UdpSocket"]
                .iter()
                .any(|word| code.contains(word));
            assert!(!reaches, "{path}:{line}: {code}");
        }
    }
}

#[test]
fn files_stay_short_enough_to_read() {
    let long: Vec<String> = sources()
        .into_iter()
        .map(|(path, text)| (path, text.lines().count()))
        .filter(|(_, lines)| *lines > 700)
        .map(|(path, lines)| format!("{path} has {lines} lines"))
        .collect();
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn names_say_what_a_file_is_about() {
    let vague = [
        "utils.rs",
        "util.rs",
        "helpers.rs",
        "common.rs",
        "misc.rs",
        "manager.rs",
    ];
    for path in sources().keys() {
        assert!(
            !vague.iter().any(|name| path.ends_with(&format!("/{name}"))),
            "{path} says nothing"
        );
    }
}
