//! Text views.

use libc::c_char;
use std::ptr;

/// A view of UTF-8 text: `len` bytes at `data`, which may include NUL, and no NUL after them.
/// `data` is NULL if the text is absent; an empty text has a `data` that is not NULL.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct apifault_text {
    /// The first byte, or NULL.
    pub data: *const c_char,
    /// The number of bytes; 0 if `data` is NULL.
    pub len: usize,
}

impl apifault_text {
    pub(crate) const ABSENT: Self = Self { data: ptr::null(), len: 0 };

    pub(crate) const fn of(text: &str) -> Self {
        Self { data: text.as_ptr().cast(), len: text.len() }
    }

    pub(crate) fn of_option<T: AsRef<str>>(text: Option<&T>) -> Self {
        text.map_or(Self::ABSENT, |text| Self::of(text.as_ref()))
    }
}

#[cfg(test)]
impl apifault_text {
    /// The text. The report that it is borrowed from must not be freed yet.
    pub(crate) fn get(self) -> Option<String> {
        if self.data.is_null() {
            return None;
        }
        // SAFETY: `data` points to `len` bytes that are not freed yet.
        let bytes = unsafe { std::slice::from_raw_parts(self.data.cast::<u8>(), self.len) };
        Some(String::from_utf8_lossy(bytes).into_owned())
    }
}
