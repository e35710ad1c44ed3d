//! Where a row can be checked.

/// Where a row can be checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Source {
    /// A page, or the form in which the row was seen.
    pub(crate) text: &'static str,
    pub(crate) is_page: bool,
}

impl Source {
    /// No source yet: a row that keeps it does not compile.
    pub(super) const MISSING: Self = Self { text: "", is_page: false };
}

/// A public page that documents the row.
pub(crate) const fn page(address: &'static str) -> Source {
    Source { text: address, is_page: true }
}

/// The form in which servers were seen to send it, if no page documents it.
pub(crate) const fn seen(form: &'static str) -> Source {
    Source { text: form, is_page: false }
}
