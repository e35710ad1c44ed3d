//! The parts of a report that are texts and lists: what was read, beside what was decided.

use std::borrow::Cow;

use crate::decide::limits::Limits;
use crate::kind::Provider;
use crate::read::json::Value;
use crate::read::marks;
use crate::read::parsed_error::ParsedError;
use crate::read::texts::Texts;
use crate::read::{Reading, http_message};
use crate::report::{Decision, ErrorObject, Limit, Upstream};
use crate::response::Options;
use crate::rules::schema::{Field, HeaderMeaning, Parent};

/// What a report holds beside the decision.
pub(crate) struct ReportParts<'a> {
    pub(crate) error: ErrorObject<'a>,
    pub(crate) limits: Vec<Limit>,
    pub(crate) request_id: Option<Cow<'a, str>>,
    pub(crate) upstream: Option<Upstream<'a>>,
}

impl<'a> Reading<'_, 'a> {
    /// The texts and the limits of a report. A successful call has only a request id.
    pub(crate) fn report_parts(&self, decision: &Decision, options: &Options) -> ReportParts<'a> {
        let header_id = self.headers.single(HeaderMeaning::RequestId).map(http_message::text);
        let request_id = header_id.or_else(|| self.texts(0).get(Field::RequestId));
        if decision.kind.is_success() {
            let (error, limits) = (ErrorObject::default(), self.limits(0, decision, options));
            return ReportParts { error, limits, request_id, upstream: None };
        }
        ReportParts {
            error: self.outer_object(),
            limits: self.limits(self.errors.len(), decision, options),
            request_id,
            upstream: self.upstream(),
        }
    }

    fn texts(&self, index: usize) -> Texts<'_, 'a, '_> {
        Texts::of(&self.errors[index], self.messages[index], self.errors.get(index + 1))
    }

    /// The error object of one error. A type in a header counts if the body has none.
    fn object(&self, index: usize, header_type: Option<&'a [u8]>) -> ErrorObject<'a> {
        let texts = self.texts(index);
        ErrorObject {
            message: texts.message(),
            type_: texts.type_().or_else(|| header_type.map(http_message::text)),
            code: texts.get(Field::Code).or_else(|| texts.get(Field::InnerErrorCode)),
            param: texts.param(),
            failed_generation: texts.get(Field::FailedGeneration),
        }
    }

    /// The error object of the outermost error. If its message is a list of errors, that has the
    /// parameter and the type.
    fn outer_object(&self) -> ErrorObject<'a> {
        let mut object = self.object(0, self.headers.error_type());
        let Some(inner) = self.errors.iter().skip(1).position(|error| error.is_entire_message)
        else {
            return object;
        };
        let (error, texts) = (&self.errors[inner + 1], self.texts(inner + 1));
        if is_of_list(error) {
            object.param = object.param.or_else(|| texts.param());
            object.type_ = object.type_.or_else(|| texts.type_());
        }
        object
    }

    /// The provider that an error around this one names.
    fn named_upstream(&self, inner: usize) -> Option<Provider> {
        let mut outer = self.errors[..inner].iter().rev();
        outer.find_map(|error| marks::of_name(error.raw(Field::UpstreamProvider)?))
    }

    /// The innermost error that is more than a part of the one around it.
    fn upstream(&self) -> Option<Upstream<'a>> {
        let inner = self.errors.iter().skip(1).rposition(|error| !error.is_message_object)? + 1;
        let evidence = &self.evidence.errors[inner];
        Some(Upstream {
            provider: evidence
                .message
                .gateway
                .or_else(|| evidence.provider())
                .or_else(|| self.named_upstream(inner)),
            status: evidence.body_status.map(|status| status.first),
            error: self.object(inner, None),
        })
    }

    /// The rate-limit buckets of the first errors and of the headers.
    fn limits(&self, errors: usize, decision: &Decision, options: &Options) -> Vec<Limit> {
        let (provider, now_ms) = (decision.provider, options.now_ms);
        let mut limits = Limits::new();
        for error in &self.evidence.errors[..errors] {
            limits.add_message(&error.message.bucket);
        }
        for parts in &self.parts[..errors] {
            if let Some(quotas) = &parts.quotas {
                quotas.buckets().for_each(|quota| limits.add(quota));
            }
            if let Some(headers) = &parts.headers {
                limits.add_headers(|limits| headers.append_to(limits, provider, now_ms));
            }
        }
        limits.add_headers(|limits| self.headers.append_to(limits, provider, now_ms));
        limits.into_vec()
    }
}

/// Whether an error is an element of FastAPI's list.
fn is_of_list(error: &ParsedError<'_, '_>) -> bool {
    error.fields.parent() == Parent::Detail
        || error.get(Field::Param).is_some_and(Value::is_container)
}

#[cfg(test)]
mod tests {
    use crate::{Metric, Options, Provider, Report, Response, Window, classify};

