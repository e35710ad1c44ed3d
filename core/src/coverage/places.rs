//! Where a row is in the sources, for the messages of tests.

use std::fs;
use std::path::{Path, PathBuf};

/// How many places a message names.
const MAX: usize = 3;

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder of rules");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths
        .into_iter()
        .flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] })
        .collect()
}

/// The files and lines of `core/src/rules` that have this text in quotes.
pub(crate) fn places_of(text: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let quoted = format!("\"{text}\"");
    let mut places = Vec::new();
    for path in files(&root.join("src/rules")) {
        // The rows about streams have a test of their own, which names them.
        let is_other = |name: &str| path.components().any(|part| part.as_os_str() == name);
        if is_other("schema") || is_other("streams") {
            continue;
        }
        let source = fs::read_to_string(&path).expect("a file of rules");
        let name = path.strip_prefix(root).expect("a path below the package").display().to_string();
        let lines = source.lines().zip(1..).filter(|(line, _)| line.contains(&quoted));
        places.extend(lines.map(|(_, number)| format!("core/{name}:{number}")));
    }
    match places.len() {
        0 => "core/src/rules".to_owned(),
        1..=MAX => places.join(" or "),
        more => format!("{} or {} other lines", places[..MAX - 1].join(" or "), more + 1 - MAX),
    }
}
