//! What the caller says about the logs.

use super::by::By;
use super::zone::Zone;
use crate::kind::Provider;

/// What the caller says about the logs.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct LogOptions {
    /// The provider that was called: used if neither the log nor the response shows who answered.
    pub provider: Option<Provider>,
    /// The time of all responses in Unix milliseconds, in place of the times in the logs.
    pub now_ms: Option<u64>,
    /// The present time in Unix milliseconds: it gives the year of times without one, such as those
    /// of syslog. If absent, such times are not known.
    pub today_ms: Option<u64>,
    /// The time zone of times without one, as a name (`Europe/Berlin`) or an offset (`+02:00`); the
    /// local one if absent.
    pub timezone: Option<String>,
    /// The names of fields to use in place of the usual ones: `("status", "http.code")`.
    pub fields: Vec<(String, String)>,
    /// The beginnings of paths that count as calls, in place of the routes of LLM APIs.
    pub paths: Vec<String>,
    /// The hosts that count; all if there are none.
    pub hosts: Vec<String>,
    /// The methods that count; all if there are none.
    pub methods: Vec<String>,
    /// Only calls from this time on count, in Unix milliseconds.
    pub since_ms: Option<i64>,
    /// Only calls before this time count, in Unix milliseconds.
    pub until_ms: Option<i64>,
    /// How many threads read entries; one for each core if absent.
    pub threads: Option<usize>,
    /// Keep every attempt, so that [`LogReader::take_attempts`](super::LogReader::take_attempts)
    /// returns them.
    pub keep_attempts: bool,
    /// What the summary groups the calls by; nothing if absent.
    pub by: Option<By>,
    /// The zone that `timezone` names. The reader sets it.
    pub(crate) zone: Zone,
}
