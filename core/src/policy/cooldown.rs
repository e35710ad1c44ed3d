//! What to leave alone for a while, for whoever has another key, model or provider.

use crate::kind::{Advice, Kind, Scope};
use crate::policy::outcome::Outcome;
use crate::remedies::Remedy;
use crate::report::Retry;

/// What to leave alone after a failure, and for how long: for gateways, lists of fallbacks and pools
/// of keys.
///
/// ```
/// use apifault::{Cooldown, Options, Response, Scope, Target, decide};
///
/// let limited = Response::new(429, b"").with_headers([("retry-after", "7")]);
/// let decision = decide(&limited, &Options::new());
/// let cooldown = Cooldown::of(&decision, 1_000).expect("the limit rests");
/// assert_eq!(cooldown.scope, Scope::Credential);
/// assert_eq!(cooldown.until_ms, Some(8_000));
/// assert!(!cooldown.covers(Target::new().with_other_credential()));
///
/// let no_credit = Response::new(402, b"");
/// let cooldown = Cooldown::of(&decide(&no_credit, &Options::new()), 1_000).expect("the key rests");
/// assert!(cooldown.is_permanent());
///
/// let bad_request = Response::new(400, b"");
/// assert_eq!(Cooldown::of(&decide(&bad_request, &Options::new()), 1_000), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Cooldown {
    /// What fails alike: the model, the credential or the provider.
    pub scope: Scope,
    /// Whether it fails for this model only, so that the same credential still serves another model.
    pub only_this_model: bool,
    /// For how long, in milliseconds: as the server stated, else by kind. `None` if no wait helps and
    /// somebody has to act: pay, replace the key, or choose another model.
    pub wait_ms: Option<u64>,
    /// Until when, in Unix milliseconds, at most [`Retry::MAX_DELAY_MS`]. `None` if `wait_ms` is.
    pub until_ms: Option<u64>,
}

/// How another call differs from the one that failed: see [`Cooldown::covers`].
///
/// ```
/// use apifault::Target;
///
/// assert_ne!(Target::new(), Target::new().with_other_model());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Target {
    /// Whether it is for another provider. Then its credential and its model are others too.
    pub other_provider: bool,
    /// Whether it is with another credential: of another account or project.
    pub other_credential: bool,
    /// Whether it is for another model.
    pub other_model: bool,
}

impl Target {
    /// The same provider, credential and model.
    ///
    /// ```
    /// assert!(!apifault::Target::new().other_provider);
    /// ```
    pub const fn new() -> Self {
        Self { other_provider: false, other_credential: false, other_model: false }
    }

    /// The same for another provider.
    ///
    /// ```
    /// assert!(apifault::Target::new().with_other_provider().other_provider);
    /// ```
    pub const fn with_other_provider(mut self) -> Self {
        self.other_provider = true;
        self
    }

    /// The same with another credential.
    ///
    /// ```
    /// assert!(apifault::Target::new().with_other_credential().other_credential);
    /// ```
    pub const fn with_other_credential(mut self) -> Self {
        self.other_credential = true;
        self
    }

    /// The same for another model.
    ///
    /// ```
    /// assert!(apifault::Target::new().with_other_model().other_model);
    /// ```
    pub const fn with_other_model(mut self) -> Self {
        self.other_model = true;
        self
    }
}

/// How long something rests if the server stated no delay, in milliseconds.
const fn usual_wait_ms(kind: Kind) -> u64 {
    match kind {
        // The shortest window that limits usually have.
        Kind::RateLimited => 60_000,
        // Capacity returns slowly.
        Kind::Overloaded | Kind::ServiceUnavailable => 30_000,
        // A restart or a broken connection is over soon.
        _ => 10_000,
    }
}

impl Cooldown {
    /// What rests after this outcome; `None` if nothing does, because the call succeeded, or only
    /// this request fails. `now_ms` is the time in Unix milliseconds.
    ///
    /// ```
    /// use apifault::{Cooldown, Kind, Outcome};
    ///
    /// let cooldown = Cooldown::of(Outcome::of(Kind::Overloaded), 500).expect("the model rests");
    /// assert_eq!((cooldown.wait_ms, cooldown.until_ms), (Some(30_000), Some(30_500)));
    /// ```
    pub fn of(outcome: impl Into<Outcome>, now_ms: u64) -> Option<Self> {
        let outcome = outcome.into();
        if !matches!(outcome.scope, Scope::Model | Scope::Credential | Scope::Provider) {
            return None;
        }
        // A server that asks not to be called again for what usually passes asks it for this call.
        let passes = !matches!((outcome.advice, outcome.kind.advice()), (Advice::No, Advice::No));
        let wait_ms =
            passes.then(|| outcome.delay_ms.unwrap_or_else(|| usual_wait_ms(outcome.kind)));
        let only_this_model = match outcome.scope {
            Scope::Model => true,
            Scope::Credential => outcome.remedies.contains(Remedy::OtherModel),
            _ => false,
        };
        let until_ms =
            wait_ms.map(|wait_ms| now_ms.saturating_add(wait_ms).min(Retry::MAX_DELAY_MS));
        Some(Self { scope: outcome.scope, only_this_model, wait_ms, until_ms })
    }

