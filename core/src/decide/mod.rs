//! Facts and rules to verdicts. Nothing here sees a byte of the response.

pub(crate) mod code;
pub(crate) mod limits;
pub(crate) mod number;
pub(crate) mod provider;
pub(crate) mod retry;
pub(crate) mod status;
pub(crate) mod wording;
