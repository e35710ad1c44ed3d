//! Which of the sightings is the failure, and what those around it add.

use super::context;
use super::found::{Evidence, Found};
use super::names::is_specific;
use super::object::Said;
use super::scan;
use super::sighting::{self, Sighting};
use super::{NotFound, tree};
use crate::classify::decide_one;
use crate::failure::Failure;
use crate::index::codes::Code;
use crate::kind::{Kind, Provider};
use crate::response::{Options, Response};
use crate::rules::schema::Surety;
use crate::rules::sdk::connections::LOCAL_HOSTS;

/// How deeply texts inside objects are searched.
const MAX_DEPTH: usize = 3;

/// How many lines are looked at for wording, from the end of a text that has nothing else.
const MAX_LINES: usize = 40;

/// How much of the words of a failure counts.
const MAX_WORDS: usize = 4_096;

const NO_STATUS: &str = "give the status, the body, or the whole text of the exception";
const NO_WORDS: &str =
    "it has a status, but nothing says that a call failed; give the lines around it too";

/// What a sighting is worth: the last of the best counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Worth {
    Nothing,
    Words,
    WeakStatus,
    Class,
    Status,
    StatusAndWords,
    Body,
    StatusAndBody,
}

/// Finds the failure that a text without colors and boxes describes.
pub(super) fn find(text: &str, depth: usize) -> Result<Found, NotFound> {
    let mentions = scan::scan(text);
    let (sightings, addresses) = sighting::collect(text, &mentions);
    let chooser = Chooser { text, sightings, addresses, depth };
    chooser.choose().or_else(|| chooser.words()).ok_or_else(|| chooser.refuse())
}

struct Chooser<'t> {
    text: &'t str,
    sightings: Vec<Sighting>,
    addresses: Vec<(usize, usize)>,
    depth: usize,
}

