//! Types and numbers: a type for each enumeration, so that a signature says which numbers it takes.

/// What went wrong.
pub type apifault_kind = u32;

/// Who must act before the call can succeed.
pub type apifault_fault = u32;

/// Whether to send the same request again.
pub type apifault_advice = u32;

/// What fails alike until something changes.
pub type apifault_scope = u32;

/// What may help besides waiting. Each is one bit of an `apifault_remedies`.
pub type apifault_remedy = u32;

/// A set of remedies: the bits of `APIFAULT_REMEDY_…`.
pub type apifault_remedies = u32;

/// Which provider, gateway or server answered.
pub type apifault_provider = u32;

/// Where the delay that the server asks for was found, strongest source first.
pub type apifault_delay_source = u32;

/// What a rate limit counts.
pub type apifault_metric = u32;

/// The time span of a rate limit.
pub type apifault_window = u32;

/// How a stream ended.
pub type apifault_ended = u32;

/// Why a call is not sent again.
pub type apifault_give_up = u32;

/// Why there is no response, or no answer that the client could use.
pub type apifault_failure = u32;

/// What a function that can fail returns.
pub type apifault_result = u32;
