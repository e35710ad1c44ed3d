//! A body that is a whole stream.

use memchr::memmem;

use super::aws::{KnownPreludes, Prelude};
use super::block::{self, BlockEnd, BlockStep, Field, has_whole_data};
use super::ending::Ended;
use super::options::{StreamOptions, is_media_type};
use super::scanner::StreamScanner;
use super::telling::{Found, report_cut_off};
use crate::report::Report;
use crate::response::{Holds, Response};
use crate::rules::schema::HeaderMeaning;
use crate::rules::streams::MEDIA_TYPES;

/// What a whole stream turned out to be.
pub(crate) enum Whole {
    /// This event reports an error.
    Error(Box<Found>),
    CutOff,
    /// Nothing went wrong, as far as anybody can know.
    Success,
}

impl Whole {
    /// What decides: the event that reports an error, or the response without its body.
    #[inline(never)]
    pub(crate) fn response<'f>(&'f self, of: &Response<'f>) -> Response<'f> {
        match self {
            Self::Error(found) => found.response(of),
            Self::CutOff | Self::Success => of.with_body(b"", Holds::Event),
        }
    }

    /// The report, from that of the response that decides.
    pub(crate) fn report(&self, report: Report<'static>) -> Report<'static> {
        match self {
            Self::Error(found) => found.show_code(report),
            Self::CutOff => report_cut_off(report),
            Self::Success => report,
        }
    }
}

/// Reads the body of a response as a stream, if it is one: if it has several events, or one under the
/// media type of a stream. The body of a failed call is no stream, nor is an empty one: it may not have
/// been read.
#[inline]
pub(crate) fn read(response: &Response<'_>) -> Option<Whole> {
    let may_be_stream =
        response.holds == Holds::Everything && matches!(response.status, 0 | 200..=299);
    if may_be_stream { read_success(response) } else { None }
}

#[inline(never)]
fn read_success(response: &Response<'_>) -> Option<Whole> {
    let media_type = response.headers.single(HeaderMeaning::ContentType).unwrap_or_default();
    let is_stream_type = MEDIA_TYPES.iter().any(|name| is_media_type(media_type, name));
    let is_empty = response.body.trim_ascii_start().is_empty();
    if is_empty || (!is_stream_type && !looks_like_stream(response.body)) {
        return None;
    }
    let mut options = StreamOptions::new();
    if is_stream_type {
        options = options.with_headers([(&b"content-type"[..], media_type)]);
    }
    let mut scanner = StreamScanner::new(options);
    scanner.feed(response.body);
    let ending = scanner.finish();
    if !is_stream_type {
        // A list is what many calls answer that do not stream.
        let is_list = without_start(response.body).starts_with(b"[");
        let events = ending.events + u64::from(scanner.breaks_off());
        if events < 2 || (is_list && !scanner.knows_dialect()) {
            return None;
        }
    }
    Some(match (scanner.into_first(), ending.ended) {
        (Some(told), _) => Whole::Error(Box::new(told.found)),
        (None, Ended::CutOff) => Whole::CutOff,
        (None, _) => Whole::Success,
    })
}

/// A body without a byte order mark and blanks at its start.
fn without_start(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body).trim_ascii_start()
}

/// Whether a body may have several events: it begins with a field of one, with a frame, or with the
/// list of Google's answers, or a line of it begins with another object.
fn looks_like_stream(body: &[u8]) -> bool {
    let text = without_start(body);
    match text.first() {
        None => false,
        Some(b'{') => {
            [&b"}\n{"[..], b"}\r\n{"].iter().any(|ends| memmem::find(text, ends).is_some())
        }
        Some(b'[') => text[1..].trim_ascii_start().starts_with(b"{"),
        Some(0) => Prelude::read(text, &mut KnownPreludes::default()).is_some(),
        Some(_) => {
            let first = text.split(|&byte| matches!(byte, b'\n' | b'\r')).next();
            let field = block::field(first.unwrap_or_default());
            let is_field = matches!(
                field,
                Some((Field::Data | Field::Event | Field::Comment | Field::Error, _))
            ) || text.starts_with(b"id:")
                || text.starts_with(b"retry:");
            is_field && has_several_blocks(text)
        }
    }
}

/// Whether something follows the first event that is more than comments.
fn has_several_blocks(mut text: &[u8]) -> bool {
    loop {
        match BlockEnd::default().push(text).1 {
            BlockStep::GoesOn => return false,
            BlockStep::MayEnd(at) => return has_whole_data(&text[..at]),
            BlockStep::Ends(end) => {
                let (block, rest) = text.split_at(end);
                let rest = rest.trim_ascii_start();
                let mut fields = block::lines(block).filter_map(|(_, line)| block::field(line));
                if rest.is_empty() {
                    return false;
                }
                if fields.any(|(field, _)| field != Field::Comment) {
                    return true;
                }
                text = rest;
            }
        }
    }
}
