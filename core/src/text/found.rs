//! What a text says about one failed call.

use std::borrow::Cow;

use super::bytes;
use super::words::Lines;
use crate::classify::classify_one;
use crate::failure::classify_failure;
use crate::kind::{Failure, Provider};
use crate::read::http_message;
use crate::report::{ErrorObject, Report};
use crate::response::{Options, Response};

/// What a text has of a failure, the weakest first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Evidence {
    /// Only known wording.
    Words,
    /// The class of an exception, or the words of a connection that failed.
    #[default]
    Class,
    /// A status.
    Status,
    /// The error that a server sent.
    Body,
}

/// What a text says about one failed call.
#[derive(Clone, Debug, Default)]
pub(crate) struct Found {
    pub(crate) evidence: Evidence,
    /// The status that the text states, or 0.
    pub(crate) status: u16,
    /// The status that only the body states, or 0: the body says what it means.
    pub(crate) stated: u16,
    /// The headers that the text shows.
    pub(crate) headers: Vec<(String, String)>,
    /// The body as JSON, whatever its notation in the text, or the words of the message.
    pub(crate) body: String,
    /// Why there is no response, if there is none.
    pub(crate) failure: Option<Failure>,
    /// The class of the exception.
    pub(crate) class: Option<String>,
    /// The address of the request.
    pub(crate) address: Option<String>,
    /// Who was called, by the address or the client.
    pub(crate) provider: Option<Provider>,
    /// The model that was asked for.
    pub(crate) model: Option<String>,
}

impl Found {
    /// Reads a response as `curl -i` prints it, if a text begins with one that failed.
    #[inline(never)]
    pub(super) fn from_raw(text: &str) -> Option<Self> {
        let text = bytes::strip(text, char::is_whitespace, |_| false);
        let parts = http_message::split(text.as_bytes()).ok()?;
        if parts.status < 400 {
            return None;
        }
        // The parts of a text are texts.
        let name = |bytes| bytes::owned(core::str::from_utf8(bytes).unwrap_or_default());
        let mut found = Self { evidence: Evidence::Body, status: parts.status, ..Self::default() };
        let head = name(parts.head);
        let mut lines = Lines(&head);
        lines.next();
        while let Some(line) = lines.next() {
            // The colon at the start of a pseudo-header is part of its name.
            let colon = memchr::memchr(b':', bytes::after(line.as_bytes(), 1));
            if let Some(colon) = colon {
                let (name, value) = (bytes::part(line, 0, colon + 1), bytes::from(line, colon + 2));
                found
                    .headers
                    .push((bytes::owned(bytes::trim(name)), bytes::owned(bytes::trim(value))));
            }
        }
        found.body = name(parts.body);
        Some(found)
    }

    /// The report of the failure.
    #[inline(never)]
    pub(crate) fn report(&self, options: &Options) -> Report<'static> {
        let options = match self.provider {
            Some(provider) => options.with_provider(provider),
            None => *options,
        };
        if let Some(failure) = self.failure {
            let error = ErrorObject {
                type_: self.class.clone().map(Cow::Owned),
                message: (!self.body.is_empty()).then(|| Cow::Owned(self.body.clone())),
                ..ErrorObject::default()
            };
            return classify_failure(failure, error, &options).into_owned();
        }
        let response = Response::new(self.status, self.body.as_bytes())
            .with_headers(self.headers.iter().map(|(name, value)| (&**name, &**value)));
        let mut report = classify_one(&response, &options).into_owned();
        if report.status == 0 {
            report.status = self.stated;
        }
        report
    }
}
