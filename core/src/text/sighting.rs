//! What the lines of a text say about failures: each line, or the lines of an object, is one sighting.

use std::cell::OnceCell;

use super::bytes;
use super::object::{self, Said};
use super::scan::{At, Mention, Mentions, StatusMention};
use super::tree;
use crate::index::clients;
use crate::index::codes::Code;
use crate::kind::Failure;
use crate::rules::schema::{Surety, Words, words};

/// What one line says, or the lines of an object and the line where it begins.
#[derive(Debug, Default)]
pub(super) struct Sighting {
    /// The bytes of its lines.
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) status: Option<StatusMention>,
    pub(super) said: Option<Said>,
    /// Where the object begins.
    pub(super) object: usize,
    /// A failure without a response, and where its words end.
    pub(super) failure: Option<(Failure, usize)>,
    pub(super) code: Option<&'static Code>,
    /// The name of the exception.
    pub(super) class: Option<(usize, usize)>,
    /// The headers of the response.
    pub(super) headers: Vec<(String, String)>,
    pub(super) page: Option<usize>,
    pub(super) announces_retry: bool,
    /// The words about it, once they were looked for.
    pub(super) words: OnceCell<Option<String>>,
}

impl Sighting {
    /// Whether it says that a call succeeded.
    pub(super) fn is_success(&self) -> bool {
        self.said.is_none()
            && self.failure.is_none()
            && self.status.is_some_and(|status| status.is_of_http && status.status < 300)
    }

    /// The status that its line states, if it is one of a failure, or 0.
    #[inline(never)]
    pub(super) fn failed_status(&self) -> u16 {
        self.status.map_or(0, |status| if status.status >= 400 { status.status } else { 0 })
    }

    /// Whether its words may be those of a response with a status.
    #[inline(never)]
    pub(super) fn may_have(&self, status: u16) -> bool {
        self.failure.is_none() && self.status.is_none_or(|stated| stated.status == status)
    }

    /// Whether it is the status line of a response, or the line of an access log.
    pub(super) fn is_of_http(&self) -> bool {
        self.status.is_some_and(|status| status.is_of_http)
    }

    /// Whether it says nothing about a failure.
    fn is_empty(&self) -> bool {
        self.status.is_none()
            && self.said.is_none()
            && self.failure.is_none()
            && self.code.is_none()
            && self.class.is_none()
            && self.page.is_none()
            && !self.announces_retry
    }
}

/// What stands before the headers of a response.
const HEADERS_BEFORE: Words = words("Headers(|headers: |headers=|Headers: |headers = ");

/// What the lines of a text say.
#[derive(Debug, Default)]
pub(super) struct Collected {
    /// The sightings in their order.
    pub(super) sightings: Vec<Sighting>,
    pub(super) addresses: Vec<(usize, usize)>,
    /// Where the answers of models stand, whose words are about anything.
    pub(super) answers: Vec<(usize, usize)>,
}

/// Collects what the lines of a text say.
pub(super) fn collect(text: &str, mentions: &Mentions) -> Collected {
    let Collected { mut sightings, mut addresses, mut answers } = Collected::default();
    // Every byte may be read by a few objects, which are tried from several brackets.
    let mut work = 4 * text.len() + 4_096;
    let mut current = Sighting::default();
    let mut read_until = 0;
    for at in &mentions.all {
        if at.start >= current.end {
            keep(&mut current, &mut sightings);
            (current.start, current.end) = line_around(text, at.start);
        }
        if let Mention::Address = at.what {
            addresses.push((at.start, at.end));
            continue;
        }
        // What stands inside an object was read with it.
        if at.start < read_until {
            continue;
        }
        if let Mention::Object = at.what {
            let Some(read) = tree::read(text, at.start, &mut work) else { continue };
            let before = bytes::before(text.as_bytes(), at.start, at.start);
            if HEADERS_BEFORE.end(before) || object::is_headers(&read.node) {
                let headers = object::headers(&read.node);
                if !headers.is_empty() {
                    current.headers = headers;
                    read_until = read.end;
                }
                continue;
            }
            // What a client prints in another notation, it prints because it failed.
            let first = bytes::after(text.as_bytes(), at.start + 1).trim_ascii_start().first();
            if read.is_whole && first == Some(&b'"') && object::is_answer(&read.node) {
                answers.push((at.start, read.end));
                read_until = read.end;
                continue;
            }
            let said = object::read(&read.node);
            if !said.is_failure() {
                continue;
            }
            if said.body.is_none() && said.status.is_none() {
                // What it mentions says more.
            } else if read.is_whole {
                read_until = read.end;
                current.end = current.end.max(line_around(text, read.end).1);
            } else if said.body.is_none() {
                continue;
            } else {
                read_until = read.end;
                current.end = current.end.max(read.end);
            }
            if current.is_empty() && continues(text, at.start, &said, sightings.last()) {
                let end = current.end;
                current = sightings.pop().unwrap_or_default();
                current.end = end;
            }
            if is_better(&said, current.said.as_ref()) {
                current.said = Some(said);
                current.object = at.start;
            }
            continue;
        }
        note(&mut current, at, bytes::part(text, at.start, at.end));
    }
    keep(&mut current, &mut sightings);
    Collected { sightings, addresses, answers }
}

