//! What a response says, as plain facts: reading makes them, deciding uses nothing else.

use crate::index::codes::Code;
use crate::index::phrases::Phrase;
use crate::index::statuses::Status;
use crate::kind::{DelaySource, Kind, Metric, Provider, Window};
use crate::rule::Rule;
use crate::rules::schema::Specificity;

/// A delay in milliseconds, and where it was found.
pub(crate) type Delay = (u64, DelaySource);

/// The first number that is not 0, or else 0 if there is one.
pub(crate) fn first_positive(numbers: impl IntoIterator<Item = u64>) -> Option<u64> {
    let mut zero = None;
    for number in numbers {
        if number > 0 {
            return Some(number);
        }
        zero = Some(number);
    }
    zero
}

/// Everything that decides.
#[derive(Clone, Debug)]
pub(crate) struct Evidence<'e> {
    /// The HTTP status.
    pub(crate) status: &'static Status,
    pub(crate) headers: HeaderEvidence,
    /// The errors in the body, outermost first. Without an error there is one that says nothing.
    pub(crate) errors: &'e [ErrorEvidence],
    /// The provider that the caller named.
    pub(crate) caller_provider: Option<Provider>,
}

impl Evidence<'_> {
    /// The outermost error.
    pub(crate) fn outer(&self) -> &ErrorEvidence {
        &self.errors[0]
    }

    /// Whether the call failed: by its status, or by an error in a 2xx body.
    pub(crate) fn is_failure(&self) -> bool {
        !self.status.kind().is_success() || self.outer().is_error
    }
}

/// What the headers say, those that the outermost error repeats included.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct HeaderEvidence {
    /// The provider that a header shows.
    pub(crate) provider: Option<Provider>,
    /// Whether the server advises a retry.
    pub(crate) should_retry: Option<bool>,
    pub(crate) delay: Option<Delay>,
    pub(crate) buckets: BucketEvidence,
}

/// What rate-limit headers say.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct BucketEvidence {
    /// The longest time until an exhausted bucket is full again, in milliseconds.
    pub(crate) reset_ms: Option<u64>,
    /// Whether a bucket of a month is exhausted.
    pub(crate) is_month_exhausted: bool,
    /// Whether a limit is 0 and no other bucket is exhausted.
    pub(crate) allows_none: bool,
}

/// What one error in the body says.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct ErrorEvidence {
    /// Whether the body marks it as an error. Read only under a 2xx.
    pub(crate) is_error: bool,
    /// Whether it is inside another error.
    pub(crate) is_inner: bool,
    /// Whether it is the entire message of the error around it.
    pub(crate) is_entire_message: bool,
    pub(crate) codes: Codes,
    /// Whether its code is a number.
    pub(crate) has_numeric_code: bool,
    pub(crate) has_failed_generation: bool,
    /// The HTTP status that it states.
    pub(crate) body_status: Option<&'static Status>,
    /// The status whose reason phrase is the whole message. Read only if the HTTP status does not
    /// decide.
    pub(crate) reason_phrase: Option<&'static Status>,
    /// The delay in a field of its own, in milliseconds.
    pub(crate) delay_ms: Option<u64>,
    /// Whether a field states a delay, even one that only the current time would make a number.
    pub(crate) states_delay: bool,
    pub(crate) quota: QuotaEvidence,
    pub(crate) message: MessageFacts,
    /// What the headers that it repeats say.
    pub(crate) repeated: RepeatedHeaders,
    pub(crate) origin: Origin,
}

/// Where a word is that may be a code, strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CodePlace {
    Code,
    Reason,
    /// A code inside the error, which counts if there is no other.
    InnerCode,
    /// A type beside the error object.
    OuterType,
    Type,
    /// A single word that is the message, or is beside it.
    LoneWord,
}

impl CodePlace {
    /// How many there are.
    pub(crate) const COUNT: usize = Self::LoneWord as usize + 1;
}

