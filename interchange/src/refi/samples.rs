//! Files that other programs wrote, for tests.

use std::path::Path;

/// A sample by its name.
pub(super) fn bytes(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../samples/refi");
    std::fs::read(folder.join(name)).unwrap()
}
