//! Hiding keys.

use libc::c_char;

use crate::guard::guard_result;
use crate::memory;
use crate::numbers::apifault_result;
use crate::outcome::Outcome;

/// Copies a text, and shortens every API key, token, password and cookie in it to its first
/// characters and `***`, so that the copy can be printed or logged. Servers repeat keys in their
/// messages.
///
/// - `text`: any bytes, such as a text of a report.
/// - `redacted`: receives the copy, which is never longer than the text: memory of the caller with
///   room for `text_len` bytes, apart from `text`. It may be NULL if `text_len` is 0.
/// - `redacted_len`: receives the length of the copy.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_redact(
    text: *const c_char,
    text_len: usize,
    redacted: *mut c_char,
    redacted_len: *mut usize,
) -> apifault_result {
    guard_result(|| {
        if redacted_len.is_null() {
            return Err(Outcome::NullPointer);
        }
        // SAFETY: the caller keeps the header's contract.
        let text = unsafe { memory::bytes(text, text_len) }?;
        let copy = apifault_core::redact_bytes(text);
        // SAFETY: the caller keeps the header's contract, and the copy is no longer than the text.
        unsafe { memory::write_bytes(redacted, &copy) }?;
        // SAFETY: the caller keeps the header's contract.
        unsafe { memory::write(redacted_len, copy.len()) }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_of_the_shared_rows_is_hidden() {
        for line in include_str!("../../tests/redactions.jsonl").lines() {
            let row: serde_json::Value = serde_json::from_str(line).expect("a row");
            let text = row["text"].as_str().expect("a text");
            let mut copy = vec![0_u8; text.len()];
            let mut len = usize::MAX;
            // SAFETY: as many bytes as the text has are there.
            let result = unsafe {
                let (from, to) = (text.as_ptr().cast(), copy.as_mut_ptr().cast());
                apifault_redact(from, text.len(), to, &raw mut len)
            };
            assert_eq!(result, 0);
            assert_eq!(
                std::str::from_utf8(&copy[..len]),
                Ok(row["redacted"].as_str().expect("it"))
            );
        }
    }
}
