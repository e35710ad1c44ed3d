//! A report as attributes of OpenTelemetry.

use std::borrow::Cow;

use crate::kind::{Kind, Provider};
use crate::redact::redact;
use crate::report::Report;
use crate::rules::telemetry::PROVIDER_NAMES;

/// The value of an attribute: see [`Report::attributes`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AttributeValue<'a> {
    /// A text.
    Text(Cow<'a, str>),
    /// A whole number.
    Number(u64),
}

/// The name of an attribute, and its value.
type Attribute<'a> = (&'static str, AttributeValue<'a>);

/// What `error.type` holds if nothing more precise is known.
///
/// Source: opentelemetry.io/docs/specs/semconv/registry/attributes/error.
const OTHER_ERROR: &str = "_OTHER";

fn text(text: &str) -> AttributeValue<'_> {
    AttributeValue::Text(Cow::Borrowed(text))
}

fn without_keys(text: &str) -> AttributeValue<'_> {
    AttributeValue::Text(redact(text))
}

/// The attributes that have a value.
fn stated<'a, const N: usize>(
    attributes: [(&'static str, Option<AttributeValue<'a>>); N],
) -> Vec<Attribute<'a>> {
    attributes.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}

/// The name of a provider in the conventions; its own name if they have none.
fn provider_name(provider: Provider) -> &'static str {
    let row = PROVIDER_NAMES.iter().find(|(known, _)| *known == provider);
    row.map_or(provider.as_str(), |&(_, name)| name)
}

