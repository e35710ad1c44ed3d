//! What a text is about: a call to a model, or another system.

use std::sync::LazyLock;

use super::hash;
use super::quiet::names_sdk;
use crate::rules::logs::words::{CALM_LEVELS, LEVELS, MODELS, OTHERS};
use crate::text::Evidence;

/// Words of calls to models, and names of other systems.
static SUBJECTS: LazyLock<hash::Table<bool>> = LazyLock::new(|| table(MODELS, OTHERS));

/// The levels of trouble, and of none.
static TROUBLE: LazyLock<hash::Table<bool>> = LazyLock::new(|| table(LEVELS, CALM_LEVELS));

fn table(yes: &[&'static str], no: &[&'static str]) -> hash::Table<bool> {
    let no = no.iter().map(|word| (*word, false));
    no.chain(yes.iter().map(|word| (*word, true))).collect()
}

/// How much of a text is looked at.
const MAX_LOOK: usize = 16 << 10;

/// Where a level stands in a line.
const MAX_LEVEL_AT: usize = 160;

/// What the words of a text say about its subject.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Subject {
    /// It names an SDK, a server or a gateway of models.
    pub(super) has_sdk: bool,
    /// It has words of calls to models.
    pub(super) has_model: bool,
    /// It names another system.
    pub(super) has_other: bool,
}

impl Subject {
    /// What the words of a text say.
    pub(super) fn of(text: &str) -> Self {
        let text = super::context::cut(text, MAX_LOOK).to_ascii_lowercase();
        let mut subject = Self::default();
        let in_word = |c: char| c.is_ascii_alphanumeric();
        for word in text.split(|c: char| !in_word(c)) {
            if word.len() < 2 {
                continue;
            }
            match SUBJECTS.get(word) {
                Some(true) => subject.has_model = true,
                Some(false) => subject.has_other = true,
                None => {}
            }
        }
        subject.has_sdk = names_sdk(text.as_bytes());
        subject
    }

    pub(super) fn and(self, other: Self) -> Self {
        Self {
            has_sdk: self.has_sdk || other.has_sdk,
            has_model: self.has_model || other.has_model,
            has_other: self.has_other || other.has_other,
        }
    }

    /// Whether a failure with this evidence is one of a call.
    pub(super) fn is_call(self, evidence: Evidence, is_trouble: bool) -> bool {
        match evidence {
            Evidence::Body => !self.has_other || self.has_sdk || self.has_model,
            Evidence::Status => self.has_sdk || !self.has_other,
            Evidence::Class => self.has_sdk || (self.has_model && !self.has_other),
            Evidence::Words => self.has_sdk || (is_trouble && self.has_model && !self.has_other),
        }
    }
}

/// Whether the start of a text has a level: of trouble, or of none.
pub(super) fn is_trouble(text: &str) -> Option<bool> {
    let line = super::context::cut(text, MAX_LEVEL_AT);
    let words = line.split(|c: char| !c.is_ascii_alphabetic());
    words.filter(|word| word.len() > 2).find_map(|word| TROUBLE.get(word).copied())
}
