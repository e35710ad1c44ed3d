//! Which of the sightings is the failure, and what those around it add.

use std::cell::OnceCell;

use super::bytes::{self, from, owned, part, push};
use super::context;
use super::found::{Evidence, Found};
use super::names::is_specific;
use super::not_found::{NO_STATUS, NO_WORDS, NotFound};
use super::object::{self, Said};
use super::prose;
use super::scan;
use super::sighting::{self, Collected, Sighting, rank};
use super::words::{self, Lines, cut, floor, is_known, is_only_status, say_more};
use crate::kind::{Failure, Kind};
use crate::response::Options;
use crate::rules::schema::{Surety, Words, position, words as list};
use crate::rules::sdk::connections::{OF_MODELS, OTHER_SERVICES};

/// How deeply texts inside objects are searched.
const MAX_DEPTH: usize = 3;

/// How many lines are looked at for wording: those at the end of a text that has nothing else, and those
/// around a status without words.
const MAX_LINES: usize = 40;
const NEAR_LINES: usize = 8;

/// How many other sightings are looked at for wording.
const MAX_OTHERS: usize = 32;

/// How many lines a message has that its terminal wrapped.
const WRAPPED_LINES: usize = 6;

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

/// Finds the failure that a text without colors and boxes describes.
#[inline(never)]
pub(super) fn find(text: &str, depth: usize) -> Result<Box<Found>, NotFound> {
    let Collected { sightings, addresses, answers } =
        sighting::collect(text, &scan::scan(text.as_bytes()));
    let mut chooser = Chooser {
        text,
        sightings,
        addresses,
        answers,
        depth,
        names_other_service: OnceCell::new(),
    };
    let mut found = chooser.choose();
    if found.is_none() {
        found = chooser.words();
    }
    found.filter(|_| !prose::is_table(text)).ok_or_else(|| chooser.refuse())
}

struct Chooser<'t> {
    text: &'t str,
    sightings: Vec<Sighting>,
    addresses: Vec<(usize, usize)>,
    answers: Vec<(usize, usize)>,
    depth: usize,
    /// Whether the text names another service than an API of a model, once it was looked for.
    names_other_service: OnceCell<bool>,
}

