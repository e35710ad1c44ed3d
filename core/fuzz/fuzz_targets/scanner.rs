//! The JSON scanner reads any text without a panic, and JSON as `serde_json` reads it.

#![no_main]

use libfuzzer_sys::fuzz_target;
use read::json::{Descend, Reader, Value, Visitor};
use read::json_differential::compare;

/// The scanner is private to the core, so its files are compiled here once more.
#[allow(dead_code, reason = "the core uses the rest")]
#[path = "../../src/read"]
mod read {
    mod http_message;
    pub(crate) mod json;
    pub(crate) mod json_differential;
    mod swar;
}

/// What the scanner uses of the core's rules.
mod rules {
    pub(crate) mod schema {
        /// As in `core/src/rules/schema.rs`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum JsonType {
            String,
            Number,
            Container,
            Literal,
        }
    }
}

/// Enters everything and decodes everything.
struct Everything<'t> {
    text: &'t [u8],
}

impl Visitor for Everything<'_> {
    type Parent = ();

    fn enter(&mut self, (): (), _key: &[u8], _is_list: bool) -> Option<Descend<()>> {
        Some(Descend { parent: (), each: true })
    }

    fn wants_first_string(&self, (): (), key: &[u8]) -> bool {
        key.len() % 2 == 0
    }

    fn first_string(&mut self, (): (), _key: &[u8], value: Value) {
        decode(value, self.text);
    }

    fn value(&mut self, (): (), _key: &[u8], value: Value) {
        decode(value, self.text);
    }
}

/// Decoding replaces invalid bytes, and a buffer gets the beginning of what is decoded.
fn decode(value: Value, text: &[u8]) {
    let _ = value.decode(text);
    let whole = value.unescape(text);
    let mut buffer = [0; 16];
    let beginning = value.unescape_into(text, &mut buffer);
    assert!(whole.starts_with(beginning));
    assert!(beginning.len() == whole.len().min(16));
}

fn scan<const PYTHON: bool>(text: &[u8]) {
    let reader = || Reader::<PYTHON>::new(text, 0);
    // A text that breaks off gives an error, after what precedes the break.
    let _ = reader().read((), &mut Everything { text });
    let _ = reader().read_each((), &mut Everything { text });
    if let Ok(value) = reader().scalar() {
        decode(value, text);
    }
    if text.starts_with(b"[") {
        reader().scalars().for_each(|value| decode(value, text));
    }
}

fuzz_target!(|text: &[u8]| {
    compare(text);
    scan::<false>(text);
    scan::<true>(text);
});
