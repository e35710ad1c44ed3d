//! Compares the table of numbers, `tests/numbers.txt`, with the sources.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use crate::enumerations;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace")
}

/// The table as it has to be: the head of the committed one, then a line for each number.
fn table(committed: &str) -> String {
    let head = committed.split_inclusive('\n').take_while(|line| line.starts_with('#'));
    let mut table: String = head.collect();
    for enumeration in enumerations::of_the_header() {
        table += "\n";
        for value in &enumeration.values {
            writeln!(table, "{}.{} = {}", enumeration.name, value.name, value.number)
                .expect("a String takes all");
        }
    }
    table
}

#[test]
fn the_table_of_numbers_is_what_the_sources_say() {
    let path = root().join("tests/numbers.txt");
    let mut committed = fs::read_to_string(&path).expect("tests/numbers.txt");
    let table = table(&committed);
    if env::var_os("WRITE_GENERATED").is_some() {
        fs::write(&path, &table).expect("tests/numbers.txt can be written");
        committed.clone_from(&table);
    }
    let difference = |a: &str, b: &str| -> Vec<String> {
        let b: BTreeSet<_> = b.lines().collect();
        a.lines().filter(|line| !b.contains(line)).map(str::to_owned).collect()
    };
    let (missing, unknown) = (difference(&table, &committed), difference(&committed, &table));
    assert!(
        table == committed,
        "tests/numbers.txt lacks {missing:?} and has {unknown:?}: run `make generated`"
    );
}

fn sources(folder: PathBuf) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder of sources");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let inner = paths.map(|path| if path.is_dir() { sources(path) } else { vec![path] });
    inner.flatten().collect()
}

/// `DelaySource` as `delay_source`.
fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    for (at, character) in name.char_indices() {
        if at > 0 && character.is_uppercase() {
            snake.push('_');
        }
        snake.extend(character.to_lowercase());
    }
    snake
}

#[test]
fn every_enumeration_of_the_core_is_in_the_table() {
    let mut found = BTreeSet::from(["result".to_owned()]);
    for path in sources(root().join("core/src")) {
        let source = fs::read_to_string(path).expect("a source");
        for declaration in source.split("named_enum! {").skip(1) {
            let is_name = |line: &&str| !line.is_empty() && !line.starts_with(['/', '#']);
            let name = declaration.lines().map(str::trim).find(is_name).expect("a name");
            found.insert(snake_case(name.trim_end_matches(" {")));
        }
    }
    let listed: BTreeSet<_> = enumerations::of_the_header()
        .iter()
        .map(|enumeration| enumeration.name.to_owned())
        .collect();
    assert_eq!(found, listed, "enumerations.rs lists other enumerations than the core has");
}