    /// Whether no wait helps: somebody has to pay, replace the key, or choose another model.
    ///
    /// If the scope is the credential, and not only for this model, the key is spent for good.
    ///
    /// ```
    /// use apifault::{Cooldown, Kind, Outcome};
    ///
    /// let is_permanent = |kind| Cooldown::of(Outcome::of(kind), 0).map(Cooldown::is_permanent);
    /// assert_eq!(is_permanent(Kind::Authentication), Some(true));
    /// assert_eq!(is_permanent(Kind::RateLimited), Some(false));
    /// ```
    pub const fn is_permanent(self) -> bool {
        self.wait_ms.is_none()
    }

    /// Whether this other call would fail alike while the cooldown lasts.
    ///
    /// ```
    /// use apifault::{Cooldown, Kind, Outcome, Target};
    ///
    /// let overloaded = Cooldown::of(Outcome::of(Kind::Overloaded), 0).expect("the model rests");
    /// assert!(overloaded.covers(Target::new().with_other_credential()));
    /// assert!(!overloaded.covers(Target::new().with_other_model()));
    /// ```
    pub const fn covers(self, target: Target) -> bool {
        let of_credential = matches!(self.scope, Scope::Credential);
        let escapes = target.other_provider
            || (of_credential && target.other_credential)
            || (self.only_this_model && target.other_model);
        !escapes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(kind: Kind) -> Option<Cooldown> {
        Cooldown::of(Outcome::of(kind), 1_000)
    }

    fn covered(kind: Kind) -> Vec<&'static str> {
        let cooldown = of(kind).expect("something rests");
        let targets = [
            ("same", Target::new()),
            ("provider", Target::new().with_other_provider()),
            ("credential", Target::new().with_other_credential()),
            ("model", Target::new().with_other_model()),
        ];
        targets
            .iter()
            .filter(|(_, target)| cooldown.covers(*target))
            .map(|(name, _)| *name)
            .collect()
    }

    #[test]
    fn nothing_rests_if_only_this_request_fails_or_none_did() {
        for &kind in Kind::ALL {
            let rests = !matches!(kind.scope(), Scope::None | Scope::Request);
            assert_eq!(of(kind).is_some(), rests, "{kind}");
        }
    }

    #[test]
    fn a_key_without_credit_rests_for_good_and_with_every_model() {
        for kind in [Kind::Authentication, Kind::QuotaExhausted] {
            assert_eq!(of(kind).and_then(|cooldown| cooldown.until_ms), None);
            assert_eq!(covered(kind), ["same", "model"]);
        }
    }

    #[test]
    fn a_limited_key_still_serves_other_models() {
        assert_eq!(covered(Kind::RateLimited), ["same"]);
        assert_eq!(covered(Kind::PermissionDenied), ["same"]);
    }

    #[test]
    fn a_model_without_capacity_rests_with_every_key() {
        assert_eq!(covered(Kind::Overloaded), ["same", "credential"]);
        assert_eq!(covered(Kind::ModelNotFound), ["same", "credential"]);
    }

    #[test]
    fn a_provider_that_fails_rests_as_a_whole() {
        assert_eq!(covered(Kind::InternalError), ["same", "credential", "model"]);
    }

    #[test]
    fn a_stated_delay_counts_also_if_it_is_0_or_the_longest() {
        let until_ms = |delay_ms| {
            let outcome = Outcome::of(Kind::RateLimited).with_delay_ms(delay_ms);
            Cooldown::of(outcome, 1_000).expect("the key rests").until_ms
        };
        assert_eq!(until_ms(0), Some(1_000));
        assert_eq!(until_ms(u64::MAX), Some(Retry::MAX_DELAY_MS));
    }

    #[test]
    fn what_usually_passes_is_not_left_alone_for_good() {
        let mut outcome = Outcome::of(Kind::Overloaded);
        outcome.advice = Advice::No;
        let cooldown = Cooldown::of(outcome, 1_000).expect("the model rests");
        assert_eq!(cooldown.wait_ms, Some(30_000));
    }
}
