//! Why no failure was found in a text.

/// Why no failure was found in a text.
///
/// ```
/// use apifault::{Options, classify_text};
///
/// let text = "Starting up\nListening on port 8080\n";
/// let error = classify_text(text, &Options::new()).expect_err("nothing failed");
/// assert_eq!(error.nearest_line, None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NotFound {
    /// The number of the line that came nearest, from 1, if one has something of a failure.
    pub nearest_line: Option<usize>,
    /// What would help, in one sentence.
    pub hint: &'static str,
}

/// What would help a text that describes no failure.
pub(super) const NO_STATUS: &str =
    "Give the status and the body of the response, or the whole text of the exception.";
pub(super) const NO_WORDS: &str =
    "Give the lines around it too: it has a status, but nothing says that a call failed.";

impl core::fmt::Display for NotFound {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self.nearest_line {
            Some(line) => {
                write!(f, "found no failed call; line {line} came nearest. {}", self.hint)
            }
            None => write!(f, "found no failed call. {}", self.hint),
        }
    }
}

impl std::error::Error for NotFound {}