/// The rows of the words that may be codes.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Codes {
    by_place: [Option<&'static Code>; CodePlace::COUNT],
    /// The first that says more than a status.
    pub(crate) specific: Option<&'static Code>,
    /// The first that says that something is used up.
    pub(crate) used_up: Option<&'static Code>,
    /// The first that says that some limit was hit.
    pub(crate) limit: Option<&'static Code>,
    /// A number that has a meaning only for some provider, or beside some status.
    pub(crate) number: Option<&'static Code>,
}

impl Codes {
    /// Adds a row. Those of stronger places are added first.
    pub(crate) fn add(&mut self, place: CodePlace, code: &'static Code) {
        if code.is_number() {
            self.number = self.number.or(Some(code));
            return;
        }
        self.by_place[place as usize] = Some(code);
        let first = match code.specificity {
            Specificity::Specific => &mut self.specific,
            Specificity::UsedUp => &mut self.used_up,
            Specificity::Limit => &mut self.limit,
            _ => return,
        };
        *first = first.or(Some(code));
    }

    /// The rows, strongest first.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &'static Code> {
        self.by_place.iter().copied().flatten()
    }

    /// The rows of codes alone, without those of types and words.
    pub(crate) fn without_types(&self) -> impl Iterator<Item = &'static Code> {
        self.by_place[..CodePlace::OuterType as usize].iter().copied().flatten()
    }

    /// The first rule of this kind.
    pub(crate) fn rule_of(&self, kind: Kind) -> Option<&'static Rule> {
        self.iter().map(|code| &code.rule).find(|rule| rule.kind == kind)
    }

    /// Whether there is no row.
    pub(crate) fn is_empty(&self) -> bool {
        self.number.is_none() && self.by_place.iter().all(Option::is_none)
    }
}

/// What the names and values of Google's quotas say.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct QuotaEvidence {
    /// Whether a quota is 0.
    pub(crate) is_zero: bool,
    /// Whether a quota counts over a month.
    pub(crate) is_of_a_month: bool,
    /// Whether a quota resets by itself within days.
    pub(crate) resets_soon: bool,
}

/// What the headers that an error repeats say.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct RepeatedHeaders {
    pub(crate) provider: Option<Provider>,
    /// The longest time until an exhausted bucket is full again, in milliseconds.
    pub(crate) reset_ms: Option<u64>,
}

/// What shows the provider of an error, apart from its message.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Origin {
    /// The edge whose page or plain text the body is.
    pub(crate) edge: Option<Provider>,
    /// A member or a code that only one provider uses.
    pub(crate) marker: Option<Provider>,
    /// The members together. Read only if nothing stronger shows the provider.
    pub(crate) envelope: Option<Provider>,
}

impl ErrorEvidence {
    /// The provider that the error itself shows.
    pub(crate) fn provider(&self) -> Option<Provider> {
        let marks = self.message.gateway.or(self.origin.marker);
        marks.or(self.message.linked_provider).or(self.origin.envelope)
    }
}

/// What a message says.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct MessageFacts {
    /// Whether it is a sentence with a documented form, which contains no other error.
    pub(crate) is_documented_sentence: bool,
    /// The first family that decides a kind.
    pub(crate) phrase: Option<&'static Phrase>,
    /// The first of those whose failure does not pass by itself.
    pub(crate) permanent: Option<&'static Phrase>,
    /// The first of those that say more than any code.
    pub(crate) overrides_code: Option<&'static Phrase>,
    /// The first of those that say more than codes of some kinds.
    pub(crate) overrides_some_codes: Option<&'static Phrase>,
    pub(crate) delay_ms: Option<u64>,
    /// Whether that delay is about this request, rather than about a limit.
    pub(crate) is_delay_of_request: bool,
    pub(crate) bucket: MessageBucket,
    /// Of several buckets with what is used of each, the last: what it counts, and how much is used.
    pub(crate) used_of: Option<(Metric, Window, u64)>,
    /// Whether one of those was hit: the bucket is that one.
    pub(crate) is_hit: bool,
    /// The gateway in whose own form the message is.
    pub(crate) gateway: Option<Provider>,
    /// Whether it names a time span after which what is used up resets.
    pub(crate) resets_soon: bool,
    /// The longest that a text may be, if one is too long.
    pub(crate) max_length: Option<u64>,
    /// The provider whose address is in it, or that names its own service.
    pub(crate) linked_provider: Option<Provider>,
}