impl Report<'_> {
    /// The report as attributes, for a span, or as labels of a metric: each has few values.
    ///
    /// The semantic conventions of OpenTelemetry name `error.type`, which is the kind of a failure,
    /// `http.response.status_code`, and `gen_ai.provider.name`; these are missing if the report has no
    /// failure, no status or no provider. The others are always there: `apifault.kind`, `apifault.fault`,
    /// `apifault.retry.advice`, `apifault.scope`.
    ///
    /// ```
    /// use apifault::{AttributeValue, Options, Provider, Response, classify};
    ///
    /// let options = Options::new().with_provider(Provider::Bedrock);
    /// let report = classify(&Response::new(429, b""), &options);
    /// let attributes = report.attributes();
    /// let text = |text: &'static str| AttributeValue::Text(text.into());
    /// assert_eq!(attributes[0], ("error.type", text("rate_limited")));
    /// assert_eq!(attributes[1], ("http.response.status_code", AttributeValue::Number(429)));
    /// assert_eq!(attributes[2], ("gen_ai.provider.name", text("aws.bedrock")));
    /// ```
    pub fn attributes(&self) -> Vec<(&'static str, AttributeValue<'static>)> {
        let error = match self.kind {
            Kind::Unknown => Some(OTHER_ERROR),
            kind => (!kind.is_success()).then(|| kind.as_str()),
        };
        let status = (self.status != 0).then(|| AttributeValue::Number(self.status.into()));
        let attributes = [
            ("error.type", error.map(text)),
            ("http.response.status_code", status),
            ("gen_ai.provider.name", self.provider.map(provider_name).map(text)),
            ("apifault.kind", Some(text(self.kind.as_str()))),
            ("apifault.fault", Some(text(self.fault.as_str()))),
            ("apifault.retry.advice", Some(text(self.retry.advice.as_str()))),
            ("apifault.scope", Some(text(self.scope.as_str()))),
        ];
        stated(attributes)
    }

    /// The attributes that may have many values, for a span or a log record: as labels of a metric they
    /// would make too many series. Their texts are without API keys.
    ///
    /// `apifault.rule` is always there. The others are missing if the report does not have them:
    /// `apifault.retry.delay_ms`, `apifault.retry.source`, `apifault.request_id`, `apifault.error.type`,
    /// `apifault.error.code`, `apifault.error.param`, and `apifault.upstream.provider`,
    /// `apifault.upstream.status`, `apifault.upstream.type`, `apifault.upstream.code` of the error
    /// behind a gateway.
    ///
    /// ```
    /// use apifault::{AttributeValue, Options, Response, classify};
    ///
    /// let response = Response::new(429, b"").with_headers([("retry-after", "2")]);
    /// let report = classify(&response, &Options::new());
    /// let delay = ("apifault.retry.delay_ms", AttributeValue::Number(2_000));
    /// assert!(report.detailed_attributes().contains(&delay));
    /// ```
    pub fn detailed_attributes<'a>(&'a self) -> Vec<(&'static str, AttributeValue<'a>)> {
        let number = |number: Option<u64>| number.map(AttributeValue::Number);
        let sent = |text: &'a Option<Cow<'_, str>>| text.as_deref().map(without_keys);
        let (error, upstream) = (&self.error, self.upstream.as_ref());
        let details = [
            ("apifault.rule", Some(text(&self.rule))),
            ("apifault.retry.delay_ms", number(self.retry.delay_ms)),
            ("apifault.retry.source", self.retry.source.map(|source| text(source.as_str()))),
            ("apifault.request_id", sent(&self.request_id)),
            ("apifault.error.type", sent(&error.type_)),
            ("apifault.error.code", sent(&error.code)),
            ("apifault.error.param", sent(&error.param)),
            (
                "apifault.upstream.provider",
                upstream.and_then(|inner| inner.provider).map(provider_name).map(text),
            ),
            (
                "apifault.upstream.status",
                number(upstream.and_then(|inner| inner.status).map(u64::from)),
            ),
            ("apifault.upstream.type", upstream.and_then(|inner| sent(&inner.error.type_))),
            ("apifault.upstream.code", upstream.and_then(|inner| sent(&inner.error.code))),
        ];
        stated(details)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Options, Response, classify};

    fn names(attributes: &[Attribute<'_>]) -> Vec<&'static str> {
        attributes.iter().map(|&(name, _)| name).collect()
    }

    #[test]
    fn a_success_without_a_provider_has_no_error() {
        let report = classify(&Response::new(200, b"{}"), &Options::new());
        let expected = [
            "http.response.status_code",
            "apifault.kind",
            "apifault.fault",
            "apifault.retry.advice",
            "apifault.scope",
        ];
        assert_eq!(names(&report.attributes()), expected);
        assert_eq!(names(&report.detailed_attributes()), ["apifault.rule"]);
    }

    #[test]
    fn what_is_not_known_is_another_error_without_a_status() {
        let report = classify(&Response::new(0, b""), &Options::new());
        assert_eq!(report.attributes()[0], ("error.type", text("_OTHER")));
        assert_eq!(report.attributes()[1].0, "apifault.kind");
    }

    #[test]
    fn details_show_no_keys_and_the_error_behind_a_gateway() {
        let body = br#"{"error":{"message":"m","code":"gsk_Heron7Heron7Heron7","metadata":{"raw":"{\"error\":{\"message\":\"n\",\"type\":\"overloaded_error\"}}","provider_name":"Google"}}}"#;
        let report = classify(&Response::new(502, body), &Options::new());
        let details = report.detailed_attributes();
        assert!(details.contains(&("apifault.error.code", text("gsk_***"))), "{details:?}");
        assert!(details.contains(&("apifault.upstream.type", text("overloaded_error"))));
        assert!(details.contains(&("apifault.upstream.provider", text("gcp.gen_ai"))));
    }

    /// A log with the attribute names the same provider again.
    #[cfg(feature = "logs")]
    #[test]
    fn the_log_reader_knows_the_name_of_every_provider() {
        use crate::rules::logs::providers::NAMES;

        for &provider in Provider::ALL {
            let name = provider_name(provider).replace('.', "_");
            let known = NAMES.iter().find(|(known, _)| *known == name);
            let read = known.map_or_else(|| name.parse().ok(), |&(_, provider)| Some(provider));
            assert_eq!(read, Some(provider), "{name}");
        }
    }
}
