//! Makes the phf map of header names at compile time, as a user of phf does.

use std::path::Path;
use std::{env, fs};

use apifault::catalog;

fn main() {
    let names: Vec<String> = catalog::entries()
        .filter(|entry| entry.table == "headers")
        .map(|entry| entry.matches.to_ascii_lowercase())
        .collect();
    let mut map = phf_codegen::Map::new();
    for (row, name) in names.iter().enumerate() {
        map.entry(name.as_bytes(), row.to_string());
    }
    let source = format!("static HEADERS: phf::Map<&[u8], usize> = {};\n", map.build());
    let folder = env::var_os("OUT_DIR").expect("cargo sets it");
    fs::write(Path::new(&folder).join("headers.rs"), source).expect("the folder can be written");
}