    fn report<'a>(status: u16, headers: &'a [(&str, &str)], body: &'a str) -> Report<'a> {
        let headers = headers.iter().copied();
        let response = Response::new(status, body.as_bytes()).with_headers(headers);
        classify(&response, &Options::new())
    }

    #[test]
    fn a_successful_call_has_only_a_request_id_and_buckets_of_headers() {
        let headers = [("x-ratelimit-limit-requests", "5"), ("x-request-id", "r")];
        let body = r#"{"message":"Limit 5 requests per day","data":1}"#;
        let report = report(200, &headers, body);
        assert_eq!(report.request_id.as_deref(), Some("r"));
        assert_eq!((report.error.message, report.error.code, report.upstream), (None, None, None));
        assert_eq!(report.limits.len(), 1);
    }

    #[test]
    fn a_request_id_in_a_header_comes_before_one_in_the_body() {
        let body = r#"{"error":{"message":"x"},"request_id":"in body"}"#;
        let header = [("request-id", "in header")];
        assert_eq!(report(500, &header, body).request_id.as_deref(), Some("in header"));
        assert_eq!(report(500, &[], body).request_id.as_deref(), Some("in body"));
        assert_eq!(report(500, &[], "{}").request_id, None);
    }

    #[test]
    fn a_type_in_the_body_comes_before_one_in_a_header() {
        let header = [("x-amzn-errortype", "urn#ThrottlingException:http://x")];
        let type_ = |body| report(429, &header, body).error.type_.map(std::borrow::Cow::into_owned);
        assert_eq!(type_(r#"{"message":"x"}"#).as_deref(), Some("ThrottlingException"));
        assert_eq!(type_(r#"{"message":"x","type":"own"}"#).as_deref(), Some("own"));
    }

    #[test]
    fn a_code_of_an_inner_error_counts_if_there_is_no_other() {
        let code = |code: &str| {
            let body =
                format!(r#"{{"error":{{"message":"x"{code},"innererror":{{"code":"inner"}}}}}}"#);
            report(400, &[], &body).error.code.map(std::borrow::Cow::into_owned)
        };
        assert_eq!(code("").as_deref(), Some("inner"));
        assert_eq!(code(r#","code":"outer""#).as_deref(), Some("outer"));
    }

    #[test]
    fn an_error_that_is_the_entire_message_does_not_give_the_parameter() {
        let body = r#"{"message":"{\"message\":\"bad\",\"param\":\"top_p\"}"}"#;
        let error = report(400, &[], body).error;
        assert_eq!(error.message.as_deref(), Some("bad"));
        assert_eq!(error.param, None);
    }

    #[test]
    fn an_element_of_a_list_in_the_message_gives_its_type_as_well() {
        let body = r#"{"message":"{\"detail\":[{\"loc\":[\"body\",0,\"n\"],\"msg\":\"bad\",\"type\":\"t\"}]}"}"#;
        let error = report(400, &[], body).error;
        assert_eq!(error.message.as_deref(), Some("bad"));
        assert_eq!(error.param.as_deref(), Some("body.0.n"));
        assert_eq!(error.type_.as_deref(), Some("t"));
    }

    #[test]
    fn the_innermost_error_is_the_upstream_one() {
        let inner =
            r#"{\"error\":{\"message\":\"slow\",\"code\":\"tool_use_failed\",\"status\":429}}"#;
        let body = format!(
            r#"{{"error":{{"message":"Provider returned error","metadata":{{"raw":"{inner}"}}}}}}"#
        );
        let report = report(502, &[], &body);
        let upstream = report.upstream.expect("an upstream error");
        assert_eq!(upstream.status, Some(429));
        assert_eq!(upstream.provider, Some(Provider::Groq));
        assert_eq!(upstream.error.message.as_deref(), Some("slow"));
        assert_eq!(report.error.message.as_deref(), Some("Provider returned error"));
    }

    #[test]
    fn an_object_for_a_message_is_no_upstream_error() {
        let report = report(400, &[], r#"{"message":{"message":"bad","code":"x"}}"#);
        assert_eq!(report.error.message.as_deref(), Some("bad"));
        assert_eq!(report.upstream, None);
    }

    #[test]
    fn buckets_of_the_message_come_before_those_of_headers_and_are_put_together() {
        let headers = [
            ("x-ratelimit-limit-requests", "30"),
            ("x-ratelimit-limit-tokens", "6000"),
            ("x-ratelimit-remaining-tokens", "0"),
        ];
        let body = r#"{"error":{"message":"on tokens per minute (TPM): Limit 6000, Used 5900, Requested 200."}}"#;
        let limits = report(429, &headers, body).limits;
        assert_eq!(limits.len(), 2);
        assert_eq!((limits[0].metric, limits[0].window), (Metric::Tokens, Some(Window::Minute)));
        assert_eq!((limits[0].used, limits[0].remaining), (Some(5_900), Some(0)));
        assert_eq!((limits[1].metric, limits[1].limit), (Metric::Requests, Some(30)));
    }
}
