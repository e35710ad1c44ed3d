//! The rules of each provider, a file for each. `groq.rs` is the model.

pub(crate) mod list;

use super::schema::ProviderRules;
use list::with_providers;

/// Declares the files, and the table of their rules in the order of the list.
macro_rules! files {
    ($($variant:ident = $number:literal, $name:literal in $file:ident, $meaning:literal;)+) => {
        $(pub(crate) mod $file;)+

        /// The rules of every provider.
        pub(crate) const PROVIDERS: &[&ProviderRules] =
            &[$(&$file::RULES,)+];
    };
}

with_providers!(files);
