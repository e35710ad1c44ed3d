//! What is still wanted from a message.

use crate::kind::{Kind, Kinds};
use crate::rules::schema::{LimitField, MessageEffect, Specificity};
use crate::rules::wordings::FAMILIES;

/// The kinds of the codes of which some wording says more.
const OVERRIDDEN: Kinds = {
    let mut kinds = Kinds::of(&[]);
    let mut family = 0;
    while family < FAMILIES.len() {
        kinds = kinds.with(FAMILIES[family].over);
        family += 1;
    }
    kinds
};

/// The facts that are still wanted from a message, as a set of bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Wanted(u16);

impl Wanted {
    pub(crate) const NOTHING: Self = Self(0);
    /// The kind of the error. A specific code makes it needless.
    pub(crate) const RULE: Self = Self(1);
    /// Wordings that say more than any code, and the prefixes of gateways.
    const DECISIVE: Self = Self(1 << 9);
    pub(crate) const DELAY: Self = Self(1 << 1);
    const LIMIT: Self = Self(1 << 2);
    const USED: Self = Self(1 << 3);
    const REQUESTED: Self = Self(1 << 4);
    const METRIC: Self = Self(1 << 5);
    pub(crate) const PROVIDER: Self = Self(1 << 6);
    const WINDOW: Self = Self(1 << 7);
    const RESETS_SOON: Self = Self(1 << 8);
    const PAIR: Self = Self(1 << 10);
    /// Wordings that say more than codes of some kinds.
    pub(super) const OVER_SOME: Self = Self(1 << 11);
    pub(crate) const ALL: Self = Self(u16::MAX);

    pub(super) const fn of(effect: MessageEffect, specificity: Specificity) -> Self {
        match effect {
            MessageEffect::Kind => match specificity {
                Specificity::Decisive => Self::DECISIVE,
                _ => Self::RULE,
            },
            MessageEffect::GatewayPrefix(_) => Self::DECISIVE,
            MessageEffect::Delay { .. } => Self::DELAY,
            MessageEffect::Number(LimitField::Limit | LimitField::UsedOfLimit) => Self::LIMIT,
            MessageEffect::Number(LimitField::Used) => Self::USED,
            MessageEffect::Number(
                LimitField::Requested | LimitField::RequestedBefore | LimitField::Length,
            ) => Self::REQUESTED,
            MessageEffect::Metric(_) | MessageEffect::Bucket(..) | MessageEffect::QuotaMetric => {
                Self::METRIC
            }
            MessageEffect::Pair(..) => Self::PAIR,
            MessageEffect::Window => Self::WINDOW,
            MessageEffect::ResetsSoon => Self::RESETS_SOON,
            MessageEffect::Url
            | MessageEffect::NamesProvider(_)
            | MessageEffect::NamesResource(_) => Self::PROVIDER,
        }
    }

    /// What is still wanted if a specific code says that an error is of this kind.
    pub(crate) const fn beside_code(self, kind: Kind) -> Self {
        let wanted = self.without(Self::RULE);
        if OVERRIDDEN.holds(kind) { wanted } else { wanted.without(Self::OVER_SOME) }
    }

    /// The same facts and the provider.
    pub(crate) const fn with_provider(self) -> Self {
        self.with(Self::PROVIDER)
    }

    pub(super) const fn with(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }

    pub(crate) const fn without(self, others: Self) -> Self {
        Self(self.0 & !others.0)
    }

    pub(crate) const fn includes(self, any: Self) -> bool {
        self.0 & any.0 != 0
    }
}
