//! What is made from the rules and enumerations: the README's table of providers, the guide's tables of
//! scopes and failures, the enumerations in Python, and those in the schema of the vectors. `make generated` writes
//! it.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use apifault::catalog::entries;
use apifault::{
    Advice, DelaySource, Ended, Failure, Fault, GiveUp, Kind, Metric, Provider, Remedy, Scope,
    Window,
};

/// Compares a file with what `generate` makes of its text, or writes it.
fn check(file: &str, generate: impl Fn(&str) -> String) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(file);
    let committed = fs::read_to_string(&path).expect(file);
    let generated = generate(&committed);
    if env::var_os("WRITE_GENERATED").is_some() {
        if committed != generated {
            fs::write(&path, generated).expect(file);
        }
        return;
    }
    let mut lines = committed.lines().zip(generated.lines()).zip(1..);
    if let Some(((is, must_be), number)) = lines.find(|((is, must_be), _)| is != must_be) {
        panic!("{file}:{number} is\n{is}\nand must be\n{must_be}\nRun `make generated`.");
    }
    assert_eq!(committed.len(), generated.len(), "{file} is out of date: run `make generated`");
}

/// The text with `replacement` between the end of `begin` and the next `end`.
fn replace_between(text: &str, begin: &str, end: &str, replacement: &str) -> String {
    let (before, rest) = text.split_once(begin).expect(begin);
    let (_, after) = rest.split_once(end).expect(end);
    [before, begin, replacement, end, after].concat()
}

fn table_of_providers() -> String {
    let entries: Vec<_> = entries().collect();
    let mut table = String::from(
        "| provider | codes | wordings | headers | members and marks | documented at |\n\
         |---|---|---|---|---|---|\n",
    );
    for &provider in Provider::ALL {
        let own = entries.iter().filter(|entry| entry.provider == Some(provider));
        let count =
            |tables: &[&str]| own.clone().filter(|entry| tables.contains(&entry.table)).count();
        let pages: BTreeSet<_> = own
            .clone()
            .filter(|entry| entry.is_documented)
            .filter_map(|entry| entry.source.split('/').next())
            .filter(|host| host.contains('.') && !host.contains(' '))
            .collect();
        let pages: Vec<_> = pages.into_iter().collect();
        writeln!(
            table,
            "| `{provider}` | {} | {} | {} | {} | {} |",
            count(&["codes"]),
            count(&["phrases"]),
            count(&["headers"]),
            count(&["members", "envelopes", "marks", "quotas"]),
            pages.join(", "),
        )
        .expect("a string takes all");
    }
    table
}

#[test]
fn the_readme_has_a_row_for_every_provider() {
    let begin = "<!-- providers: written by `make generated` -->\n";
    let end = "<!-- providers end -->\n";
    check("README.md", |text| replace_between(text, begin, end, &table_of_providers()));
}

fn table_of_scopes() -> String {
    let follows = |kind: &Kind| (kind.scope(), kind.remedies());
    let code = |names: &[&str]| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>();
    let mut table = String::from("| kind | `scope` | `remedies` |\n|---|---|---|\n");
    for (at, first) in Kind::ALL.iter().enumerate() {
        if Kind::ALL[..at].iter().any(|kind| follows(kind) == follows(first)) {
            continue;
        }
        let same = Kind::ALL.iter().filter(|kind| follows(kind) == follows(first));
        let kinds: Vec<_> = same.map(|kind| kind.as_str()).collect();
        let remedies: Vec<_> = first.remedies().iter().map(Remedy::as_str).collect();
        let row = [code(&kinds), code(&[first.scope().as_str()]), code(&remedies)];
        let [kinds, scope, remedies] = row.map(|cell| cell.join(", "));
        writeln!(table, "| {kinds} | {scope} | {remedies} |").expect("a string takes all");
    }
    table
}

#[test]
fn the_guide_has_the_scope_and_the_remedies_of_every_kind() {
    let begin = "<!-- scopes: written by `make generated` -->\n";
    let end = "<!-- scopes end -->\n";
    check("core/GUIDE.md", |text| replace_between(text, begin, end, &table_of_scopes()));
}

fn table_of_failures() -> String {
    let mut table =
        String::from("| failure | what happened | kind | what to do |\n|---|---|---|---|\n");
    for &failure in Failure::ALL {
        let (meaning, action) = (failure.meaning(), failure.rule().action());
        writeln!(table, "| `{failure}` | {meaning} | `{}` | {action} |", failure.kind())
            .expect("a string takes all");
    }
    table
}

#[test]
fn the_guide_has_the_kind_and_the_action_of_every_failure() {
    let begin = "<!-- failures: written by `make generated` -->\n";
    let end = "<!-- failures end -->\n";
    check("core/GUIDE.md", |text| replace_between(text, begin, end, &table_of_failures()));
}

