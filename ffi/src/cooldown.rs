//! Cooldowns: what to leave alone after a failure.

use std::mem::offset_of;

use apifault_core::{Cooldown, Kind, Outcome, Remedy, Scope, Target};

use crate::classify::apifault_decision;
use crate::guard::guard;
use crate::memory::{self, Versioned, flag};
use crate::numbers::apifault_scope;
use crate::outcome::Outcome as Failure;
use crate::policy::outcome_of;

/// What to leave alone after a failure, and for how long. Initialize it with `APIFAULT_COOLDOWN_INIT`.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct apifault_cooldown {
    /// `sizeof(apifault_cooldown)`, set by the caller.
    pub struct_size: usize,
    /// For how long, in milliseconds: as the server stated, else by kind. Valid unless `is_permanent`.
    pub wait_ms: u64,
    /// Until when, in Unix milliseconds; at most 9007199254740991. Valid unless `is_permanent`.
    pub until_ms: u64,
    /// What fails alike: the model, the credential or the provider.
    pub scope: apifault_scope,
    /// Whether it fails for this model only, so that the same credential still serves another model.
    pub only_this_model: flag,
    /// Whether no wait helps: somebody has to pay, replace the key, or choose another model.
    pub is_permanent: flag,
    /// Reserved: the library writes 0.
    pub reserved: [u8; 2],
}

// SAFETY: `repr(C)`, `struct_size` first, and every member is an integer.
unsafe impl Versioned for apifault_cooldown {
    const FIRST_SIZE: usize = offset_of!(Self, reserved) + 2;
}

impl apifault_cooldown {
    const NONE: Self = Self {
        struct_size: 0,
        wait_ms: 0,
        until_ms: 0,
        scope: 0,
        only_this_model: 0,
        is_permanent: 0,
        reserved: [0; 2],
    };
}

/// What a cooldown reads of a decision.
///
/// # Safety
///
/// `decision` is null, or as many bytes as its `struct_size` says can be read there.
unsafe fn read_outcome(decision: *const apifault_decision) -> Result<Outcome, Failure> {
    let default = apifault_decision { scope: u32::MAX, ..apifault_decision::EMPTY };
    // SAFETY: as promised.
    let given = unsafe { memory::read_versioned(decision, default) }?;
    // SAFETY: as promised.
    let mut outcome = outcome_of(unsafe { memory::borrow_versioned(decision.cast()) }?);
    // An unknown scope is that of the kind; so is the missing one of a caller of the first release.
    if let Ok(scope) = Scope::try_from(given.scope) {
        let is_given = |remedy: &Remedy| given.remedies & remedy.as_u32() != 0;
        outcome.scope = scope;
        outcome.remedies = Remedy::ALL.iter().copied().filter(is_given).collect();
    } else {
        outcome.scope = outcome.kind.scope();
        outcome.remedies = outcome.kind.remedies();
    }
    Ok(outcome)
}

/// What rests after a failure, for whoever has another key, model or provider. Returns false and
/// writes nothing if nothing does, because the call succeeded, or only this request fails.
///
/// - `decision`: that of the response. If there was no response, take that of the report of
///   `apifault_classify_failure`, or fill in `kind`, `advice`, `scope` and `remedies`, such as
///   `APIFAULT_SCOPE_PROVIDER` and `APIFAULT_REMEDY_OTHER_PROVIDER`.
/// - `now_ms`: the time in Unix milliseconds.
/// - `cooldown`: receives what rests; its `struct_size` must be set.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_cooldown_of(
    decision: *const apifault_decision,
    now_ms: u64,
    cooldown: *mut apifault_cooldown,
) -> bool {
    guard(false, || {
        // SAFETY: the caller keeps the header's contract.
        let Ok(outcome) = (unsafe { read_outcome(decision) }) else {
            return false;
        };
        let Some(rests) = Cooldown::of(outcome, now_ms) else {
            return false;
        };
        let answer = |struct_size| apifault_cooldown {
            struct_size,
            wait_ms: rests.wait_ms.unwrap_or(0),
            until_ms: rests.until_ms.unwrap_or(0),
            scope: rests.scope.as_u32(),
            only_this_model: rests.only_this_model.into(),
            is_permanent: rests.is_permanent().into(),
            reserved: [0; 2],
        };
        // SAFETY: the caller keeps the header's contract.
        unsafe { memory::write_versioned(cooldown, answer) }.is_ok()
    })
}

