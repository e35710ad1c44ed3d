//! Writes `include/apifault.h` from `apifault.h.in`, and the enumerations in `include/apifault.hpp`.
//! The declarations of each module come from cbindgen, the numbers from the core's enumerations.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use cbindgen::{Builder, Config, ItemType, Style};

use crate::enumerations::{self, Enumeration};
use crate::result::VERSION_NUMBER;

/// Between these lines, `apifault.hpp` is generated; the rest of it is written by hand.
const GENERATED: &str = "// Generated from here on: run `make generated`.\n";
const BY_HAND: &str = "// Written by hand from here on.\n";

/// What cbindgen declares of one module.
fn declarations(module: &str, style: Style, items: Vec<ItemType>) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut config = Config::from_file(root.join("cbindgen.toml")).expect("cbindgen.toml");
    config.style = style;
    config.export.item_types = items;
    let mut text = Vec::new();
    Builder::new()
        .with_config(config)
        .with_src(root.join("src").join(module))
        .generate()
        .expect("cbindgen reads the module")
        .write(&mut text);
    let text = String::from_utf8(text).expect("cbindgen writes UTF-8");
    text.trim().to_owned()
}

/// The comment of an enumeration's type, and its typedef.
fn comment_and_typedef(name: &str) -> (String, String) {
    let types = declarations("numbers.rs", Style::Type, vec![ItemType::Typedefs]);
    let typedef = format!("typedef uint32_t apifault_{name};");
    let block = types.split("\n\n").find(|block| block.ends_with(&typedef));
    let comment = block.expect("each enumeration has a type").trim_end_matches(&typedef);
    (comment.to_owned(), typedef)
}

fn c_enumeration(name: &str) -> String {
    let enumerations = enumerations::of_the_header();
    let enumeration = enumerations.iter().find(|enumeration| enumeration.name == name);
    let enumeration = enumeration.expect("the name of an enumeration");
    let (comment, typedef) = comment_and_typedef(name);
    let mut text = comment + &typedef + "\nenum {\n";
    for value in &enumeration.values {
        let constant = enumeration.constant(value);
        write!(text, "  /// {}\n  {constant} = {},\n", value.meaning, value.number)
            .expect("a String takes all");
    }
    text + "};"
}

fn cpp_enumeration(enumeration: &Enumeration) -> String {
    let (comment, _) = comment_and_typedef(enumeration.name);
    let mut text = format!("{comment}enum class {} : std::uint32_t {{\n", enumeration.name);
    for value in &enumeration.values {
        let (name, constant) = (value.identifier(), enumeration.constant(value));
        write!(text, "  /// {}\n  {name} = {constant},\n", value.meaning)
            .expect("a String takes all");
    }
    text + "};\n\n"
}

fn header() -> String {
    let mut header = String::new();
    for line in include_str!("../apifault.h.in").lines() {
        let line = line.replace("@version_number", &VERSION_NUMBER.to_string());
        let line = match line.split_once(' ') {
            Some(("@number", name)) => c_enumeration(name),
            Some(("@typedef", name)) => {
                let (comment, typedef) = comment_and_typedef(name);
                comment + &typedef
            }
            Some(("@functions", module)) => {
                declarations(module, Style::Type, vec![ItemType::Functions])
            }
            Some(("@structs", module)) => {
                declarations(module, Style::Both, vec![ItemType::Structs, ItemType::OpaqueItems])
            }
            _ => line,
        };
        header += &line;
        header += "\n";
    }
    header
}

/// The committed header for C++ with the enumerations as they have to be.
fn cpp_header() -> String {
    let committed = fs::read_to_string(include("apifault.hpp")).expect("apifault.hpp");
    let (before, rest) = committed.split_once(GENERATED).expect("the first marker");
    let (_, after) = rest.split_once(BY_HAND).expect("the second marker");
    let enumerations = enumerations::of_the_header();
    let enumerations: String = enumerations.iter().map(cpp_enumeration).collect();
    format!("{before}{GENERATED}\n{enumerations}{BY_HAND}{after}")
}

fn include(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../include").join(name)
}