/// A docstring in lines of at most 100 characters, indented by four.
fn docstring(sentence: &str) -> String {
    const WIDTH: usize = 100;
    let indent = "    ";
    let mut lines = vec![format!("{indent}\"\"\"")];
    for word in sentence.split(' ') {
        let line = lines.last_mut().expect("a line");
        let space = if line.ends_with('"') || line == indent { "" } else { " " };
        if line.len() + space.len() + word.len() + 3 <= WIDTH {
            line.push_str(space);
            line.push_str(word);
        } else {
            lines.push(format!("{indent}{word}"));
        }
    }
    if lines.len() > 1 {
        lines.push(format!("{indent}\"\"\"\n"));
    } else {
        lines[0].push_str("\"\"\"\n");
    }
    lines.join("\n")
}

/// The text of a Python module with the members of one enumeration as they have to be. A name and its
/// meaning are a member.
fn with_members(text: &str, class: &str, members: &[(&str, &str)]) -> String {
    let head = format!("class {class}(_Word):\n");
    let (before, body) = text.split_once(&head).expect(class);
    let is_member = |line: &&str| {
        let name = line.strip_prefix("    ").and_then(|line| line.split_once(" = \""));
        name.is_some_and(|(name, _)| name.chars().all(|c| c.is_ascii_uppercase() || c == '_'))
    };
    let lines: Vec<&str> = body.split_inclusive('\n').collect();
    let first = lines.iter().position(is_member).expect("a member");
    // A property or another class follows after an empty line.
    let count = lines[first..].iter().take_while(|line| !line.trim().is_empty()).count();
    let constant = |name: &str| name.to_uppercase().replace('-', "_");
    let members = members.iter().map(|(name, meaning)| {
        format!("    {} = \"{name}\"\n{}", constant(name), docstring(meaning))
    });
    let members = members.collect::<Vec<_>>().concat();
    let (docstring, rest) = (lines[..first].concat(), lines[first + count..].concat());
    [before, &head, &docstring, &members, &rest].concat()
}

/// The names of an enumeration, in order.
macro_rules! names {
    ($type:ident) => {
        $type::ALL.iter().map(|value| value.as_str()).collect::<Vec<&str>>()
    };
}

#[test]
fn every_enumeration_in_python_has_the_members_of_rust() {
    check("python/src/apifault/_enums.py", |text| {
        let mut text = text.to_owned();
        macro_rules! write {
            ($($type:ident)+) => {
                $(
                    let members = $type::ALL.iter().map(|value| (value.as_str(), value.meaning()));
                    text = with_members(&text, stringify!($type), &members.collect::<Vec<_>>());
                )+
            };
        }
        write!(Kind Fault Advice Scope Remedy Provider DelaySource Metric Window Failure Ended GiveUp);
        text
    });
}

#[test]
fn every_word_of_a_report_is_in_the_types_of_its_dict() {
    check("python/src/apifault/_dicts.py", |text| {
        let mut text = text.to_owned();
        macro_rules! write {
            ($($class:literal $member:literal $type:ident)+) => {
                $(
                    let (before, body) = text.split_once($class).expect($class);
                    let begin = concat!("    ", $member);
                    let words = names!($type).into_iter().map(|name| format!("        \"{name}\",\n"));
                    let body = replace_between(body, begin, "    ]", &words.collect::<String>());
                    text = [before, $class, &body].concat();
                )+
            };
        }
        write! {
            "class RetryDict" "advice: Literal[\n" Advice
            "class RetryDict" "source: Literal[\n        None,\n" DelaySource
            "class LimitDict" "metric: Literal[\n" Metric
            "class LimitDict" "window: Literal[\n        None,\n" Window
            "class UpstreamDict" "provider: Literal[\n        None,\n" Provider
            "class ReportDict" "kind: Literal[\n" Kind
            "class ReportDict" "fault: Literal[\n" Fault
            "class ReportDict" "provider: Literal[\n        None,\n" Provider
            "class ReportDict" "scope: Literal[\n" Scope
        }
        let begin = "    remedies: list[\n        Literal[\n";
        let words = names!(Remedy).into_iter().map(|name| format!("            \"{name}\",\n"));
        replace_between(&text, begin, "        ]", &words.collect::<String>())
    });
}

/// Names as the members of a JSON array, in lines of at most 100 characters.
fn array(names: &[&str]) -> String {
    let mut lines = vec![String::new()];
    for (at, name) in names.iter().enumerate() {
        let item = format!("\"{name}\"{}", if at + 1 < names.len() { "," } else { "" });
        let line = lines.last_mut().expect("a line");
        if line.is_empty() {
            line.push_str(&item);
        } else if line.len() + item.len() + 9 <= 100 {
            line.push(' ');
            line.push_str(&item);
        } else {
            lines.push(item);
        }
    }
    format!("        {}\n", lines.join("\n        "))
}

#[test]
fn the_schema_of_the_vectors_has_every_kind_scope_remedy_and_provider() {
    check("tests/vectors/schema.json", |text| {
        let begin = |name: &str| format!("    \"{name}\": {{\n      \"enum\": [\n");
        let text = replace_between(text, &begin("kind"), "      ]", &array(&names!(Kind)));
        let text = replace_between(&text, &begin("scope"), "      ]", &array(&names!(Scope)));
        let text = replace_between(&text, &begin("remedy"), "      ]", &array(&names!(Remedy)));
        replace_between(&text, &begin("provider"), "      ]", &array(&names!(Provider)))
    });
}
