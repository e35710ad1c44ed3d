//! How the exceptions of SDKs print a response.

/// The texts before and after the status in `Error code: 429 - {…}` (the SDKs of OpenAI, Groq and
/// Anthropic).
pub(crate) const PRINTED_STATUS: (&[u8], &[u8]) = (b"Error code: ", b" - ");

/// What precedes the error of an upstream in prose. An object after one of them is an error even if
/// it has nothing but a message.
pub(crate) const UPSTREAM_MARKS: [&str; 5] = ["- ", "\n", "- b'", "- b\"", "rror: "];
