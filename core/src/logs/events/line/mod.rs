//! Texts: lines of access logs, announcements of retries, and errors.

mod access;
mod halves;
mod pairs;
mod retry;

use std::borrow::Cow;

use super::context::{Context, cut, name, shape};
use super::mention::{Subject, is_trouble};
use super::quiet;
use super::routes::{self, Target};
use crate::kind::Kind;
use crate::logs::event::{Event, Form, Origin, Recap};
use crate::rules::logs::lines::{
    ANSWERS, EARLIER, ERROR_OBJECTS, MODEL_PAIRS, NO_RECAPS, PROVIDER_PAIRS, RECAPS, REFUSALS,
};
use crate::rules::logs::words::{REASONS, TRACES};
use crate::text::{self, Evidence, Found};
use access::{Access, End};
use halves::Half;
use pairs::Pairs;
use retry::Announced;

/// How much of a reason is kept, in bytes.
const MAX_WORDS: usize = 2_000;

/// Reads the events of a text.
pub(super) fn read(text: &str, context: &mut Context<'_>) {
    let plain = without_colors(text);
    let (first, last) = (context.line, context.last_line);
    let lines = last - first;
    // The lines that do not say enough by themselves are read together.
    let (mut start, mut start_line) = (0, 0);
    let mut at = 0;
    for (number, line) in (0..).zip(plain.split_inclusive('\n')) {
        let trimmed = line.trim_end();
        if let Some(said) = Said::read(trimmed) {
            context.line = first + start_line.min(lines);
            context.last_line = first + number.min(lines);
            read_rest(&plain[start..at], context);
            context.line = context.last_line;
            match said {
                Said::Access(access) => read_access(trimmed, &access, context),
                Said::Retry(announced) => read_retry(trimmed, &announced, context),
                Said::Half(half) => read_half(half, halves::client(&plain), context),
            }
            (start, start_line) = (at + line.len(), number + 1);
        }
        at += line.len();
        if context.is_full() {
            break;
        }
    }
    context.line = first + start_line.min(lines);
    context.last_line = last;
    read_rest(&plain[start..], context);
    context.line = first;
}

fn read_rest(text: &str, context: &mut Context<'_>) {
    if !text.trim().is_empty() {
        read_error(text, None, context);
    }
}