impl Chooser<'_> {
    fn choose(&self) -> Option<Found> {
        let mut found = None;
        let mut episode_start = 0;
        let mut best: Option<(Worth, usize)> = None;
        for (at, sighting) in self.sightings.iter().enumerate() {
            // After a success, or an announced retry, another attempt begins.
            let begins = at > 0
                && (self.sightings[at - 1].is_success() || self.sightings[at - 1].announces_retry);
            if begins {
                found = self.take(best, episode_start, at).or(found);
                best = None;
                episode_start = at;
            }
            let worth = self.worth(sighting);
            if worth > Worth::Nothing && best.is_none_or(|(known, _)| worth >= known) {
                best = Some((worth, at));
            }
        }
        self.take(best, episode_start, self.sightings.len()).or(found)
    }

    /// What a sighting is worth.
    fn worth(&self, sighting: &Sighting) -> Worth {
        let status =
            sighting.status.map(|(status, _)| status).filter(|status| status.status >= 400);
        if let Some(said) = &sighting.said {
            let has_status = status.is_some() || said.status.is_some_and(|status| status >= 400);
            let has_body =
                said.body.as_deref().is_some_and(|body| says_something(has_status, body));
            if has_body {
                return if has_status { Worth::StatusAndBody } else { Worth::Body };
            }
            if has_status {
                return Worth::Status;
            }
            if let Some(text) = &said.text
                && self.depth < MAX_DEPTH
                && find(text, self.depth + 1).is_ok()
            {
                return Worth::Class;
            }
        }
        if let Some(status) = status {
            if sighting.page.is_some() {
                return Worth::StatusAndBody;
            }
            let says_more =
                self.words_of(sighting).is_some_and(|words| !is_only_status(status.status, &words));
            return match status.surety {
                _ if says_more => Worth::StatusAndWords,
                Surety::Stated => Worth::Status,
                Surety::Weak => Worth::WeakStatus,
            };
        }
        match (sighting.failure, sighting.code) {
            (Some((Failure::Cancelled | Failure::InvalidOutput, _)), None) => Worth::Words,
            (Some(_), _) | (_, Some(_)) => Worth::Class,
            (None, None) => match sighting.class {
                Some(_) if self.words_of(sighting).is_some_and(|words| is_known(&words)) => {
                    Worth::Class
                }
                _ => Worth::Nothing,
            },
        }
    }

    /// Makes what was found of the best sighting of an episode.
    fn take(&self, best: Option<(Worth, usize)>, first: usize, end: usize) -> Option<Found> {
        let (worth, at) = best?;
        let sighting = &self.sightings[at];
        let around = &self.sightings[first..end];
        let mut found = self.base(sighting);
        if let Some(said) = &sighting.said
            && worth != Worth::StatusAndWords
        {
            self.take_object(said, sighting, &mut found);
            if found.status == 0 && found.failure.is_none() && found.body.is_empty() {
                return None;
            }
        } else if let Some((status, _)) = sighting.status.filter(|(status, _)| status.status >= 400)
        {
            found.status = status.status;
            found.evidence = Evidence::Status;
            found.body = self.body_of(sighting, status.status, &mut found.evidence);
        } else if let Some((failure, _)) = sighting.failure {
            found.failure = Some(self.local(failure, sighting));
            found.body = self.message_of(sighting);
        } else {
            found.body = self.coded_words(sighting);
        }
        self.fill(&mut found, sighting, around);
        let options = Options::new();
        let report = found.report(&options);
        // An exception, or a line that was taken for one, is never a success.
        (report.kind != Kind::Unknown && !report.kind.is_success()).then_some(found)
    }

    fn base(&self, sighting: &Sighting) -> Found {
        Found {
            evidence: Evidence::Class,
            status: 0,
            headers: Vec::new(),
            body: String::new(),
            failure: None,
            class: sighting.class.map(|(start, end)| self.text[start..end].to_owned()),
            address: None,
            provider: None,
            model: None,
            line: 1 + memchr::memchr_iter(b'\n', &self.text.as_bytes()[..sighting.start]).count(),
        }
    }

    /// Takes what an object says, and what a text in it says if it holds no body.
    fn take_object(&self, said: &Said, sighting: &Sighting, found: &mut Found) {
        let beside =
            sighting.status.map(|(status, _)| status.status).filter(|&status| status >= 400);
        found.status = said.status.filter(|&status| status >= 400).or(beside).unwrap_or(0);
        found.headers.clone_from(&said.headers);
        found.address.clone_from(&said.address);
        found.model.clone_from(&said.model);
        found.provider = said.provider.as_deref().and_then(context::named);
        let body = said.body.as_deref().unwrap_or_default();
        let inner = said.text.as_deref().filter(|_| self.depth < MAX_DEPTH);
        let inner = inner.and_then(|text| find(text, self.depth + 1).ok());
        if !body.is_empty() && says_something(found.status != 0, body) {
            found.evidence = Evidence::Body;
            body.clone_into(&mut found.body);
            if found.status == 0
                && let Some(inner) = inner
            {
                found.status = inner.status;
            }
            return;
        }
        let Some(inner) = inner else {
            found.evidence = Evidence::Status;
            found.body = said.text.clone().unwrap_or_default();
            if found.body.is_empty() {
                found.body = self.message_of(sighting);
            }
            return;
        };
        found.evidence = inner.evidence.max(Evidence::Class);
        if found.status == 0 {
            found.status = inner.status;
            found.failure = inner.failure;
        }
        found.body = inner.body;
        found.class = found.class.take().or(inner.class);
        found.address = found.address.take().or(inner.address);
        found.provider = found.provider.or(inner.provider);
    }

    /// Fills what is missing from the sightings around.
    fn fill(&self, found: &mut Found, sighting: &Sighting, around: &[Sighting]) {
        if found.status == 0 && found.failure.is_none() {
            found.status = nearest_status(sighting, around);
        }
        let (start, end) = (around.first(), around.last());
        let lines_start = start.map_or(sighting.start, |first| first.start);
        let lines_end = end.map_or(sighting.end, |last| last.end);
        let says_little = found.evidence <= Evidence::Status
            && found.failure.is_none()
            && found.status != 0
            && is_only_status(found.status, &found.body);
        if says_little {
            self.fill_words(found, sighting, around);
        }
        if found.address.is_none() {
            found.address = self.address_near(sighting, lines_start).map(str::to_owned);
        }
        let lines = &self.text[sighting.start..sighting.end];
        let all = &self.text[lines_start..lines_end.max(lines_start)];
        if found.provider.is_none() {
            let by_address = found.address.as_deref().and_then(context::of_address);
            found.provider = by_address
                .or_else(|| context::sdk(lines))
                .or_else(|| context::labeled_provider(self.text))
                .or_else(|| context::sdk(all));
        }
        if found.model.is_none() {
            found.model = context::model(lines).or_else(|| context::model(all));
        }
    }

    /// If a status is all that is known, takes the words of another sighting of the same status, or of
    /// one without a status.
    fn fill_words(&self, found: &mut Found, sighting: &Sighting, around: &[Sighting]) {
        for other in around.iter().rev().filter(|other| other.start != sighting.start) {
            let agrees = other.status.is_none_or(|(status, _)| status.status == found.status);
            if !agrees || other.failure.is_some() {
                continue;
            }
            if let Some(words) = self.words_of(other)
                && !is_only_status(found.status, &words)
            {
                found.body = words;
                return;
            }
        }
        // The lines beside it, without a mention: a message of its own line.
        let following = self.following(sighting.end);
        if !following.is_empty() && !is_only_status(found.status, &following) {
            found.body = following;
        }
    }

    /// The first lines after a position that are no stack, up to an empty one.
    fn following(&self, end: usize) -> String {
        let rest = self.text.get(end..).unwrap_or_default();
        let mut words = String::new();
        for line in rest.lines().map(str::trim).skip_while(|line| line.is_empty()).take(4) {
            if line.is_empty()
                || line.starts_with("at ")
                || line.starts_with("File ")
                || words.len() > MAX_WORDS
            {
                break;
            }
            if !words.is_empty() {
                words.push(' ');
            }
            words.push_str(line);
        }
        words
    }

    /// The last address before the end of a sighting, or the first one after it.
    fn address_near(&self, sighting: &Sighting, first: usize) -> Option<&str> {
        let is_page = |&&(start, end): &&(usize, usize)| {
            let address = &self.text[start..end];
            // What errors link to explains them.
            !OF_DOCUMENTATION.iter().any(|mark| address.contains(mark))
        };
        let before = self
            .addresses
            .iter()
            .filter(is_page)
            .rev()
            .find(|&&(start, _)| (first..sighting.end).contains(&start));
        let after =
            || self.addresses.iter().filter(is_page).find(|&&(start, _)| start >= sighting.end);
        let &(start, end) = before.or_else(after)?;
        Some(&self.text[start..end])
    }

    /// A refused connection of a server on the same machine.
    fn local(&self, failure: Failure, sighting: &Sighting) -> Failure {
        let lines = &self.text[sighting.start..sighting.end];
        let is_local = LOCAL_HOSTS.iter().any(|host| lines.contains(host));
        if failure == Failure::Refused && is_local { Failure::LocalServer } else { failure }
    }

    /// The words after the status or the class of a line, to the end of its message.
    fn words_of(&self, sighting: &Sighting) -> Option<String> {
        let line_end = self.line_end(sighting);
        let after_status = sighting.status.map(|(status, _)| status.words);
        let after_class = sighting.class.map(|(_, end)| end);
        let candidates = [after_status, after_class, Some(sighting.start)];
        let words = candidates.into_iter().flatten().filter(|&start| start <= line_end);
        let words = words.map(|start| trim_words(&self.text[start..line_end]));
        let mut words = words.filter(|words| words.contains(' ') || !words.is_ascii());
        let first = words.next()?;
        let status = sighting.status.map_or(0, |(status, _)| status.status);
        if says_more(status, first) {
            return Some(first.to_owned());
        }
        let other = words.find(|words| says_more(status, words));
        Some(other.unwrap_or(first).to_owned())
    }

    /// Where the words of a sighting end: at its object, its page, or the end of its first line.
    fn line_end(&self, sighting: &Sighting) -> usize {
        let (_, end) = sighting::line_around(self.text, sighting.start);
        floor(self.text, end.min(sighting.start + MAX_WORDS))
    }

    /// The body of a sighting with a status: its page, its code and words, or its words.
    fn body_of(&self, sighting: &Sighting, status: u16, evidence: &mut Evidence) -> String {
        if let Some(page) = sighting.page {
            *evidence = Evidence::Body;
            return self.text[page..floor(self.text, self.text.len().min(page + 65_536))]
                .to_owned();
        }
        let words = self.words_of(sighting).unwrap_or_default();
        match sighting.code.filter(|code| is_specific(code)) {
            Some(code) if is_only_status(status, &words) => coded(code, &words),
            _ => words,
        }
    }

    fn coded_words(&self, sighting: &Sighting) -> String {
        let words = self.words_of(sighting).unwrap_or_default();
        match sighting.code {
            Some(code) => coded(code, &words),
            None => words,
        }
    }

    /// What a client says about a failure: the rest of its line.
    fn message_of(&self, sighting: &Sighting) -> String {
        let line_end = self.line_end(sighting);
        let start = match sighting.class {
            Some((start, end))
                if self.text[end..].starts_with([':', '(']) && start >= sighting.start =>
            {
                end
            }
            _ => sighting.start,
        };
        trim_words(&self.text[start.min(line_end)..line_end]).to_owned()
    }

    /// Known wording in a line, if a text has nothing else: the last such line, or all of them.
    fn words(&self) -> Option<Found> {
        let lines = self.text.lines().enumerate().collect::<Vec<_>>();
        let not_empty = lines.iter().rev().filter(|(_, line)| !line.trim().is_empty());
        for &(number, line) in not_empty.take(MAX_LINES) {
            let line = &line[..floor(line, line.len().min(MAX_WORDS))];
            if let Some(words) = known_words(line) {
                return Some(self.of_words(words, number + 1));
            }
        }
        let whole = self.text.trim();
        let whole = &whole[..floor(whole, whole.len().min(MAX_WORDS))];
        is_known(whole).then(|| self.of_words(whole, 1))
    }

    fn of_words(&self, words: &str, line: usize) -> Found {
        let address = self.addresses.first().map(|&(start, end)| self.text[start..end].to_owned());
        let by_address: Option<Provider> = address.as_deref().and_then(context::of_address);
        Found {
            evidence: Evidence::Words,
            status: 0,
            headers: Vec::new(),
            body: words.to_owned(),
            failure: None,
            class: None,
            provider: by_address
                .or_else(|| context::sdk(self.text))
                .or_else(|| context::labeled_provider(self.text)),
            address,
            model: context::model(self.text),
            line,
        }
    }

    fn refuse(&self) -> NotFound {
        let line_of =
            |at: usize| 1 + memchr::memchr_iter(b'\n', &self.text.as_bytes()[..at]).count();
        if let Some(last) = self.sightings.last() {
            return NotFound { nearest_line: Some(line_of(last.start)), hint: NO_WORDS };
        }
        let is_near = |line: &str| {
            ["error", "Error", "ERROR", "failed", "exception", "Exception", "Traceback"]
                .iter()
                .any(|word| line.contains(word))
        };
        let nearest =
            self.text.lines().take(100_000).enumerate().filter(|(_, line)| is_near(line)).last();
        NotFound { nearest_line: nearest.map(|(at, _)| at + 1), hint: NO_STATUS }
    }
}