/// A rate-limit bucket in a message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct MessageBucket {
    pub(crate) metric: Option<Metric>,
    pub(crate) window: Option<Window>,
    pub(crate) limit: Option<u64>,
    pub(crate) used: Option<u64>,
    pub(crate) requested: Option<u64>,
}

impl MessageBucket {
    /// Whether it says enough to be a bucket: a lone number is too ambiguous.
    pub(crate) fn is_stated(&self) -> bool {
        let numbers = [self.limit, self.used, self.requested];
        let count = numbers.iter().flatten().count();
        self.metric.is_some() || count >= 2 || (count == 1 && self.window.is_some())
    }

    /// Whether it counts over a window that resets by itself within days.
    pub(crate) fn resets_soon(&self) -> bool {
        self.window.is_some_and(|window| window != Window::Month)
    }

    /// Whether it counts over a month.
    pub(crate) fn is_of_a_month(&self) -> bool {
        self.window == Some(Window::Month)
    }
}

/// Facts made by hand, from rows that the rules have.
#[cfg(test)]
pub(crate) mod by_hand {
    use super::*;
    use crate::index::phrases::PHRASES;
    use crate::index::{codes, statuses};
    use crate::rules::schema::Parent;

    /// What errors say beside a status.
    pub(crate) fn evidence(status: u16, errors: &[ErrorEvidence]) -> Evidence<'_> {
        Evidence {
            status: statuses::of(status),
            headers: HeaderEvidence::default(),
            errors,
            caller_provider: None,
        }
    }

    /// The row of a code in an error object.
    pub(crate) fn code(word: &str) -> &'static Code {
        codes::find(word.as_bytes(), Parent::Error).expect("a row has this code")
    }

    /// The family of wordings with this name.
    pub(crate) fn phrase(name: &str) -> &'static Phrase {
        let is_named = |phrase: &&Phrase| phrase.rule().is_some_and(|rule| rule.subject() == name);
        PHRASES.iter().find(is_named).expect("a family has this name")
    }

    /// An error with these codes, the stronger places first.
    pub(crate) fn coded(words: &[(CodePlace, &str)]) -> ErrorEvidence {
        let mut error = ErrorEvidence::default();
        for &(place, word) in words {
            error.codes.add(place, code(word));
        }
        error
    }

    /// An error whose message has a wording of this family.
    pub(crate) fn worded(name: &str) -> ErrorEvidence {
        let phrase = phrase(name);
        let is_decisive = phrase.specificity == Specificity::Decisive;
        let message = MessageFacts {
            phrase: Some(phrase),
            permanent: phrase.is_permanent().then_some(phrase),
            overrides_code: is_decisive.then_some(phrase),
            ..MessageFacts::default()
        };
        ErrorEvidence { message, ..ErrorEvidence::default() }
    }

    /// The name of a rule.
    pub(crate) fn id(rule: Option<&'static Rule>) -> Option<&'static str> {
        rule.map(Rule::id)
    }
}

#[cfg(test)]
mod tests {
    use super::by_hand::{code, coded, evidence, id};
    use super::*;

    #[test]
    fn codes_are_kept_by_their_places_strongest_first() {
        let error = coded(&[
            (CodePlace::Code, "invalid_api_key"),
            (CodePlace::OuterType, "server_error"),
            (CodePlace::Type, "invalid_request_error"),
        ]);
        let ids: Vec<_> = error.codes.iter().map(|code| code.rule.id()).collect();
        let expected = ["code/invalid_api_key", "code/server_error", "code/invalid_request_error"];
        assert_eq!(ids, expected);
        let without_types: Vec<_> =
            error.codes.without_types().map(|code| code.rule.id()).collect();
        assert_eq!(without_types, expected[..1]);
        assert!(!error.codes.is_empty());
        assert!(Codes::default().is_empty());
    }

