//! The README's table of providers is made from the rules.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use apifault::Provider;
use apifault::catalog::entries;

const BEGIN: &str = "<!-- providers: written by `make readme` -->\n";
const END: &str = "<!-- providers end -->\n";

fn table() -> String {
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
fn the_table_of_providers_in_the_readme_is_that_of_the_rules() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/project-readme.md");
    let readme = fs::read_to_string(&path).expect("the README");
    let (before, rest) = readme.split_once(BEGIN).expect("the mark before the table");
    let (known, after) = rest.split_once(END).expect("the mark after the table");
    let table = table();
    if env::var_os("WRITE_README").is_some() {
        fs::write(&path, [before, BEGIN, &table, END, after].concat()).expect("the README");
    } else {
        assert_eq!(known, table, "write it with `make readme`");
    }
}