/// Addresses with one of these explain an error.
const OF_DOCUMENTATION: &[&str] = &[
    "/docs",
    "docs.",
    "developer.mozilla.org",
    "/troubleshooting",
    "curl.se",
    "curl.haxx.se",
    "errors.pydantic.dev",
    "httpstatuses",
    "github.com",
];

/// The status of another sighting: the nearest after, else before.
fn nearest_status(sighting: &Sighting, around: &[Sighting]) -> u16 {
    let stated = |other: &Sighting| {
        let own = other
            .status
            .map(|(status, _)| status)
            .filter(|status| status.surety == Surety::Stated || status.is_of_http);
        let said = other.said.as_ref().and_then(|said| said.status);
        own.map(|status| status.status).or(said).filter(|&status| status >= 400)
    };
    let after = around.iter().filter(|other| other.start > sighting.start).find_map(stated);
    let before =
        || around.iter().rev().filter(|other| other.start < sighting.start).find_map(stated);
    after.or_else(before).unwrap_or(0)
}

/// Prefixes with which clients begin the words of a server.
const PREFIXES: &[&str] = &[
    "stream disconnected before completion: ",
    "stream error: ",
    "Last error: ",
    "last error: ",
    "API Error: ",
];

/// The words of a line whose kind is known: without what the client wrote before them.
fn known_words(line: &str) -> Option<&str> {
    let line = trim_words(line);
    let start = PREFIXES.iter().filter_map(|prefix| Some(line.rfind(prefix)? + prefix.len())).max();
    let inner = start.map_or(line, |start| &line[start..]);
    if is_known(inner) {
        return Some(inner);
    }
    is_known(line).then_some(line)
}

