//! What to do next: whether to send a call again, when, and what to leave alone meanwhile.
//!
//! Pure functions over plain numbers: the caller passes the time and the random number, and does the
//! waiting. A policy reads of a response only its [`Outcome`].

mod attempt;
mod budget;
mod cooldown;
mod outcome;
mod retry_policy;
mod state;
mod step;

pub use attempt::Attempt;
pub use budget::RetryBudget;
pub use cooldown::{Cooldown, Target};
pub use outcome::Outcome;
pub use retry_policy::RetryPolicy;
pub use state::RetryState;
pub use step::{GiveUp, Step};
