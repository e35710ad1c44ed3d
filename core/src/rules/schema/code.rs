//! Codes.

use super::member::Parent;
use super::source::Source;
use super::specificity::Specificity;
use crate::kind::{Advice, Consequences, Fault, Kind, Provider, Scope};
use crate::remedies::{Remedies, Remedy};

/// The meaning of a `code`, `type`, `status` or `reason`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CodeRow {
    /// The code as its provider spells it. Other spellings (case, separators, a final `Error` or
    /// `Exception`) are found too.
    pub(crate) word: &'static str,
    pub(crate) kind: Kind,
    /// What follows from it.
    pub(crate) follows: Consequences,
    pub(crate) specificity: Specificity,
    /// The provider, if only this one sends the code, spelt like this.
    pub(crate) only: Option<Provider>,
    /// The objects in which the code means this, if it means something else in others.
    pub(crate) parents: &'static [Parent],
    /// The end of the rule's name, if it is not the word: one word may have several rows.
    pub(crate) name: &'static str,
    pub(crate) action: Option<&'static str>,
    /// How a word is compared with it.
    pub(crate) matching: CodeMatch,
    pub(crate) source: Source,
}

/// How a word in a response is compared with the word of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CodeMatch {
    /// It is the same word, perhaps in another spelling.
    Whole,
    /// It is the name of an exception that no other row has, and the row's word is a part of it.
    InException,
    /// It is the same number, and this provider answered; or the response has one of these statuses,
    /// which are documented for it, and no wording says more.
    NumberOf(Option<Provider>, &'static [u16]),
}

/// A code that says more than a status.
pub(crate) const fn code(word: &'static str, kind: Kind) -> CodeRow {
    CodeRow {
        word,
        kind,
        follows: kind.consequences(),
        specificity: Specificity::Specific,
        only: None,
        parents: &[],
        name: word,
        action: None,
        matching: CodeMatch::Whole,
        source: Source::MISSING,
    }
}

impl CodeRow {
    /// It only says that the request is at fault: see [`Specificity::Class`].
    pub(crate) const fn class(self) -> Self {
        Self { specificity: Specificity::Class, ..self }
    }

    /// It says no more than a status: see [`Specificity::Status`].
    pub(crate) const fn generic(self) -> Self {
        Self { specificity: Specificity::Status, ..self }
    }

    /// It says more than a status, but less than words: see [`Specificity::BelowWords`].
    pub(crate) const fn below_words(self) -> Self {
        Self { specificity: Specificity::BelowWords, ..self }
    }

    /// It says that some limit was hit: see [`Specificity::Limit`].
    pub(crate) const fn limit(self) -> Self {
        Self { specificity: Specificity::Limit, ..self }
    }

    /// It says that something is used up: see [`Specificity::UsedUp`].
    pub(crate) const fn used_up(self) -> Self {
        Self { specificity: Specificity::UsedUp, ..self }
    }

    /// Only this provider sends it, spelt like this: it shows who answered.
    pub(crate) const fn only(self, provider: Provider) -> Self {
        Self { only: Some(provider), ..self }
    }

    /// It means this only in these objects.
    pub(crate) const fn within(self, parents: &'static [Parent]) -> Self {
        Self { parents, ..self }
    }

    /// It is a part of the names of exceptions that have no row of their own. The first such row
    /// counts.
    pub(crate) const fn in_exception(self) -> Self {
        Self { matching: CodeMatch::InException, ..self }
    }

    /// It is a number of this provider, which documents these statuses for it: see
    /// [`CodeMatch::NumberOf`].
    pub(crate) const fn number_of(self, provider: Provider, statuses: &'static [u16]) -> Self {
        Self { matching: CodeMatch::NumberOf(Some(provider), statuses), ..self }
    }

    /// It is a number of servers that no report names, with these statuses.
    pub(crate) const fn number_beside(self, statuses: &'static [u16]) -> Self {
        Self { matching: CodeMatch::NumberOf(None, statuses), ..self }
    }

    /// The end of the rule's name, if another row has the same word.
    pub(crate) const fn named(self, name: &'static str) -> Self {
        Self { name, ..self }
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

    pub(crate) const fn source(self, source: Source) -> Self {
        Self { source, ..self }
    }
}
