//! A redacted text is no longer than the text, and is not redacted further.

#![no_main]

use apifault::{redact, redact_bytes};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &[u8]| {
    let redacted = redact_bytes(text);
    assert!(redacted.len() <= text.len());
    assert_eq!(redact_bytes(&redacted), redacted);
    if let Ok(text) = core::str::from_utf8(text) {
        assert_eq!(redact(text).as_bytes(), &*redacted);
    }
});