fn compare_with_the_committed(name: &str, header: &str) {
    let path = include(name);
    if env::var_os("WRITE_GENERATED").is_some() {
        fs::write(&path, header).expect("the folder include can be written");
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    if let Some(line) = (0..).zip(header.lines()).find_map(|(number, line)| {
        (committed.lines().nth(number) != Some(line)).then_some(number + 1)
    }) {
        panic!("include/{name} differs from the sources in line {line}: run `make generated`");
    }
    assert_eq!(committed.len(), header.len(), "include/{name}: run `make generated`");
}

#[test]
fn the_committed_header_is_what_the_sources_say() {
    compare_with_the_committed("apifault.h", &header());
}

#[test]
fn the_enumerations_of_the_header_for_cpp_are_what_the_sources_say() {
    compare_with_the_committed("apifault.hpp", &cpp_header());
}

#[test]
fn every_constant_of_the_header_has_the_number_and_the_name_of_its_table() {
    let header = header();
    let found = header
        .lines()
        .filter_map(|line| line.trim().strip_suffix(',')?.split_once(" = "))
        .map(|(name, number)| (name.to_owned(), number.parse().expect("a number")));
    let mut expected = Vec::new();
    for enumeration in enumerations::of_the_header() {
        for value in &enumeration.values {
            if let Some(name_of) = enumeration.name_of {
                assert_eq!(name_of(value.number).get().as_deref(), Some(value.name));
            }
            expected.push((enumeration.constant(value), value.number));
        }
    }
    assert_eq!(found.collect::<Vec<(String, u32)>>(), expected);
}

#[test]
fn an_unknown_number_has_no_name_but_an_unknown_kind_is_unknown() {
    for enumeration in enumerations::of_the_header() {
        let Some(name_of) = enumeration.name_of else { continue };
        for number in [1000, u32::MAX] {
            let expected = (enumeration.name == "kind").then(|| "unknown".to_owned());
            assert_eq!(name_of(number).get(), expected, "{} {number}", enumeration.name);
        }
    }
}

/// The functions of the header, each with its comment.
fn functions(header: &str) -> Vec<(String, String)> {
    let mut functions = Vec::new();
    let mut comment = String::new();
    let mut lines = header.lines();
    while let Some(line) = lines.next() {
        if let Some(text) = line.strip_prefix("///") {
            comment += text;
            continue;
        }
        if line.contains(" apifault_") && line.contains('(') && !line.starts_with(' ') {
            let mut declaration = line.to_owned();
            while !declaration.ends_with(';') {
                declaration += lines.next().expect("the declaration ends");
            }
            functions.push((comment.clone(), declaration));
        }
        comment.clear();
    }
    assert!(functions.len() > 40, "{}", functions.len());
    functions
}

#[test]
fn every_function_is_described_without_what_the_contract_says_already() {
    for (comment, declaration) in functions(&header()) {
        assert!(!comment.is_empty(), "{declaration}");
        for said in ["for NULL", "Borrowed", "Static.", "absent where"] {
            assert!(!comment.contains(said), "{declaration}: the contract says \"{said}\"");
        }
    }
}

#[test]
fn every_number_of_the_header_has_the_type_of_its_enumeration() {
    let header = header();
    let first_function = header.find("(void);").expect("a function without parameters");
    for enumeration in enumerations::of_the_header() {
        let typedef = format!("typedef uint32_t apifault_{};", enumeration.name);
        let at = header.find(&typedef).expect("a type");
        assert!(at < first_function, "{typedef} comes after a function");
    }
    let is_bare = |line: &&str| line.contains("uint32_t ") && !line.starts_with("typedef ");
    let bare: Vec<_> = header.lines().filter(is_bare).map(str::trim).collect();
    let mut expected = vec!["uint32_t apifault_version_number(void);", "uint32_t reserved;"];
    // Counts and tokens of a retry policy.
    expected.extend(["uint32_t max_attempts;", "uint32_t max_now_retries;"]);
    expected.extend(["uint32_t retry_cost;", "uint32_t timeout_retry_cost;"]);
    expected.extend(["uint32_t rate_limit_retry_cost;", "uint32_t success_refund;"]);
    expected.extend(["uint32_t attempts;", "uint32_t now_retries;", "uint32_t last_cost;"]);
    expected.extend(["uint32_t reserved;", "uint32_t capacity;", "uint32_t tokens;"]);
    assert_eq!(bare, expected);
}
