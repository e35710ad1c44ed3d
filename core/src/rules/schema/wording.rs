//! Wordings of a message.

use super::source::Source;
use super::specificity::Specificity;
use crate::kind::{Advice, Consequences, Fault, Kind, Kinds, Metric, Provider, Scope, Window};
use crate::remedies::{Remedies, Remedy};

/// What follows from a wording in a message.
#[derive(Clone, Copy, Debug)]
pub(crate) enum MessageEffect {
    /// What went wrong: the kind of the family.
    Kind,
    /// A delay follows, or the time when it ends.
    Delay {
        /// Whether it is about this request, rather than about a limit.
        of_request: bool,
    },
    /// A number of a rate limit follows.
    Number(LimitField),
    /// This is counted, if the name of a window follows.
    Metric(Metric),
    /// This is counted, perhaps over this window.
    Bucket(Metric, Option<Window>),
    /// How much of this is used, or its limit, follows. Of several, the one that was hit counts.
    Pair(Metric, Window, LimitField),
    /// The name of one of Google's quotas follows, which says what is counted.
    QuotaMetric,
    /// The window of the limit follows.
    Window,
    /// What is used up resets by itself within days.
    ResetsSoon,
    /// A gateway answered, in its own form of message.
    GatewayPrefix(Provider),
    /// It names the service of this provider.
    NamesProvider(Provider),
    /// It names a resource of this provider, perhaps in quotes.
    NamesResource(Provider),
    /// An address begins with the last word.
    Url,
}

/// A number of a rate limit in a message.
#[derive(Clone, Copy, Debug)]
pub(crate) enum LimitField {
    Limit,
    Used,
    Requested,
    /// It precedes the wording.
    RequestedBefore,
    /// The longest that a text may be.
    Length,
    /// What is used, a slash, and the limit.
    UsedOfLimit,
}

impl MessageEffect {
    /// Whether it also counts in quotes, as an address does.
    pub(crate) const fn may_be_quoted(self) -> bool {
        matches!(self, Self::Url | Self::NamesResource(_))
    }
}

/// Wordings with one source.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wordings {
    pub(crate) source: Source,
    pub(crate) words: &'static [&'static str],
}

/// Wordings that this page documents, or that were seen in this form.
pub(crate) const fn from(source: Source, words: &'static [&'static str]) -> Wordings {
    Wordings { source, words }
}

/// A family of wordings that mean the same.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Family {
    pub(crate) effect: MessageEffect,
    /// The end of the rule's name, if it decides a kind; else empty.
    pub(crate) name: &'static str,
    /// The kind that it decides, if it decides one.
    pub(crate) kind: Kind,
    /// What the message says then, as in "the message says that …".
    pub(crate) evidence: &'static str,
    /// What follows from its kind.
    pub(crate) follows: Consequences,
    pub(crate) wordings: &'static [Wordings],
    /// It counts only if the status is of one of these kinds.
    pub(crate) under: Kinds,
    pub(crate) specificity: Specificity,
    /// It says more than codes of these kinds.
    pub(crate) over: Kinds,
    /// The provider, if only its server uses these wordings.
    pub(crate) only: Option<Provider>,
    pub(crate) action: Option<&'static str>,
}

/// A family that decides a kind; `evidence` completes "the message says that …".
pub(crate) const fn family(
    name: &'static str,
    kind: Kind,
    evidence: &'static str,
    wordings: &'static [Wordings],
) -> Family {
    let follows = kind.consequences();
    Family { name, kind, evidence, follows, ..extract(MessageEffect::Kind, wordings) }
}

/// A family that decides no kind, but gives a value.
pub(crate) const fn extract(effect: MessageEffect, wordings: &'static [Wordings]) -> Family {
    Family {
        effect,
        name: "",
        kind: Kind::Unknown,
        evidence: "",
        follows: Kind::Unknown.consequences(),
        wordings,
        under: Kinds::ALL,
        specificity: Specificity::Specific,
        over: Kinds::of(&[]),
        only: None,
        action: None,
    }
}

impl Family {
    /// Whether it decides a kind.
    pub(crate) const fn decides(&self) -> bool {
        matches!(self.effect, MessageEffect::Kind)
    }

    /// It counts only if the status is of one of these kinds.
    pub(crate) const fn under(self, kinds: &[Kind]) -> Self {
        Self { under: Kinds::of(kinds), ..self }
    }

    /// It says more than codes of these kinds.
    pub(crate) const fn over(self, kinds: &[Kind]) -> Self {
        Self { over: Kinds::of(kinds), ..self }
    }

    /// Who must act, if it is somebody else than the kind says.
    pub(crate) const fn fault(self, fault: Fault) -> Self {
        Self { follows: Consequences { fault, ..self.follows }, ..self }
    }

    /// Whether to retry, if the kind says something else.
    pub(crate) const fn advice(self, advice: Advice) -> Self {
        Self { follows: Consequences { advice, ..self.follows }, ..self }
    }

    /// What fails alike and what may help, if the kind says something else.
    pub(crate) const fn scope(self, scope: Scope, remedies: &[Remedy]) -> Self {
        let remedies = Remedies::of(remedies);
        Self { follows: Consequences { scope, remedies, ..self.follows }, ..self }
    }

    /// What to do now, in one sentence, if that is more precise than the action of the kind.
    pub(crate) const fn action(self, action: &'static str) -> Self {
        Self { action: Some(action), ..self }
    }

    /// Something is used up: see [`Specificity::UsedUp`].
    pub(crate) const fn used_up(self) -> Self {
        Self { specificity: Specificity::UsedUp, ..self }
    }

    /// It says more than any code.
    pub(crate) const fn decisive(self) -> Self {
        Self { specificity: Specificity::Decisive, ..self }
    }

    /// Only this provider's server uses these wordings: they show who answered.
    pub(crate) const fn only(self, provider: Provider) -> Self {
        Self { only: Some(provider), ..self }
    }
}

/// The first words of a message with the documented form
/// `… on COUNTS (ACRONYM): Limit N, Used N, Requested N`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SentenceRow {
    pub(crate) prefix: &'static str,
    /// The name of the family of wordings that it belongs to.
    pub(crate) family: &'static str,
    pub(crate) source: Source,
}
