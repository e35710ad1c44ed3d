//! Prints the rules that are specific to one provider, with their sources.
//!
//! ```sh
//! cargo run -p apifault --example catalog -- mistral
//! ```

use std::error::Error;

use apifault::{Provider, rules};

fn main() -> Result<(), Box<dyn Error>> {
    let name = std::env::args().nth(1).unwrap_or_else(|| "groq".to_owned());
    let provider: Provider = name.parse()?;
    for row in rules::rows().filter(|row| row.provider == Some(provider)) {
        println!("{}: {} -> {} ({})", row.table, row.looks_for, row.tells, row.source);
    }
    Ok(())
}
