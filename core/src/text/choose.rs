//! Which of the sightings is the failure, and what those around it add.

use super::context;
use super::found::{Evidence, Found};
use super::names::is_specific;
use super::object::Said;
use super::scan;
use super::sighting::{self, Sighting, rank};
use super::words::{self, floor, is_known, is_only_status, say_more};
use super::{NotFound, tree};
use crate::classify::decide_one;
use crate::index::codes::Code;
use crate::kind::{Failure, Kind};
use crate::response::{Options, Response};
use crate::rules::schema::{Surety, Words, position, words as list};
use crate::rules::sdk::connections::LOCAL_HOSTS;

/// How deeply texts inside objects are searched.
const MAX_DEPTH: usize = 3;

/// How many lines are looked at for wording: those at the end of a text that has nothing else, and those
/// around a status without words.
const MAX_LINES: usize = 40;
const NEAR_LINES: usize = 8;

/// How many lines a message has that its terminal wrapped.
const WRAPPED_LINES: usize = 6;

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

/// How much a class says that is named like a code, among failures.
pub(crate) const RANK_OF_CODE: u8 = 2;

/// Whether a text or an address names the machine itself.
pub(crate) fn is_local(text: &str) -> bool {
    LOCAL_HOSTS.are_in(text)
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
        let mut best: Option<((Worth, u8), usize)> = None;
        for (at, sighting) in self.sightings.iter().enumerate() {
            // After a success, or an announced retry, another attempt begins.
            let begins = at > 0
                && (self.sightings[at - 1].is_success() || self.sightings[at - 1].announces_retry);
            if begins {
                found = self.take(best, episode_start, at).or(found);
                best = None;
                episode_start = at;
            }
            let worth = match self.only(sighting) {
                Some(worth) => worth,
                None => self.worth(sighting),
            };
            let of_failure = if worth == Worth::Class {
                sighting.failure.map_or(RANK_OF_CODE, |(failure, _)| rank(failure))
            } else {
                0
            };
            let weight = (worth, of_failure);
            if worth > Worth::Nothing && best.is_none_or(|(known, _)| weight >= known) {
                best = Some((weight, at));
            }
        }
        self.take(best, episode_start, self.sightings.len()).or(found)
    }

    /// Whether an object says something about a failure.
    fn counts(&self, said: &Said, sighting: &Sighting) -> bool {
        let is_failure = |status: u16| status >= 400;
        let beside = sighting.status.is_some_and(|(status, _)| is_failure(status.status));
        let has_status = beside || said.status.is_some_and(is_failure);
        said.body.as_deref().is_some_and(|body| says_something(has_status, body))
            || said.status.is_some_and(is_failure)
            || said.failure.is_some()
            || (self.depth < MAX_DEPTH
                && said.text.as_deref().is_some_and(|text| find(text, self.depth + 1).is_ok()))
    }

    /// What a sighting is worth if there is no other, and if it is clear that it is a failure.
    fn only(&self, sighting: &Sighting) -> Option<Worth> {
        let is_status = sighting.status.is_some_and(|(status, _)| status.status >= 400);
        let is_plain = sighting.said.is_none() && self.sightings.len() == 1;
        (is_plain && is_status).then_some(Worth::Status)
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
            if said.failure.is_some() {
                return Worth::Class;
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
                self.words_of(sighting).is_some_and(|words| !is_only_status(status.status, words));
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
                Some(_) if self.words_of(sighting).is_some_and(is_known) => Worth::Class,
                _ => Worth::Nothing,
            },
        }
    }

    /// Makes what was found of the best sighting of an episode.
    fn take(&self, best: Option<((Worth, u8), usize)>, first: usize, end: usize) -> Option<Found> {
        let ((worth, _), at) = best?;
        let sighting = &self.sightings[at];
        let around = &self.sightings[first..end];
        let mut found = self.base(sighting);
        if let Some(said) = &sighting.said
            && (worth != Worth::StatusAndWords && self.counts(said, sighting))
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
        } else if let Some((failure, _)) = sighting.failure
            && !self.words_say_otherwise(failure, sighting)
        {
            found.failure = Some(self.local(failure));
            found.body = self.message_of(sighting);
        } else {
            found.body = self.coded_words(sighting);
        }
        self.fill(&mut found, sighting, around);
        if found.failure.is_some() || (found.status >= 400 && found.headers.is_empty()) {
            return Some(found);
        }
        let kind = found.report(&Options::new()).kind;
        // An exception, or a line that was taken for one, is never a success.
        (kind != Kind::Unknown && !kind.is_success()).then_some(found)
    }

    /// Whether the words after a failure without a reason are those of a response: `Failed to connect to
    /// the API: Rate limit reached`.
    fn words_say_otherwise(&self, failure: Failure, sighting: &Sighting) -> bool {
        let says_otherwise = |words: &str| {
            let kind = decide_one(&Response::new(0, words.as_bytes()), &Options::new()).kind;
            // Those who validate an output say that it is invalid.
            let is_of_output = failure == Failure::InvalidOutput
                && matches!(kind, Kind::InvalidRequest | Kind::UnprocessableEntity);
            !is_of_output
                && !matches!(
                    kind,
                    Kind::Unknown
                        | Kind::Success
                        | Kind::BadGateway
                        | Kind::Timeout
                        | Kind::Cancelled
                        | Kind::InternalError
                        | Kind::ServiceUnavailable
                )
        };
        let line_end = self.line_end(sighting);
        let after = sighting.failure.and_then(|(_, end)| self.text.get(end..line_end));
        rank(failure) <= 1 && after.map(words::trim).is_some_and(says_otherwise)
    }

    fn base(&self, sighting: &Sighting) -> Found {
        Found {
            evidence: Evidence::Class,
            status: 0,
            stated: 0,
            headers: sighting.headers.clone(),
            body: String::new(),
            failure: None,
            class: sighting.class.map(|(start, end)| self.text[start..end].to_owned()),
            address: None,
            provider: None,
            model: None,
        }
    }

    /// Takes what an object says, and what a text in it says if it holds no body.
    fn take_object(&self, said: &Said, sighting: &Sighting, found: &mut Found) {
        let beside =
            sighting.status.map(|(status, _)| status.status).filter(|&status| status >= 400);
        let stated = said.status.filter(|&status| status >= 400);
        found.status = beside.or(stated.filter(|_| !said.is_in_body)).unwrap_or(0);
        found.stated = stated.filter(|_| found.status == 0).unwrap_or(0);
        if found.headers.is_empty() {
            found.headers.clone_from(&said.headers);
        }
        found.address.clone_from(&said.address);
        found.model.clone_from(&said.model);
        found.provider = said.provider.as_deref().and_then(context::named);
        let body = said.body.as_deref().unwrap_or_default();
        let has_status = found.status != 0 || found.stated != 0;
        let inner = said.text.as_deref().filter(|_| self.depth < MAX_DEPTH);
        let inner = inner.and_then(|text| find(text, self.depth + 1).ok());
        if !body.is_empty() && says_something(has_status, body) {
            found.evidence = Evidence::Body;
            found.body = self.with_wrapper(sighting, body);
            if !has_status && let Some(inner) = inner {
                found.status = inner.status;
            }
            return;
        }
        if !has_status && let Some(failure) = said.failure {
            found.failure = Some(self.local(failure));
            found.body = self.message_of(sighting);
            return;
        }
        let Some(inner) = inner else {
            found.evidence = Evidence::Status;
            found.status = found.status.max(found.stated);
            found.body = said.text.clone().unwrap_or_default();
            if found.body.is_empty() {
                found.body = self.message_of(sighting);
            }
            return;
        };
        found.evidence = inner.evidence.max(Evidence::Class);
        found.status = found.status.max(found.stated);
        if found.status == 0 {
            found.status = inner.status;
            found.failure = inner.failure;
        }
        found.body = inner.body;
        found.class = found.class.take().or(inner.class);
        found.address = found.address.take().or(inner.address);
        found.provider = found.provider.or(inner.provider);
    }

    /// The body of an object; with the words of `LiteLLM` before it, which name the provider that sent
    /// it.
    fn with_wrapper(&self, sighting: &Sighting, body: &str) -> String {
        let before = self.text.get(sighting.start..sighting.object).unwrap_or_default();
        let wrapper = position(before, LITELLM, 0);
        match wrapper.map(|at| &before[at..]).filter(|words| words.len() <= words::MAX) {
            Some(words) => format!("{words}{body}"),
            None => body.to_owned(),
        }
    }

    /// Fills what is missing from the sightings around.
    fn fill(&self, found: &mut Found, sighting: &Sighting, around: &[Sighting]) {
        if found.status == 0 && found.stated == 0 && found.failure.is_none() {
            found.status = nearest_status(sighting, around);
        }
        let says_little = found.evidence <= Evidence::Status
            && found.failure.is_none()
            && found.status != 0
            && is_only_status(found.status, &found.body);
        if says_little && let Some(words) = self.words_around(found.status, sighting, around) {
            found.body = words;
        }
        let lines_start = around.first().map_or(sighting.start, |first| first.start);
        let lines_end = around.last().map_or(sighting.end, |last| last.end);
        let lines = &self.text[sighting.start..sighting.end];
        let all = &self.text[lines_start..lines_end.max(lines_start)];
        if found.address.is_none() {
            found.address = self.address_near(sighting).map(str::to_owned);
        }
        if found.provider.is_none() {
            let by_address = found.address.as_deref().and_then(context::of_address);
            found.provider = by_address
                .or_else(|| context::sdk(lines))
                .or_else(|| context::host(lines))
                .or_else(|| context::host(self.wrapped(sighting)))
                .or_else(|| context::labeled_provider(self.text))
                .or_else(|| context::sdk(all))
                .or_else(|| sighting.code.and_then(|code| code.only));
        }
        if found.model.is_none() {
            found.model = context::model(lines).or_else(|| context::model(all));
        }
    }

    /// The lines that may belong to a sighting if a terminal wrapped it.
    fn wrapped(&self, sighting: &Sighting) -> &str {
        let rest = &self.text[sighting.end..floor(self.text, sighting.end + words::MAX / 4)];
        rest.split("\n\n").next().unwrap_or_default()
    }

    /// If a status is all that is known: the words of another sighting that does not state another
    /// status, or of a line near it.
    fn words_around(
        &self,
        status: u16,
        sighting: &Sighting,
        around: &[Sighting],
    ) -> Option<String> {
        let others = around.iter().rev().filter(|other| other.start != sighting.start);
        let agrees = |other: &&Sighting| {
            other.failure.is_none()
                && other.status.is_none_or(|(stated, _)| stated.status == status)
        };
        let mut of_others =
            others.filter(agrees).take(NEAR_LINES).filter_map(|other| self.words_of(other));
        if let Some(words) = of_others.find(|words| say_more(status, words)) {
            return Some(words.to_owned());
        }
        let is_of_words = |line: &&str| !line.trim().is_empty() && !words::is_stack(line);
        let after = self.text[sighting.end..].lines().take(NEAR_LINES).filter(is_of_words);
        let before = self.text[..sighting.start].lines().rev().take(NEAR_LINES);
        let near = after.chain(before.filter(is_of_words));
        near.map(|line| words::trim(&line[..floor(line, words::MAX)]))
            .find(|words| say_more(status, words))
            .map(str::to_owned)
    }

    /// The address of the request: one of a known provider in the lines of the failure, else the last
    /// one up to their end, else the first one after them.
    fn address_near(&self, sighting: &Sighting) -> Option<&str> {
        // What errors link to explains them.
        let is_request = |&(start, end): &(usize, usize)| {
            let address = &self.text[start..end];
            !OF_DOCUMENTATION.are_in(address)
        };
        let all = || self.addresses.iter().copied().filter(is_request);
        let text_of = |(start, end): (usize, usize)| &self.text[start..end];
        let lines = sighting.start..sighting.end;
        let own = all().filter(|(start, _)| lines.contains(start)).map(text_of);
        own.clone()
            .find(|address| context::of_address(address).is_some())
            .or_else(|| own.clone().next_back())
            .or_else(|| all().rfind(|&(start, _)| start < sighting.start).map(text_of))
            .or_else(|| all().find(|&(start, _)| start >= sighting.end).map(text_of))
    }

    /// A refused connection of a server on the same machine.
    fn local(&self, failure: Failure) -> Failure {
        if failure == Failure::Refused && is_local(self.text) {
            Failure::LocalServer
        } else {
            failure
        }
    }

    /// The words after the status or the class of a line, to the end of its message: the first that say
    /// more than the status.
    fn words_of<'s>(&self, sighting: &'s Sighting) -> Option<&'s str> {
        sighting.words.get_or_init(|| self.find_words(sighting)).as_deref()
    }

    fn find_words(&self, sighting: &Sighting) -> Option<String> {
        let line_end = self.line_end(sighting);
        let after_status = sighting.status.map(|(status, _)| status.words);
        let after_class = sighting.class.map(|(_, end)| end);
        // The name of a class that means something would count as a word.
        let whole = sighting.code.is_none().then_some(sighting.start);
        let starts = [after_status, after_class, whole];
        let starts = starts.into_iter().flatten().filter(|&start| start <= line_end);
        let status = sighting.status.map_or(0, |(status, _)| status.status);
        // The next line with a mention is about something else.
        let next = self.sightings.partition_point(|other| other.start <= sighting.start);
        let next = self.sightings.get(next).map_or(self.text.len(), |next| next.start);
        let end = next.max(line_end);
        let mut first = None;
        for more in [false, true] {
            for start in starts.clone() {
                let words = words::paragraph(self.text, start, end, more);
                if !words.contains(' ') && words.is_ascii() {
                    continue;
                }
                if say_more(status, &words) {
                    return Some(words);
                }
                first.get_or_insert(words);
            }
        }
        first
    }

    /// Where the words of a sighting end: at its object, its page, or the end of its first line.
    fn line_end(&self, sighting: &Sighting) -> usize {
        let (_, end) = sighting::line_around(self.text, sighting.start);
        floor(self.text, end.min(sighting.start + words::MAX))
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
            Some(code) if is_only_status(status, words) => coded(code, words),
            _ => words.to_owned(),
        }
    }

    fn coded_words(&self, sighting: &Sighting) -> String {
        let words = self.words_of(sighting).unwrap_or_default();
        match sighting.code {
            Some(code) => coded(code, words),
            None => words.to_owned(),
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
        words::trim(&self.text[start.min(line_end)..line_end]).to_owned()
    }

    /// Known wording in a line, if a text has nothing else: the last such line, or all of them.
    fn words(&self) -> Option<Found> {
        let is_of_call = |words: &str| {
            words::are_about_a_call(words)
                || !self.addresses.is_empty()
                || context::sdk(self.text).is_some()
        };
        let line_start = |line: &str| line.as_ptr() as usize - self.text.as_ptr() as usize;
        let not_empty = self.text.lines().rev().filter(|line| !line.trim().is_empty());
        for line in not_empty.take(MAX_LINES) {
            let words = words::known(&line[..floor(line, words::MAX)]);
            if let Some(words) = words.filter(|words| is_of_call(words)) {
                // The delay may stand in the next line.
                let start = line_start(words);
                let whole = words::paragraph(self.text, start, self.text.len(), false);
                let words = if is_known(&whole) { whole } else { words.to_owned() };
                return Some(self.of_words(words, start));
            }
        }
        // A message that its terminal wrapped.
        let whole = self.text.trim();
        let is_short = whole.lines().count() <= WRAPPED_LINES;
        (is_short && is_known(whole) && is_of_call(whole))
            .then(|| self.of_words(whole.to_owned(), 0))
    }

    fn of_words(&self, body: String, start: usize) -> Found {
        let (line_start, line_end) = sighting::line_around(self.text, start);
        let line = Sighting { start: line_start, end: line_end, ..Sighting::default() };
        let mut found = self.base(&line);
        found.evidence = Evidence::Words;
        found.body = body;
        self.fill(&mut found, &line, &[]);
        found
    }

    fn refuse(&self) -> NotFound {
        let line_of =
            |at: usize| 1 + memchr::memchr_iter(b'\n', &self.text.as_bytes()[..at]).count();
        if let Some(last) = self.sightings.last() {
            let hint = if last.status.is_some() { NO_WORDS } else { NO_STATUS };
            return NotFound { nearest_line: Some(line_of(last.start)), hint };
        }
        let is_near = |line: &str| OF_FAILURE.are_in(line);
        let nearest =
            self.text.lines().take(100_000).enumerate().filter(|(_, line)| is_near(line)).last();
        NotFound { nearest_line: nearest.map(|(at, _)| at + 1), hint: NO_STATUS }
    }
}

/// Words of lines that may be about a failure.
const OF_FAILURE: Words = list("error|Error|ERROR|failed|exception|Exception|Traceback");

/// How the words of `LiteLLM` begin.
const LITELLM: &str = "litellm.";

/// Addresses with one of these explain an error.
const OF_DOCUMENTATION: Words = list(
    "/docs|docs.|developer.mozilla.org|/troubleshooting|curl.se|curl.haxx.se|\
     errors.pydantic.dev|httpstatuses|github.com",
);

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
