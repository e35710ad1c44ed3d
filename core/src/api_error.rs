//! A failed call as an error.

use core::fmt::{self, Write as _};

use crate::redact::redact;
use crate::report::Report;

impl Report<'_> {
    /// Returns the report of a successful call; the report of a failed call becomes an [`ApiError`].
    ///
    /// ```
    /// use apifault::{ApiError, Options, Response, classify};
    ///
    /// fn call() -> Result<(), ApiError> {
    ///     let response = Response::new(503, b"{}");
    ///     classify(&response, &Options::new()).into_result()?;
    ///     Ok(())
    /// }
    ///
    /// let error = call().expect_err("a failed call");
    /// assert_eq!(error.report().kind, apifault::Kind::ServiceUnavailable);
    /// ```
    ///
    /// # Errors
    ///
    /// Returns an error if the call failed, that is, if [`Report::is_success`] is false.
    pub fn into_result(self) -> Result<Self, ApiError> {
        if self.is_success() { Ok(self) } else { Err(ApiError(Box::new(self.into_owned()))) }
    }
}

/// The report of a failed call as an error, for code that returns `Result`.
///
/// [`Report::into_result`] makes it. Its text is one line without API keys and control characters.
///
/// ```
/// use apifault::{Options, Response, classify};
///
/// let body = br#"{"error":{"message":"Invalid API Key: gsk_Heron7Heron7Heron7"}}"#;
/// let error = classify(&Response::new(401, body), &Options::new())
///     .into_result()
///     .expect_err("the call failed");
/// assert_eq!(error.to_string(), "authentication (HTTP 401): Invalid API Key: gsk_***");
/// assert_eq!(error.report().status, 401);
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct ApiError(Box<Report<'static>>);

impl ApiError {
    /// The report of the failed call.
    ///
    /// ```
    /// use apifault::{Kind, Options, Response, classify};
    ///
    /// let failed = classify(&Response::new(503, b""), &Options::new());
    /// let error = failed.into_result().expect_err("the call failed");
    /// assert_eq!(error.report().kind, Kind::ServiceUnavailable);
    /// ```
    pub fn report(&self) -> &Report<'static> {
        &self.0
    }

    /// The report of the failed call, moved out of the error.
    ///
    /// ```
    /// use apifault::{Kind, Options, Response, classify};
    ///
    /// let failed = classify(&Response::new(503, b""), &Options::new());
    /// let error = failed.into_result().expect_err("the call failed");
    /// assert_eq!(error.into_report().kind, Kind::ServiceUnavailable);
    /// ```
    pub fn into_report(self) -> Report<'static> {
        *self.0
    }
}

/// The maximum number of characters of a message in an error's text.
const SHOWN_CHARS: usize = 300;

/// One line without API keys and without control characters:
/// `rate_limited (HTTP 429 from groq): Rate limit reached`.
impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let report = &*self.0;
        let upstream =
            report.upstream.as_ref().and_then(|upstream| upstream.error.message.as_ref());
        let message = upstream.or(report.error.message.as_ref()).unwrap_or(&report.action);
        write!(f, "{} (", report.kind)?;
        match report.status {
            0 => f.write_str("no HTTP status")?,
            status => write!(f, "HTTP {status}")?,
        }
        if let Some(provider) = report.provider {
            write!(f, " from {provider}")?;
        }
        f.write_str("): ")?;
        // Characters are replaced first: a key may follow a label and a control character.
        let replace = |character| if is_printed(character) { character } else { ' ' };
        let printed: String = message.chars().map(replace).collect();
        let redacted = redact(&printed);
        let mut shown = redacted.trim().chars();
        for character in shown.by_ref().take(SHOWN_CHARS) {
            f.write_char(character)?;
        }
        if shown.next().is_some() { f.write_str("...") } else { Ok(()) }
    }
}

/// Whether a character is visible text: it controls neither a terminal nor the text direction.
fn is_printed(character: char) -> bool {
    !character.is_control()
        && !matches!(character, '\u{AD}' | '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E007F}')
}

/// The report without API keys, since `unwrap` and a `main` that fails print it.
impl fmt::Debug for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ApiError").field(&self.0.redacted()).finish()
    }
}

impl std::error::Error for ApiError {}

#[cfg(test)]
mod tests {
    use crate::{Options, Response, classify};

    #[test]
    fn an_error_is_one_line_without_keys_or_control_characters() {
        let body =
            br#"{"error":{"message":"bad key gsk_Heron0Heron1Heron2\u001b[31m\nof\u202e heron"}}"#;
        let error = classify(&Response::new(401, body), &Options::new())
            .into_result()
            .expect_err("a failed call");
        assert_eq!(error.to_string(), "authentication (HTTP 401): bad key gsk_*** [31m of  heron");
    }

    #[test]
    fn a_key_after_a_control_character_is_hidden() {
        let body = br#"{"error":{"message":"bad x-api-key\u0007: Heron0Heron1Heron2"}}"#;
        let error = classify(&Response::new(401, body), &Options::new())
            .into_result()
            .expect_err("a failed call");
        assert_eq!(error.to_string(), "authentication (HTTP 401): bad x-api-key : ***");
    }

    #[test]
    fn the_debug_text_has_no_keys() {
        let body = br#"{"error":{"message":"bad key gsk_Heron0Heron1Heron2"}}"#;
        let error = classify(&Response::new(401, body), &Options::new())
            .into_result()
            .expect_err("a failed call");
        let text = format!("{error:?}");
        assert!(text.contains("bad key gsk_***") && !text.contains("Heron0"), "{text}");
    }

    #[test]
    fn a_long_message_is_cut_and_a_missing_one_is_the_action() {
        let body = format!(r#"{{"error":{{"message":"{}"}}}}"#, "x".repeat(400));
        let response = Response::new(500, body.as_bytes());
        let error = classify(&response, &Options::new()).into_result().expect_err("a failed call");
        assert!(error.to_string().ends_with(&format!("{}...", "x".repeat(300))));
        let error = classify(&Response::new(500, b""), &Options::new())
            .into_result()
            .expect_err("a failed call");
        assert!(error.to_string().starts_with("internal_error (HTTP 500): Retry later"));
    }

    #[test]
    fn a_success_is_no_error() {
        let report = classify(&Response::new(200, b"{}"), &Options::new());
        assert!(report.is_success());
        assert!(report.into_result().is_ok());
    }
}