/// What a line says that says enough by itself.
enum Said<'t> {
    Access(Access<'t>),
    Retry(Announced<'t>),
    Half(Half<'t>),
}

impl<'t> Said<'t> {
    fn read(line: &'t str) -> Option<Self> {
        let access = access::read(line).map(Self::Access);
        let retry = || retry::read(line).map(Self::Retry);
        access.or_else(retry).or_else(|| halves::read(line).map(Self::Half))
    }
}

/// Adds the event of a line about one request.
fn read_access(line: &str, access: &Access<'_>, context: &mut Context<'_>) {
    if !access.target.path.is_empty() && !context.counts(access.method, &access.target) {
        return;
    }
    let by_host = || routes::provider_of_host(access.host?);
    let pairs = (access.form == Form::Pairs).then(|| Pairs::new(cut(line, 4 << 10)));
    let pair = |names| pairs.as_ref().and_then(|pairs| pairs.get(names));
    let by_name = || pair(PROVIDER_PAIRS).and_then(super::names::provider);
    let provider = access.target.provider().or_else(by_host).or_else(by_name);
    let (report, evidence) = match access.end {
        End::Status(status) => {
            let is_sdk = access.form == Form::SdkResponse;
            let found = if is_sdk { text::find(line).ok() } else { None };
            let headers = found.map_or(Vec::new(), |found| found.headers);
            let evidence = if headers.is_empty() { Evidence::Status } else { Evidence::Body };
            (context.report(status, &headers, b"", provider), evidence)
        }
        End::Failure(failure) => (context.failure(failure, line, provider), Evidence::Class),
    };
    let mut event = context.event(access.origin, access.form, evidence, report);
    event.method = access.method.map(Into::into).or(event.method);
    event.path = name(access.target.path);
    event.model = event.model.or_else(|| name(pair(MODEL_PAIRS)?));
    event.host = access.host.and_then(name).or(event.host);
    // openai-node says so in the line of the response.
    if let Some(announced) = retry::read(line) {
        event.is_retried = true;
        event.announced_ms = announced.wait_ms;
    }
    context.push(event);
}

/// Adds the event of a line about a request that was sent, or about the response to one.
fn read_half(half: Half<'_>, client: u64, context: &mut Context<'_>) {
    let mut event = match half {
        Half::Request(method, target) => {
            let report = context.failure(crate::Failure::Other, "", target.provider());
            let is_call = context.counts(Some(method), &target);
            let mut event = context.event(Origin::Request, Form::Half, Evidence::Words, report);
            event.method = Some(method.into());
            event.path = name(target.path);
            event.host = target.host.and_then(name);
            event.stands_alone = is_call;
            event
        }
        Half::Response(status) => {
            let report = context.report(status, &[], b"", None);
            context.event(Origin::Outbound, Form::Half, Evidence::Status, report)
        }
    };
    event.shape = client;
    context.push(event);
}

/// Adds the event of a line that announces a retry: that of the error in it, if it has one.
fn read_retry(line: &str, announced: &Announced<'_>, context: &mut Context<'_>) {
    if read_error(line, Some(announced), context) {
        return;
    }
    if let Some(target) = announced.target.filter(|target| !context.counts(None, target)) {
        debug_assert!(!target.path.is_empty());
        return;
    }
    let subject = Subject::of(line);
    let report = match announced.status {
        0 => context.failure(crate::Failure::Other, "", None),
        status => context.report(status, &[], b"", None),
    };
    let mut event = context.event(Origin::Retry, announced.form, Evidence::Words, report);
    if announced.status != 0 {
        event.evidence = Evidence::Status;
    }
    event.path = announced.target.and_then(|target| name(target.path)).or(event.path);
    event.is_retried = true;
    event.announced_ms = announced.wait_ms;
    event.stands_alone = !subject.has_other
        && (announced.status != 0 || announced.target.is_some() || subject.has_sdk);
    context.push(event);
}

/// Adds the event of an error, if the text has one; whether it has.
fn read_error(text: &str, announced: Option<&Announced<'_>>, context: &mut Context<'_>) -> bool {
    if announced.is_none() && (context.read_record)(text, context) {
        return true;
    }
    let level = is_trouble(text);
    let is_shown = context.facts.model.is_some() || context.facts.provider.is_some();
    if level == Some(false) && announced.is_none() && !is_shown && quiet::is_quiet(text) {
        return false;
    }
    let Some(found) = find(text) else {
        let looks_failed = level == Some(true) && announced.is_none();
        if looks_failed && Subject::of(text).has_sdk {
            context.seen.unreadable += 1;
        }
        return false;
    };
    if announced.is_some() && found.evidence < Evidence::Class {
        return false;
    }
    let Some(mut event) = of_found(text, &found, level, context) else { return false };
    if let Some(announced) = announced {
        event.is_retried = true;
        event.announced_ms = announced.wait_ms;
    }
    context.push(event);
    true
}

/// A text without the frames of Python's tracebacks, which name files and show code.
fn without_frames(text: &str) -> Cow<'_, str> {
    let is_frame = |line: &str| line.starts_with("File \"") && line.contains(", line ");
    if !text.contains("\n  File \"") {
        return text.into();
    }
    let mut kept = String::with_capacity(text.len());
    // How deep the frame is whose code follows.
    let mut frame = None;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_start_matches(' ');
        let depth = line.len() - bare.len();
        if depth > 0 && is_frame(bare) {
            frame = Some(depth);
        } else if frame.is_none_or(|frame| depth <= frame) {
            frame = None;
            kept.push_str(line);
        }
    }
    kept.into()
}

/// The failure in a text.
fn find(text: &str) -> Option<Found> {
    let Ok(mut found) = text::find(&without_frames(text)) else {
        let (words, class) = REFUSALS.iter().find(|(words, _)| text.contains(words))?;
        return text::find(&format!("{class}: {words}")).ok();
    };
    let message = ERROR_OBJECTS.iter().find_map(|(mark, start, end)| {
        let (_, rest) = text.split_once(mark)?;
        let (message, _) = rest.split_once(start)?.1.split_once(end)?;
        Some(message.trim_matches(['\'', '"']))
    });
    if let Some(message) = message {
        message.clone_into(&mut found.body);
    }
    Some(found)
}

