//! The parts of a report that are texts and lists: what was read, beside what was decided.

use std::borrow::Cow;

use crate::decide::limits::Limits;
use crate::read::json::Value;
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

    /// The error object of the outermost error. If its message is an error itself, that has the
    /// parameter, and if it is a list, the type.
    fn outer_object(&self) -> ErrorObject<'a> {
        let mut object = self.object(0, self.headers.error_type());
        let Some(inner) = self.errors.iter().skip(1).position(|error| error.is_entire_message)
        else {
            return object;
        };
        let (error, texts) = (&self.errors[inner + 1], self.texts(inner + 1));
        object.param = object.param.or_else(|| texts.param());
        if is_of_list(error) {
            object.type_ = object.type_.or_else(|| texts.type_());
        }
        object
    }

    /// The innermost error that is more than a part of the one around it.
    fn upstream(&self) -> Option<Upstream<'a>> {
        let inner = self.errors.iter().skip(1).rposition(|error| !error.is_message_object)? + 1;
        let evidence = &self.evidence.errors[inner];
        Some(Upstream {
            provider: evidence.message.gateway.or_else(|| evidence.provider()),
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
