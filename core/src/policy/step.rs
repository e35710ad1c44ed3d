//! What to do next.

use crate::named_enum::named_enum;

named_enum! {
    /// Why a call is not sent again.
    ///
    /// ```
    /// use apifault::GiveUp;
    ///
    /// assert_eq!(GiveUp::DelayTooLong.as_str(), "delay_too_long");
    /// assert_eq!("budget".parse(), Ok(GiveUp::Budget));
    /// ```
    GiveUp {
        NotRetryable = 1, "not_retryable", "Sending the same request again will not help.";
        Delivered = 2, "delivered", "Content of the stream has reached the caller, who would get it twice.";
        NotIdempotent = 3, "not_idempotent", "The call may have been executed, and must not be executed twice.";
        DelayTooLong = 4, "delay_too_long", "The server stated a longer delay than the policy waits for.";
        Tries = 5, "tries", "The call was sent as often as the policy allows.";
        Deadline = 6, "deadline", "The next attempt would begin after the deadline of the call.";
        Budget = 7, "budget", "The shared budget has too few tokens left for a retry.";
    }
}

/// What to do next with a call.
///
/// ```
/// use apifault::{GiveUp, Step};
///
/// fn say(step: Step) -> String {
///     match step {
///         Step::Done => "done".to_owned(),
///         Step::Wait(ms) => format!("again in {ms} ms"),
///         Step::GiveUp { reason: GiveUp::DelayTooLong, delay_ms: Some(ms) } => {
///             format!("come back in {ms} ms")
///         }
///         Step::GiveUp { reason, .. } => reason.meaning().to_owned(),
///     }
/// }
///
/// assert_eq!(say(Step::Wait(40)), "again in 40 ms");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// The call succeeded.
    Done,
    /// Wait this many milliseconds, then send the same request again. 0 means at once.
    Wait(u64),
    /// Do not send the call again.
    GiveUp {
        /// Why.
        reason: GiveUp,
        /// The delay that the server stated, in milliseconds, if it stated one: the same call may
        /// succeed afterwards.
        delay_ms: Option<u64>,
    },
}

#[cfg(feature = "serde")]
impl serde::Serialize for Step {
    /// The keys are always present: `{"step":"wait","wait_ms":40,"reason":null,"delay_ms":null}`.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;

        let (step, wait_ms, reason, delay_ms) = match *self {
            Self::Done => ("done", None, None, None),
            Self::Wait(ms) => ("wait", Some(ms), None, None),
            Self::GiveUp { reason, delay_ms } => ("give_up", None, Some(reason), delay_ms),
        };
        let mut object = serializer.serialize_struct("Step", 4)?;
        object.serialize_field("step", step)?;
        object.serialize_field("wait_ms", &wait_ms)?;
        object.serialize_field("reason", &reason)?;
        object.serialize_field("delay_ms", &delay_ms)?;
        object.end()
    }
}