/// Whether another call would fail alike while the cooldown lasts. The call is for another provider,
/// with another credential (of another account or project), for another model, or several of these.
/// One that was never written covers nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_cooldown_covers(
    cooldown: *const apifault_cooldown,
    other_provider: flag,
    other_credential: flag,
    other_model: flag,
) -> bool {
    guard(false, || {
        // SAFETY: the caller keeps the header's contract.
        let Ok(given) = (unsafe { memory::read_versioned(cooldown, apifault_cooldown::NONE) })
        else {
            return false;
        };
        let mut outcome = Outcome::of(Kind::Unknown);
        outcome.scope = Scope::try_from(given.scope).unwrap_or(Scope::None);
        let Some(mut rests) = Cooldown::of(outcome, 0) else {
            return false;
        };
        rests.only_this_model = given.only_this_model != 0;
        let mut target = Target::new();
        target.other_provider = other_provider != 0;
        target.other_credential = other_credential != 0;
        target.other_model = other_model != 0;
        rests.covers(target)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::tests::decision;

    const COOLDOWN: apifault_cooldown = apifault_cooldown {
        struct_size: size_of::<apifault_cooldown>(),
        ..apifault_cooldown::NONE
    };

    fn covers(cooldown: &apifault_cooldown, other: [flag; 3]) -> bool {
        // SAFETY: the cooldown lives.
        unsafe { apifault_cooldown_covers(cooldown, other[0], other[1], other[2]) }
    }

    fn cooldown_of(decision: &apifault_decision) -> Option<apifault_cooldown> {
        let mut cooldown = COOLDOWN;
        // SAFETY: both live.
        unsafe { apifault_cooldown_of(decision, 1_000, &raw mut cooldown) }.then_some(cooldown)
    }

    /// The numbers of an initializer of the header, without its `struct_size`.
    #[test]
    fn every_kind_is_read_by_its_number() {
        for &kind in Kind::ALL {
            let given = decision(kind);
            // SAFETY: the decision lives.
            let outcome = unsafe { read_outcome(&raw const given) };
            assert_eq!(outcome, Ok(Outcome::of(kind)));
        }
    }

    #[test]
    fn a_decision_of_the_first_release_rests_as_its_kind() {
        for &kind in Kind::ALL {
            let mut given = decision(kind);
            let rests = cooldown_of(&given).map(|rests| (rests.scope, rests.only_this_model));
            given.struct_size = apifault_decision::FIRST_SIZE;
            (given.scope, given.remedies) = (0, 0);
            let first = cooldown_of(&given).map(|rests| (rests.scope, rests.only_this_model));
            assert_eq!(first, rests, "{kind}");
        }
    }

    #[test]
    fn a_cooldown_is_read_and_covers_as_in_the_core() {
        let mut limited = decision(Kind::RateLimited);
        (limited.has_delay, limited.delay_ms) = (1, 7_000);
        let rests = cooldown_of(&limited).expect("a cooldown");
        assert_eq!((rests.wait_ms, rests.until_ms), (7_000, 8_000));
        assert_eq!(rests.scope, Scope::Credential.as_u32());
        assert_eq!((rests.only_this_model, rests.is_permanent), (1, 0));
        let unpaid = cooldown_of(&decision(Kind::QuotaExhausted)).expect("a cooldown");
        assert_eq!((unpaid.only_this_model, unpaid.is_permanent), (0, 1));
        assert_eq!((unpaid.wait_ms, unpaid.until_ms), (0, 0));
        assert!(cooldown_of(&decision(Kind::InvalidRequest)).is_none());
        for &kind in Kind::ALL {
            let given = decision(kind);
            let Some(core) = Cooldown::of(Outcome::of(kind), 1_000) else {
                assert!(cooldown_of(&given).is_none(), "{kind}");
                continue;
            };
            let ours = cooldown_of(&given).expect("a cooldown");
            for other in 0..8_u8 {
                let mut target = Target::new();
                target.other_provider = other & 1 != 0;
                target.other_credential = other & 2 != 0;
                target.other_model = other & 4 != 0;
                let flags = [other & 1, other & 2, other & 4];
                assert_eq!(covers(&ours, flags), core.covers(target), "{kind} {other}");
            }
        }
    }

    #[test]
    fn a_cooldown_that_was_never_written_covers_nothing() {
        assert!(!covers(&COOLDOWN, [0; 3]));
        for scope in [Scope::Request.as_u32(), 77, u32::MAX] {
            assert!(!covers(&apifault_cooldown { scope, ..COOLDOWN }, [0; 3]));
        }
    }
}