/// Whether an object at a position belongs to the status of the sighting before it: a body in the next
/// lines, or the details of an error behind a line of their own, as Google's libraries for Go print them.
#[inline(never)]
fn continues(text: &str, at: usize, said: &Said, last: Option<&Sighting>) -> bool {
    let Some(last) = last.filter(|last| last.said.is_none() && last.failed_status() != 0) else {
        return false;
    };
    let between = bytes::trim(bytes::part(text, last.end, at));
    let has_body = said.body.is_some() && said.status.is_none();
    has_body && (between.is_empty() || between == "Details:")
}

/// Keeps a sighting, if it says something, and begins another one.
#[inline(never)]
fn keep(current: &mut Sighting, sightings: &mut Vec<Sighting>) {
    let done = std::mem::take(current);
    if !done.is_empty() {
        sightings.push(done);
    }
}

/// Whether the later of two objects of a line says as much as the earlier one.
fn is_better(said: &Said, known: Option<&Said>) -> bool {
    known.is_none_or(|known| said.body.is_some() || known.body.is_none())
}

fn note(current: &mut Sighting, at: &At, words: &str) {
    match at.what {
        Mention::Status(status) => {
            let rank = |status: StatusMention| {
                2 * u8::from(status.status >= 400) + u8::from(status.surety == Surety::Stated)
            };
            if current.status.is_none_or(|known| rank(status) > rank(known)) {
                current.status = Some(status);
            }
        }
        Mention::Failure(failure) => {
            if current.failure.is_none_or(|(known, _)| rank(failure) >= rank(known)) {
                current.failure = Some((failure, at.end));
            }
            if current.class.is_none() && clients::failure_of(words).is_some() {
                current.class = Some((at.start, at.end));
            }
        }
        Mention::Code(code) => {
            let says_more = |known: &Code| code.specificity > known.specificity;
            if current.code.is_none_or(says_more) {
                current.code = Some(code);
                current.class = Some((at.start, at.end));
            }
        }
        Mention::Class => {
            if current.code.is_none() {
                current.class = Some((at.start, at.end));
            }
        }
        Mention::Retry => current.announces_retry = true,
        Mention::Page => {
            current.page.get_or_insert(at.start);
        }
        Mention::Object | Mention::Address => {}
    }
}

/// How much a failure says: the reason for it counts, not that the call failed.
pub(crate) const fn rank(failure: Failure) -> u8 {
    match failure {
        Failure::Cancelled | Failure::InvalidOutput | Failure::Other => 0,
        Failure::Connection => 1,
        Failure::Tls | Failure::Reset => 2,
        // A proxy is where a connection was refused.
        Failure::Proxy => 4,
        Failure::Certificate | Failure::MissingCredentials | Failure::LocalServer => 5,
        _ => 3,
    }
}

/// Whether a failure is one of a connection.
pub(super) const fn is_of_connection(failure: Failure) -> bool {
    matches!(
        failure,
        Failure::Connection
            | Failure::Refused
            | Failure::Reset
            | Failure::Timeout
            | Failure::Tls
            | Failure::Unreachable
            | Failure::Unresolved
    )
}

/// The status of another sighting: the nearest after, else before.
pub(super) fn nearest_status(sighting: &Sighting, around: &[Sighting]) -> u16 {
    let mut before = 0;
    for other in around {
        let mut status = other.said.as_ref().map_or(0, Said::failed_status);
        if let Some(stated) = other.status
            && (stated.surety == Surety::Stated || stated.is_of_http)
        {
            status = other.failed_status();
        }
        if status == 0 || other.start == sighting.start {
            continue;
        }
        if other.start > sighting.start {
            return status;
        }
        before = status;
    }
    before
}

/// Where the line of a position begins and ends.
#[inline(never)]
pub(super) fn line_around(text: &str, at: usize) -> (usize, usize) {
    let text = text.as_bytes();
    let at = at.min(text.len());
    let start = memchr::memrchr(b'\n', bytes::before(text, at, at)).map_or(0, |end| end + 1);
    let end = memchr::memchr(b'\n', bytes::after(text, at)).map_or(text.len(), |end| at + end);
    (start, end)
}
