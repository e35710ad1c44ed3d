//! The families of wordings, as the decision needs them.

use super::ids::RuleId;
use super::name_map::{same_bytes, short};
use super::{actions, sources};
use crate::kind::{Advice, Kinds, Provider};
use crate::rule::Rule;
use crate::rules::schema::{MessageEffect, Specificity};
use crate::rules::wordings::FAMILIES;

/// A family of wordings, as the decision needs it.
#[derive(Debug)]
pub(crate) struct Phrase {
    /// Its position in the order of the families.
    pub(crate) order: u16,
    pub(crate) effect: MessageEffect,
    /// The rule, if it decides a kind.
    rule: Option<Rule>,
    /// It counts only if the status is of one of these kinds.
    pub(crate) under: Kinds,
    pub(crate) specificity: Specificity,
    /// It says more than codes of these kinds.
    pub(crate) over: Kinds,
    /// The provider, if only its server uses these wordings.
    pub(crate) only: Option<Provider>,
}

impl Phrase {
    /// The rule, if it decides a kind.
    pub(crate) const fn rule(&self) -> Option<&Rule> {
        self.rule.as_ref()
    }

    /// Whether it describes a failure that a later retry does not solve.
    pub(crate) const fn is_permanent(&self) -> bool {
        match &self.rule {
            Some(rule) => !matches!(rule.advice(), Advice::Backoff),
            None => false,
        }
    }
}

const FAMILY_COUNT: usize = FAMILIES.len();

/// The families, in their order.
pub(crate) static PHRASES: [Phrase; FAMILY_COUNT] = {
    let mut phrases = [const { EMPTY }; FAMILY_COUNT];
    let (mut family, mut id) = (0, RuleId::PHRASES);
    while family < FAMILY_COUNT {
        let row = FAMILIES[family];
        let mut rule = None;
        if row.decides() {
            id = id.phrase(row.name);
            let source = sources::id(row.wordings[0].source);
            let (follows, action) = (row.follows, actions::id(row.action));
            rule = Some(Rule { follows, action, ..Rule::of(id, row.kind, source) });
        }
        phrases[family] = Phrase {
            order: short(family),
            effect: row.effect,
            rule,
            under: row.under,
            specificity: row.specificity,
            over: row.over,
            only: row.only,
        };
        family += 1;
    }
    phrases
};

const EMPTY: Phrase = Phrase {
    order: 0,
    effect: MessageEffect::Url,
    rule: None,
    under: Kinds::ALL,
    specificity: Specificity::Nothing,
    over: Kinds::of(&[]),
    only: None,
};

/// The position of the family that has a rule with this name.
pub(crate) const fn family_index(name: &str) -> usize {
    let mut family = 0;
    while family < FAMILY_COUNT {
        if FAMILIES[family].decides()
            && same_bytes(FAMILIES[family].name.as_bytes(), name.as_bytes())
        {
            return family;
        }
        family += 1;
    }
    panic!("no family has this name")
}

/// The rules of the families that decide a kind.
pub(crate) fn rules() -> impl Iterator<Item = &'static Rule> {
    PHRASES.iter().filter_map(Phrase::rule)
}