fn is_known(words: &str) -> bool {
    let decision = decide_one(&Response::new(0, words.as_bytes()), &Options::new());
    decision.kind != Kind::Unknown && !decision.kind.is_success()
}

/// Whether words decide something else than a status alone.
fn says_more(status: u16, words: &str) -> bool {
    if status == 0 { is_known(words) } else { !is_only_status(status, words) }
}

fn is_only_status(status: u16, words: &str) -> bool {
    let decision = decide_one(&Response::new(status, words.as_bytes()), &Options::new());
    decision.rule.id.starts_with("status/") && decision.retry.delay_ms.is_none()
}

/// Whether a body says that something failed.
fn says_something(has_status: bool, body: &str) -> bool {
    let decision = decide_one(
        &Response::new(if has_status { 400 } else { 0 }, body.as_bytes()),
        &Options::new(),
    );
    let is_unknown = decision.kind == Kind::Unknown;
    if has_status { !body.is_empty() } else { !is_unknown && !decision.kind.is_success() }
}

/// An error with a code.
fn coded(code: &Code, words: &str) -> String {
    let mut json = String::from("{\"error\":{\"message\":");
    tree::write_string(words, &mut json);
    json.push_str(",\"code\":");
    tree::write_string(core::str::from_utf8(code.word()).unwrap_or_default(), &mut json);
    json.push_str("}}");
    json
}

/// Words without the punctuation and the prefix around them.
fn trim_words(text: &str) -> &str {
    let is_edge = |char: char| {
        char.is_whitespace()
            || matches!(char, ':' | '-' | ',' | '"' | '\'' | '`' | '|' | ']' | ')' | '(' | '·')
    };
    text.trim_start_matches(is_edge).trim_end_matches(|char: char| {
        char.is_whitespace() || matches!(char, '"' | '\'' | '`' | ',' | '(')
    })
}

/// The last boundary of a character up to a position.
fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