    #[test]
    fn every_place_above_a_type_is_one_of_a_code() {
        let places = [CodePlace::Code, CodePlace::Reason, CodePlace::InnerCode];
        for place in places {
            assert_eq!(coded(&[(place, "conflict_error")]).codes.without_types().count(), 1);
        }
        for place in [CodePlace::OuterType, CodePlace::Type, CodePlace::LoneWord] {
            assert_eq!(coded(&[(place, "conflict_error")]).codes.without_types().count(), 0);
        }
    }

    #[test]
    fn of_codes_that_say_as_much_the_first_counts() {
        let error = coded(&[
            (CodePlace::Code, "server_error"),
            (CodePlace::Reason, "invalid_api_key"),
            (CodePlace::Type, "model_not_found"),
        ]);
        let name = |code: Option<&'static Code>| id(code.map(|code| &code.rule));
        assert_eq!(name(error.codes.specific), Some("code/invalid_api_key"));
        assert_eq!(name(error.codes.iter().next()), Some("code/server_error"));
        assert_eq!(name(error.codes.limit), None);
        assert_eq!(name(error.codes.used_up), None);
        assert_eq!(code("invalid_api_key").specificity, Specificity::Specific);
    }

    #[test]
    fn a_call_failed_by_its_status_or_by_an_error_in_a_success() {
        let errors = [ErrorEvidence::default()];
        assert!(!evidence(200, &errors).is_failure());
        assert!(!evidence(206, &errors).is_failure());
        assert!(evidence(302, &errors).is_failure());
        assert!(evidence(0, &errors).is_failure());
        assert!(evidence(500, &errors).is_failure());
        let errors = [ErrorEvidence { is_error: true, ..ErrorEvidence::default() }];
        assert!(evidence(200, &errors).is_failure());
    }

    #[test]
    fn an_error_shows_its_provider_by_gateway_marker_address_and_envelope_in_this_order() {
        let mut error = ErrorEvidence::default();
        assert_eq!(error.provider(), None);
        error.origin.envelope = Some(Provider::Groq);
        assert_eq!(error.provider(), Some(Provider::Groq));
        error.message.linked_provider = Some(Provider::Azure);
        assert_eq!(error.provider(), Some(Provider::Azure));
        error.origin.marker = Some(Provider::Openai);
        assert_eq!(error.provider(), Some(Provider::Openai));
        error.message.gateway = Some(Provider::Litellm);
        assert_eq!(error.provider(), Some(Provider::Litellm));
    }

    #[test]
    fn a_lone_number_is_no_bucket() {
        let stated = |bucket: MessageBucket| bucket.is_stated();
        let none = MessageBucket::default();
        assert!(!stated(none));
        assert!(!stated(MessageBucket { limit: Some(1), ..none }));
        assert!(!stated(MessageBucket { window: Some(Window::Day), ..none }));
        assert!(stated(MessageBucket { metric: Some(Metric::Tokens), ..none }));
        assert!(stated(MessageBucket { limit: Some(1), used: Some(1), ..none }));
        assert!(stated(MessageBucket { used: Some(1), requested: Some(1), ..none }));
        assert!(stated(MessageBucket { limit: Some(1), window: Some(Window::Day), ..none }));
    }

    #[test]
    fn every_window_but_a_month_resets_soon() {
        for &window in Window::ALL {
            let bucket = MessageBucket { window: Some(window), ..MessageBucket::default() };
            assert_eq!(bucket.resets_soon(), window != Window::Month);
            assert_eq!(bucket.is_of_a_month(), window == Window::Month);
        }
        assert!(!MessageBucket::default().resets_soon());
        assert!(!MessageBucket::default().is_of_a_month());
    }
}
