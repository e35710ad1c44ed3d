//! Writes `include/apifault.h` from `apifault.h.in`, and `include/apifault.hpp` from
//! `apifault.hpp.in`: cbindgen gives the declarations of each module, and the core's tables give the
//! numbers.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use apifault_core::{Advice, DelaySource, Fault, Kind, Metric, Provider, Window};
use cbindgen::{Builder, Config, ItemType, Style};

use crate::names;
use crate::result::{Outcome, VERSION_NUMBER};
use crate::text::apifault_text;

/// One constant: what follows its family's prefix, its number, and what it means.
type Constant = (String, u32, &'static str);

/// One family of numbers: its name, its constants, and the function that names them.
type Family = (&'static str, Vec<Constant>, Option<extern "C" fn(u32) -> apifault_text>);

fn constant_name(word: &str) -> String {
    word.to_uppercase().replace('-', "_")
}

fn families() -> Vec<Family> {
    macro_rules! family {
        ($family:literal, $type:ident, $name:ident) => {{
            let constant = |it: &$type| (constant_name(it.as_str()), it.as_u32(), it.meaning());
            let constants = $type::ALL.iter().map(constant).collect();
            let name: extern "C" fn(u32) -> apifault_text = names::$name;
            ($family, constants, Some(name))
        }};
    }
    let result = |&(name, it): &(&str, Outcome)| (name.to_owned(), it.number(), it.message());
    vec![
        ("RESULT", Outcome::ALL.iter().map(result).collect(), None),
        family!("KIND", Kind, apifault_kind_name),
        family!("FAULT", Fault, apifault_fault_name),
        family!("ADVICE", Advice, apifault_advice_name),
        family!("DELAY_SOURCE", DelaySource, apifault_delay_source_name),
        family!("PROVIDER", Provider, apifault_provider_name),
        family!("METRIC", Metric, apifault_metric_name),
        family!("WINDOW", Window, apifault_window_name),
    ]
}

fn constants_of(family: &str) -> Vec<Constant> {
    let mut families = families().into_iter();
    families.find(|(name, ..)| *name == family).expect("a family of numbers").1
}

fn constants(family: &str) -> String {
    let mut text = "enum {\n".to_owned();
    for (name, number, meaning) in constants_of(family) {
        write!(text, "  /// {meaning}\n  APIFAULT_{family}_{name} = {number},\n")
            .expect("a String takes all");
    }
    text + "};"
}

/// An enumeration of C++, by its family and its own name.
fn enumeration(family: &str, enumeration: &str) -> String {
    let mut text = format!("enum class {enumeration} : std::uint32_t {{\n");
    for (name, _, meaning) in constants_of(family) {
        let word = name.to_lowercase();
        write!(text, "  /// {meaning}\n  {word} = APIFAULT_{family}_{name},\n")
            .expect("a String takes all");
    }
    text + "};"
}

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

fn header() -> String {
    let mut header = String::new();
    for line in include_str!("../apifault.h.in").lines() {
        let line = line.replace("@version_number", &VERSION_NUMBER.to_string());
        let line = match line.split_once(' ') {
            Some(("@constants", family)) => constants(family),
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

fn cpp_header() -> String {
    let mut header = String::new();
    for line in include_str!("../apifault.hpp.in").lines() {
        header += &match line.strip_prefix("@enum ").and_then(|names| names.split_once(' ')) {
            Some((family, name)) => enumeration(family, name),
            None => line.to_owned(),
        };
        header += "\n";
    }
    header
}

fn compare_with_the_committed(name: &str, header: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../include").join(name);
    if env::var_os("WRITE_HEADER").is_some() {
        fs::write(&path, header).expect("the folder include can be written");
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    if let Some(line) = (0..).zip(header.lines()).find_map(|(number, line)| {
        (committed.lines().nth(number) != Some(line)).then_some(number + 1)
    }) {
        panic!("include/{name} differs from the sources in line {line}: run `make header`");
    }
    assert_eq!(committed.len(), header.len(), "include/{name}: run `make header`");
}

#[test]
fn the_committed_header_is_what_the_sources_say() {
    compare_with_the_committed("apifault.h", &header());
}

#[test]
fn the_committed_header_for_cpp_is_what_the_sources_say() {
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
    for (family, constants, name_of) in families() {
        for (constant, number, _) in constants {
            if let Some(name_of) = name_of {
                let name = name_of(number).get().expect("a name");
                assert_eq!(constant_name(&name), constant);
            }
            expected.push((format!("APIFAULT_{family}_{constant}"), number));
        }
    }
    assert_eq!(found.collect::<Vec<(String, u32)>>(), expected);
}

#[test]
fn a_number_that_nobody_knows_has_no_name_but_a_kind_is_unknown() {
    for (family, _, name_of) in families() {
        let Some(name_of) = name_of else { continue };
        for number in [1000, u32::MAX] {
            let expected = (family == "KIND").then(|| "unknown".to_owned());
            assert_eq!(name_of(number).get(), expected, "{family} {number}");
        }
    }
}

#[test]
fn every_function_says_whose_its_text_is_and_what_null_does() {
    let header = header();
    let mut functions = 0;
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
            functions += 1;
            let says = |words: &[&str]| words.iter().any(|words| comment.contains(words));
            assert!(!declaration.contains('*') || says(&["NULL"]), "{declaration}");
            let is_text = declaration.starts_with("apifault_text");
            let owned = says(&["Borrowed from `report`", "Static."]);
            assert!(!is_text || owned, "{declaration}");
        }
        comment.clear();
    }
    assert!(functions > 40, "{functions}");
}