/// The event of a failure in a text; none if it is not one of a call.
pub(super) fn of_found(
    text: &str,
    found: &Found,
    level: Option<bool>,
    context: &mut Context<'_>,
) -> Option<Event> {
    if found.evidence == Evidence::Status && is_answer(text) {
        return None;
    }
    let target = found.address.as_deref().and_then(Target::read);
    let request = access::request_in(cut(text, 4 << 10));
    let method = request.and_then(|(method, _)| method);
    let mut target = target.or(request.map(|(_, target)| target));
    let provider_of_address = target.and_then(|target| target.provider());
    if let Some(asked) = &target
        && asked.path != "/"
        && !routes::is_call(method, asked, context.options)
    {
        if found.evidence < Evidence::Body && !routes::is_page(asked) {
            context.seen.other_paths += 1;
            return None;
        }
        // An address in the words of a server is not that of the request.
        target = None;
    }
    let is_shown = context.facts.model.is_some() || context.facts.provider.is_some();
    let is_shown = is_shown || found.provider.is_some() || target.is_some();
    let subject = Subject::of(text);
    let is_reason = found.evidence <= Evidence::Class && is_reason(text);
    let is_class = level == Some(true) || found.class.is_some();
    let is_hint = !is_shown && !is_reason && !subject.is_call(found.evidence, is_class);
    if is_hint && (found.evidence > Evidence::Words || subject.has_other) {
        return None;
    }
    // Words in a line without trouble, such as what a user asks.
    let is_prose = level == Some(false) && found.class.is_none() && !is_shown;
    if is_prose
        && (found.evidence == Evidence::Words || !subject.has_sdk)
        && found.evidence < Evidence::Body
    {
        return None;
    }
    let pairs = Pairs::new(cut(text, 4 << 10));
    let named = pairs.get(PROVIDER_PAIRS).and_then(super::names::provider);
    let provider = found.provider.or(provider_of_address).or(named);
    let report = found.report(&context.options(provider));
    if report.kind.is_success() || is_hint && report.kind == Kind::Unknown {
        return None;
    }
    let is_reason = is_reason || is_hint;
    let origin = if is_reason { Origin::Reason } else { Origin::Error };
    let mut event = context.event(origin, Form::Other, found.evidence, report);
    let model = found.model.as_deref().or_else(|| pairs.get(MODEL_PAIRS));
    event.model = model.and_then(name).or(event.model);
    event.method = method.map(Into::into).or(event.method);
    event.path = target.and_then(|target| name(target.path)).or(event.path);
    event.host = target.and_then(|target| target.host).and_then(name).or(event.host);
    event.shape = shape(text, event.shape);
    event.is_trace = TRACES.iter().any(|words| text.trim_start().starts_with(words));
    event.recap = recap(text);
    event.is_calm = level == Some(false);
    // By themselves, such words may be about anything.
    event.stands_alone &= !is_hint;
    if is_reason {
        event.words = Some(cut(found.body.trim(), MAX_WORDS).into());
    }
    Some(event)
}

/// Which failures a text repeats, if it repeats some.
fn recap(text: &str) -> Option<Recap> {
    let text = cut(text, 4 << 10).to_ascii_lowercase();
    let has = |words: &&str| text.contains(*words);
    if EARLIER.iter().any(has) {
        return Some(Recap::Earlier);
    }
    let is_recap = RECAPS.iter().any(has) || counts_attempts(&text);
    (is_recap && !NO_RECAPS.iter().any(has)).then_some(Recap::All)
}

/// Whether a text says after how many attempts something failed: `after exhausting all 5 retry attempts`.
fn counts_attempts(text: &str) -> bool {
    text.match_indices("after ").any(|(at, word)| {
        let mut words = text[at + word.len()..].split(' ').take(6);
        words.any(|word| word.bytes().all(|byte| byte.is_ascii_digit()) && !word.is_empty())
            && words.any(|word| ["attempt", "retr", "tries"].iter().any(|of| word.starts_with(of)))
    })
}

/// Whether a server wrote a text about a request that it refuses.
fn is_reason(text: &str) -> bool {
    REASONS.iter().any(|(writer, class)| text.contains(writer) && text.contains(class))
}

/// Whether a server wrote a line about an answer of its own.
fn is_answer(text: &str) -> bool {
    let text = text.trim();
    ANSWERS.iter().any(|(start, end)| {
        let rest = text.find(start).map_or("", |at| &text[at + start.len()..]);
        rest.ends_with(end) && rest.starts_with(|c: char| c.is_ascii_digit())
    })
}

/// A text without the sequences that set colours.
fn without_colors(text: &str) -> Cow<'_, str> {
    if !text.contains("\x1b[") {
        return text.into();
    }
    let mut plain = String::with_capacity(text.len());
    let mut parts = text.split("\x1b[");
    plain.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let end = part.find(|c: char| !c.is_ascii_digit() && c != ';');
        let end = end.unwrap_or(part.len());
        plain.push_str(part[end..].strip_prefix(['m', 'K']).unwrap_or(&part[end..]));
    }
    plain.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_are_left_out() {
        let text = "ERROR it failed\nTraceback (most recent call last):\n  File \"/a.py\", line 4, in f\n    \
                    g()\n    ^^^\n  File \"/b.py\", line 7, in g\nopenai.APIError: it broke\n  more\n";
        let expected = "ERROR it failed\nTraceback (most recent call last):\nopenai.APIError: it broke\n  more\n";
        assert_eq!(without_frames(text), expected);
        assert_eq!(without_frames("no\n  frames"), "no\n  frames");
    }

    #[test]
    fn colors_are_left_out() {
        assert_eq!(without_colors("\x1b[1;31mred\x1b[0m and\x1b[K plain"), "red and plain");
        assert_eq!(without_colors("plain"), "plain");
        assert_eq!(without_colors("\x1b["), "");
    }
}