impl Chooser<'_> {
    #[inline(never)]
    fn choose(&mut self) -> Option<Box<Found>> {
        let mut found = None;
        let (mut first, mut best, mut best_at) = (0, (Worth::Nothing, 0), 0);
        let mut ends = false;
        for at in 0..=self.sightings.len() {
            // After a success, or an announced retry, another attempt begins.
            if ends || at == self.sightings.len() {
                if best.0 > Worth::Nothing {
                    let taken = self.take(best.0, best_at, first, at);
                    found = if taken.is_some() { taken } else { found };
                }
                best = (Worth::Nothing, 0);
                first = at;
            }
            let Some(sighting) = self.sightings.get(at) else { break };
            ends = sighting.is_success() || sighting.announces_retry;
            let worth = self.worth(sighting);
            let of_failure = match sighting.failure {
                _ if worth != Worth::Class => 0,
                Some((failure, _)) => rank(failure),
                None => RANK_OF_CODE,
            };
            // What a client prints below the words of a failure: `code: 'ECONNRESET'`.
            let repeats = worth == Worth::Class && worth == best.0 && self.is_member(sighting);
            if (worth, of_failure) >= best && !repeats {
                best = (worth, of_failure);
                best_at = at;
            }
        }
        found
    }

    /// What the first text in an object says that says something.
    #[inline(never)]
    fn inner(&self, said: &Said) -> Option<Box<Found>> {
        let texts: &[String] = if self.depth < MAX_DEPTH { &said.texts } else { &[] };
        texts.iter().find_map(|text| find(text, self.depth + 1).ok())
    }

    /// Whether an object says something about a failure.
    fn counts(&self, said: &Said, sighting: &Sighting) -> bool {
        let stated = said.failed_status() != 0;
        says_something(stated || sighting.failed_status() != 0, said)
            || stated
            || said.failure.is_some()
            || self.inner(said).is_some()
    }

    /// The lines of a sighting.
    fn lines(&self, sighting: &Sighting) -> &str {
        part(self.text, sighting.start, sighting.end)
    }

    /// Whether the class of a sighting is the value of a member of an object, and nothing else is there.
    fn is_member(&self, sighting: &Sighting) -> bool {
        let start = sighting.class.map_or(sighting.start, |(start, _)| start);
        let before = part(self.text, sighting.start, start).as_bytes();
        sighting.said.is_none() && MEMBERS.end(before)
    }

    /// Whether a failed connection is one to a database or another service that is no API of a model: its
    /// line, or the text, names such a service and nothing of a model.
    fn is_of_other_service(&self, line: &str) -> bool {
        (OTHER_SERVICES.are_in(line) && !OF_MODELS.are_in(line))
            || *self
                .names_other_service
                .get_or_init(|| OTHER_SERVICES.are_in(self.text) && !OF_MODELS.are_in(self.text))
    }

    /// What a sighting is worth.
    #[inline(never)]
    fn worth(&self, sighting: &Sighting) -> Worth {
        let status = sighting.failed_status();
        if let Some(said) = &sighting.said {
            let has_status = status != 0 || said.failed_status() != 0;
            let has_body = says_something(has_status, said);
            match (has_status, has_body) {
                (true, true) => return Worth::StatusAndBody,
                (false, true) => return Worth::Body,
                (true, false) => return Worth::Status,
                (false, false) => {}
            }
            if said.failure.is_some_and(|failure| !sighting::is_of_connection(failure))
                || (said.failure.is_some() && !self.is_of_other_service(self.lines(sighting)))
                || self.inner(said).is_some()
            {
                return Worth::Class;
            }
        }
        if let Some(stated) = sighting.status
            && status != 0
        {
            if sighting.said.is_none() && self.sightings.len() == 1 {
                // There is no other.
                return Worth::Status;
            }
            if sighting.page.is_some() {
                return Worth::StatusAndBody;
            }
            let words = self.words_of(sighting);
            return match stated.surety {
                _ if words.is_some_and(|words| !is_only_status(status, words)) => {
                    Worth::StatusAndWords
                }
                Surety::Stated => Worth::Status,
                Surety::Weak if sighting.code.is_some() => Worth::Class,
                Surety::Weak => Worth::WeakStatus,
            };
        }
        match sighting.failure {
            Some((failure, _))
                if sighting::is_of_connection(failure)
                    && self.is_of_other_service(self.lines(sighting)) =>
            {
                Worth::Nothing
            }
            Some((Failure::Cancelled | Failure::InvalidOutput, _)) if sighting.code.is_none() => {
                Worth::Words
            }
            None if sighting.code.is_none() => {
                let is_known =
                    sighting.class.is_some() && self.words_of(sighting).is_some_and(is_known);
                if is_known { Worth::Class } else { Worth::Nothing }
            }
            _ => Worth::Class,
        }
    }

    /// Makes what was found of the best sighting of an episode.
    #[inline(never)]
    fn take(&mut self, worth: Worth, at: usize, first: usize, end: usize) -> Option<Box<Found>> {
        let taken = self.sightings.get_mut(at)?;
        // Its lines stay among those around it.
        let (start, end_of_lines, status) = (taken.start, taken.end, taken.status);
        let stub = Sighting { start, end: end_of_lines, status, ..Sighting::default() };
        let mut sighting = std::mem::replace(taken, stub);
        let mut found = Box::new(Found {
            headers: std::mem::take(&mut sighting.headers),
            class: sighting.class.map(|(start, end)| owned(part(self.text, start, end))),
            ..Found::default()
        });
        let mut said = sighting.said.take();
        let sighting = &sighting;
        let around = self.sightings.get(first..end).unwrap_or_default();
        let status = sighting.failed_status();
        if let Some(said) = &mut said
            && (worth != Worth::StatusAndWords && self.counts(said, sighting))
        {
            self.take_object(said, sighting, &mut found);
            if found.status == 0 && found.failure.is_none() && found.body.is_empty() {
                return None;
            }
        } else if status != 0 {
            found.status = status;
            found.evidence = Evidence::Status;
            if let Some(page) = sighting.page {
                found.evidence = Evidence::Body;
                found.body = owned(cut(from(self.text, page), MAX_PAGE));
            } else {
                let words = self.words_of(sighting).unwrap_or_default();
                let code = sighting.code.filter(|code| is_specific(code));
                found.body = object::error_or_words(code, words);
            }
        } else if let Some((failure, end)) = sighting.failure
            && !self.words_say_otherwise(failure, end, sighting)
        {
            self.fail(failure, sighting, &mut found);
        } else {
            found.body =
                object::error_or_words(sighting.code, self.words_of(sighting).unwrap_or_default());
        }
        self.fill(&mut found, sighting, around);
        if found.evidence < Evidence::Body {
            found.body = owned(words::message(&found.body));
        }
        if found.failure.is_some() && words::is_stack(&found.body) {
            // The object of an exception begins in the last line of its stack.
            let is_same = |other: &&Sighting| {
                other.start != sighting.start
                    && !self.is_member(other)
                    && other
                        .failure
                        .is_some_and(|(failure, _)| rank(failure) == found.failure.map_or(0, rank))
            };
            if let Some(other) = around.iter().find(is_same) {
                found.body = owned(words::message(&self.message_of(other)));
                let class = other.class.map(|(start, end)| owned(part(self.text, start, end)));
                found.class = found.class.take().or(class);
            }
        }
        if found.failure.is_some() || (found.status >= 400 && found.headers.is_empty()) {
            return Some(found);
        }
        let mut kind = found.report(&Options::new()).kind;
        if kind == Kind::Unknown && found.stated != 0 {
            found.status = found.stated;
            kind = found.report(&Options::new()).kind;
        }
        // An exception, or a line that was taken for one, is never a success.
        (kind != Kind::Unknown && !kind.is_success()).then_some(found)
    }

    /// Takes a failure without a response: of a refused connection, that of a server on the same machine.
    #[inline(never)]
    fn fail(&self, failure: Failure, sighting: &Sighting, found: &mut Found) {
        let is_local = failure == Failure::Refused && context::is_local(self.text);
        found.failure = Some(if is_local { Failure::LocalServer } else { failure });
        found.body = self.message_of(sighting);
    }

    /// Whether the words after a failure without a reason are those of a response: `Failed to connect to
    /// the API: Rate limit reached`.
    fn words_say_otherwise(&self, failure: Failure, end: usize, sighting: &Sighting) -> bool {
        if rank(failure) > 1 {
            return false;
        }
        let after = words::trim(part(self.text, end, self.line_end(sighting)));
        let kind = words::decide(0, after).kind;
        // Those who validate an output say that it is invalid.
        let is_of_output = failure == Failure::InvalidOutput
            && matches!(kind, Kind::InvalidRequest | Kind::UnprocessableEntity);
        let says_nothing = matches!(
            kind,
            Kind::Unknown
                | Kind::Success
                | Kind::BadGateway
                | Kind::Timeout
                | Kind::Cancelled
                | Kind::InternalError
                | Kind::ServiceUnavailable
        );
        !is_of_output && !says_nothing
    }

    /// Takes what an object says, and what a text in it says if it holds no body.
    fn take_object(&self, said: &mut Said, sighting: &Sighting, found: &mut Found) {
        let (beside, stated) = (sighting.failed_status(), said.failed_status());
        found.status = if beside == 0 && !said.is_in_body { stated } else { beside };
        found.stated = if found.status == 0 { stated } else { 0 };
        if found.headers.is_empty() {
            found.headers = std::mem::take(&mut said.headers);
        }
        found.address = said.address.take();
        found.model = said.model.take();
        found.provider = said.provider.as_deref().and_then(context::named);
        let has_status = found.status != 0 || found.stated != 0;
        let inner = self.inner(said);
        if says_something(has_status, said) {
            found.evidence = Evidence::Body;
            let body = said.body.take().unwrap_or_default();
            found.body = match body.strip_prefix(object::DETAILS) {
                Some(details) => self.with_message(sighting, details),
                None => self.with_wrapper(sighting, body),
            };
            if !has_status && let Some(inner) = inner {
                found.status = inner.status;
            }
            return;
        }
        if !has_status && let Some(failure) = said.failure {
            return self.fail(failure, sighting, found);
        }
        found.status = found.status.max(found.stated);
        let Some(mut inner) = inner else {
            found.evidence = Evidence::Status;
            found.body = said.texts.first().cloned().unwrap_or_default();
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
        found.body = std::mem::take(&mut inner.body);
        if found.class.is_none() {
            found.class = inner.class.take();
        }
        if found.address.is_none() {
            found.address = inner.address.take();
        }
        found.provider = found.provider.or(inner.provider);
    }

    /// Details of Google's APIs, as a part of the error whose words stand before them.
    fn with_message(&self, sighting: &Sighting, details: &str) -> String {
        let start = sighting.status.map_or(sighting.start, |status| status.words);
        let words = words::trim(cut(part(self.text, start, sighting.object), words::MAX));
        let mut json = object::coded("status", sighting.code, words::message(words));
        for _ in 0.."}}".len() {
            json.pop();
        }
        push(",\"details\":", &mut json);
        push(details, &mut json);
        json
    }

    /// The body of an object; with the words of `LiteLLM` before it, which name the provider that sent
    /// it.
    fn with_wrapper(&self, sighting: &Sighting, body: String) -> String {
        let before = part(self.text, sighting.start, sighting.object);
        let words = position(before, LITELLM, 0).map_or("", |at| from(before, at));
        if words.is_empty() || words.len() > words::MAX {
            return body;
        }
        let mut wrapped = owned(words);
        push(&body, &mut wrapped);
        wrapped
    }

    /// Fills what is missing from the sightings around.
    #[inline(never)]
    fn fill(&self, found: &mut Found, sighting: &Sighting, around: &[Sighting]) {
        if found.status == 0 && found.stated == 0 && found.failure.is_none() {
            found.status = sighting::nearest_status(sighting, around);
        }
        let says_little = found.evidence <= Evidence::Status
            && found.failure.is_none()
            && found.status != 0
            && is_only_status(found.status, &found.body);
        if says_little && let Some(words) = self.words_around(found.status, sighting, around) {
            found.body = words;
        }
        if (found.status != 0 || found.stated != 0) && found.headers.is_empty() {
            found.headers = self.headers_near(sighting, around);
        }
        let start = around.first().map_or(sighting.start, |first| first.start);
        let end = around.last().map_or(sighting.end, |last| last.end);
        let lines = part(self.text, sighting.start, sighting.end);
        let all = part(self.text, start, end);
        let others = if all.len() > lines.len() { all } else { "" };
        if found.address.is_none() {
            let address = self.address_near(sighting);
            found.address = (!address.is_empty()).then(|| owned(address));
        }
        if found.provider.is_none() {
            let by_address = found.address.as_deref().and_then(context::of_address);
            found.provider = by_address
                .or_else(|| context::sdk(lines))
                .or_else(|| context::host(lines))
                .or_else(|| context::host(self.wrapped(sighting)))
                .or_else(|| context::labeled_provider(self.text))
                .or_else(|| context::sdk(others))
                .or_else(|| sighting.code.and_then(|code| code.only))
                .or_else(|| around.iter().find_map(|other| other.code?.only));
        }
        if found.model.is_none() {
            found.model = context::model(lines).or_else(|| context::model(others));
        }
    }

    /// The headers in the lines of the response: from the line with its status, or from the failure
    /// before it, to the next response.
    fn headers_near(&self, sighting: &Sighting, around: &[Sighting]) -> Vec<(String, String)> {
        let earlier = around.iter().rev().find(|other| other.start < sighting.start);
        let start = match earlier {
            _ if sighting.failed_status() != 0 => sighting.start,
            Some(earlier) if earlier.failed_status() != 0 => earlier.start,
            Some(earlier) => earlier.end,
            None => 0,
        };
        let is_next = |other: &&Sighting| other.start >= sighting.end && other.is_of_http();
        let end = around.iter().find(is_next).map_or(self.text.len(), |next| next.start);
        let start = start.max(sighting.start.saturating_sub(words::MAX));
        words::headers(from(part(self.text, 0, end), floor(self.text, start)))
    }

    /// The lines that may belong to a sighting if a terminal wrapped it.
    fn wrapped(&self, sighting: &Sighting) -> &str {
        let rest = cut(from(self.text, sighting.end), words::MAX / 4);
        part(rest, 0, position(rest, "\n\n", 0).unwrap_or(rest.len()))
    }

    /// If a status is all that is known: the words of another sighting that does not state another
    /// status, or of a line near it.
    fn words_around(
        &self,
        status: u16,
        sighting: &Sighting,
        around: &[Sighting],
    ) -> Option<String> {
        let mut left = MAX_OTHERS;
        for other in around.iter().rev() {
            if other.start == sighting.start || !other.may_have(status) {
                continue;
            }
            if let Some(words) = self.words_of(other)
                && say_more(status, words)
            {
                return Some(owned(words));
            }
            left -= 1;
            if left == 0 {
                break;
            }
        }
        let mut after = Lines(from(self.text, sighting.end));
        let mut before = Lines(part(self.text, 0, sighting.start));
        for at in 0..2 * NEAR_LINES {
            let line = if at < NEAR_LINES { after.next() } else { before.last() };
            let line = line.unwrap_or_default();
            let words = words::trim(cut(line, words::MAX));
            if !bytes::trim(line).is_empty() && !words::is_stack(line) && say_more(status, words) {
                return Some(owned(words));
            }
        }
        None
    }

    /// The address of the request: one of a known provider in the lines of the failure, else the last
    /// one up to their end, else the first one after them.
    fn address_near(&self, sighting: &Sighting) -> &str {
        let (mut known, mut own, mut earlier) = ("", "", "");
        for &(start, end) in &self.addresses {
            let address = part(self.text, start, end);
            // What errors link to explains them.
            if OF_DOCUMENTATION.are_in(address) {
                continue;
            }
            if start < sighting.start {
                earlier = address;
                continue;
            }
            if start >= sighting.end {
                // The first one after them, if there is none before.
                if earlier.is_empty() && own.is_empty() {
                    own = address;
                }
                break;
            }
            own = address;
            if context::of_address(address).is_some() {
                known = address;
                break;
            }
        }
        [known, own].into_iter().find(|address| !address.is_empty()).unwrap_or(earlier)
    }

    /// The words after the status or the class of a line, to the end of its message: the first that say
    /// more than the status.
    #[inline(never)]
    fn words_of<'s>(&self, sighting: &'s Sighting) -> Option<&'s str> {
        sighting.words.get_or_init(|| self.find_words(sighting)).as_deref()
    }

    #[inline(never)]
    fn find_words(&self, sighting: &Sighting) -> Option<String> {
        let line_end = self.line_end(sighting);
        let (status, after_status) =
            sighting.status.map_or((0, usize::MAX), |status| (status.status, status.words));
        let after_class = sighting.class.map_or(usize::MAX, |(_, end)| end);
        // The name of a class that means something would count as a word.
        let whole = if sighting.code.is_none() { sighting.start } else { usize::MAX };
        // The next line with a mention is about something else.
        let next = self.sightings.partition_point(|other| other.start <= sighting.start);
        let next = self.sightings.get(next).map_or(self.text.len(), |next| next.start);
        let end = next.max(line_end);
        let mut first = None;
        for more in [false, true] {
            for start in [after_status, after_class, whole] {
                if start > line_end {
                    continue;
                }
                let words = words::paragraph(self.text, start, end, more);
                if words::is_one_word(&words) {
                    continue;
                }
                if say_more(status, &words) {
                    return Some(words);
                }
                if first.is_none() {
                    first = Some(words);
                }
            }
        }
        first
    }

    /// Where the words of a sighting end: at the end of its first line.
    #[inline(never)]
    fn line_end(&self, sighting: &Sighting) -> usize {
        let (_, end) = sighting::line_around(self.text, sighting.start);
        floor(self.text, end.min(sighting.start + words::MAX))
    }

    /// What a client says about a failure: the rest of its line.
    #[inline(never)]
    fn message_of(&self, sighting: &Sighting) -> String {
        let line_end = self.line_end(sighting);
        let mut message_start = sighting.start;
        if let Some((start, end)) = sighting.class
            && start >= sighting.start
            && matches!(bytes::byte(self.text.as_bytes(), end), b':' | b'(')
        {
            message_start = end;
        }
        owned(words::trim(part(self.text, message_start.min(line_end), line_end)))
    }

    /// Whether words of a text without anything else are about a call.
    #[inline(never)]
    fn are_of_call(&self, text: &str) -> bool {
        let kind = words::decide(0, text).kind;
        if words::is_of_connection(kind) && self.is_of_other_service(text) {
            return false;
        }
        words::are_about_a_call(text, kind)
            || !self.addresses.is_empty()
            || context::sdk(self.text).is_some()
    }

    /// Known wording, if a text has nothing else.
    #[inline(never)]
    fn words(&self) -> Option<Box<Found>> {
        let (body, at) = self.known_words()?;
        let (start, end) = sighting::line_around(self.text, at);
        let line = Sighting { start, end, ..Sighting::default() };
        let mut found = Box::new(Found { evidence: Evidence::Words, body, ..Found::default() });
        self.fill(&mut found, &line, &[]);
        Some(found)
    }

    /// Whether a line of the text is a part of the answer of a model.
    fn is_of_answer(&self, line: &str) -> bool {
        let start = line.as_ptr() as usize - self.text.as_ptr() as usize;
        self.answers.iter().any(|&(from, to)| from < start + line.len() && start < to)
    }

    /// Known wording in a line, and where it begins: the last such line, or all of them.
    fn known_words(&self) -> Option<(String, usize)> {
        let mut lines = Lines(self.text);
        let mut left = MAX_LINES;
        while left > 0
            && let Some(line) = lines.last()
        {
            if bytes::trim(line).is_empty() {
                continue;
            }
            left -= 1;
            if !self.is_of_answer(line)
                && !prose::is_no_failure(line)
                && let Some(words) = words::known(cut(line, words::MAX))
                && self.are_of_call(words)
            {
                // The delay may stand in the next line.
                let start = words.as_ptr() as usize - self.text.as_ptr() as usize;
                let whole = words::paragraph(self.text, start, self.text.len(), false);
                return Some((if is_known(&whole) { whole } else { owned(words) }, start));
            }
        }
        // A message that its terminal wrapped.
        let whole = bytes::trim(self.text);
        let mut lines = Lines(whole);
        let mut is_plain = true;
        for _ in 0..WRAPPED_LINES {
            is_plain &= !prose::is_no_failure(lines.next().unwrap_or_default());
        }
        let is_short = lines.0.is_empty();
        (is_short && is_plain && is_known(whole) && self.are_of_call(whole))
            .then(|| (owned(whole), 0))
    }

    #[inline(never)]
    fn refuse(&self) -> NotFound {
        let last = self.sightings.last();
        let has_status = last.is_some_and(|last| last.status.is_some());
        let hint = if has_status { NO_WORDS } else { NO_STATUS };
        let mut lines = Lines(self.text);
        let (mut number, mut nearest_line) = (0, None);
        while let Some(line) = lines.next() {
            number += 1;
            if let Some(last) = last {
                if self.text.len() - lines.0.len() > last.start {
                    nearest_line = Some(number);
                    break;
                }
            } else if number <= MAX_NUMBER && OF_FAILURE.are_in(line) {
                nearest_line = Some(number);
            }
        }
        NotFound { nearest_line, hint }
    }
}

/// How many lines of a text with nothing are looked at.
const MAX_NUMBER: usize = 100_000;

/// How much of a page counts.
const MAX_PAGE: usize = 65_536;

/// Words of lines that may be about a failure.
const OF_FAILURE: Words = list("error|Error|ERROR|failed|exception|Exception|Traceback");

/// What stands before the code of a failure in the object that a client prints.
const MEMBERS: Words = list(
    "code: '|code: \"|code\": \"|code\":\"|errno: '|errno: \"|syscall: '|syscall: \"|name: '|name: \"|\
     type: '|type: \"",
);

/// How the words of `LiteLLM` begin.
const LITELLM: &str = "litellm.";

/// Addresses with one of these explain an error.
const OF_DOCUMENTATION: Words = list(
    "/docs|docs.|developer.mozilla.org|/troubleshooting|curl.se|curl.haxx.se|\
     errors.pydantic.dev|httpstatuses|github.com",
);

/// Whether a body says that something failed.
#[inline(never)]
fn says_something(has_status: bool, said: &Said) -> bool {
    let body = said.body.as_deref().unwrap_or_default();
    !body.is_empty() && (has_status || is_known(body))
}
