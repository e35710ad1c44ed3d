//! The scanner: it finds where each event begins and ends, in any pieces.

use crc32fast::Hasher;

use super::aws::{Frame, KnownPreludes, PRELUDE, Prelude};
use super::block::{self, BlockEnd, BlockStep};
use super::condense::Condenser;
use super::ending::{Ending, StreamErrors};
use super::events::Events;
use super::json_end::{JsonEnd, JsonStep};
use super::options::StreamOptions;
use super::telling::{Around, Told};

/// The media type of AWS frames.
const AWS_MEDIA_TYPE: &str = "application/vnd.amazon.eventstream";

/// A byte order mark.
const BOM: [u8; 3] = *b"\xEF\xBB\xBF";

/// How much of a page is kept: its title, and the beginning of its text.
const MAX_PAGE: usize = 64 << 10;

/// How a page ends.
const PAGE_END: &[u8] = b"</html>";

/// How the stream is framed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Framing {
    /// Nothing came but perhaps a byte order mark.
    Unknown,
    /// Lines: server-sent events, JSON values, or text.
    Lines,
    /// The elements of a JSON list.
    List,
    /// AWS frames.
    Frames,
    /// What came is no frame, so that nobody knows where the next one begins.
    Broken,
}

/// The event that has begun.
#[derive(Clone, Debug)]
enum Open {
    None,
    /// The first byte of something that its second byte tells apart.
    First,
    Block(BlockEnd),
    Json(JsonEnd),
    /// An HTML page, of which so much was searched for its end.
    Page(usize),
    /// A frame; its length is known once its prelude is there.
    Frame(Option<Prelude>),
    /// A frame that is longer than what is kept.
    LongFrame(Box<LongFrame>),
}

/// A frame that is longer than what is kept of an event.
#[derive(Clone, Debug)]
struct LongFrame {
    prelude: Prelude,
    /// How many bytes came.
    len: usize,
    checksum: Hasher,
    /// The checksum at the end of the frame.
    stated: u32,
}

/// Finds the errors in a streamed response, and how it ended. It is fed the bytes as they come, cut
/// anywhere.
///
/// ```
/// use apifault::{Advice, Ended, Kind, StreamOptions, StreamScanner};
///
/// let mut scanner = StreamScanner::new(StreamOptions::new());
/// let mut errors = scanner.feed(b"event: error\ndata: {\"error\":{\"type\":\"overloaded_error\",");
/// assert_eq!(errors.next(), None);
/// let mut errors = scanner.feed(b"\"message\":\"Overloaded\"}}\n\n");
/// let error = errors.next().expect("the event is whole");
/// assert_eq!(error.report.kind, Kind::Overloaded);
///
/// let ending = scanner.finish();
/// assert_eq!(ending.ended, Ended::Error);
/// assert!(!ending.delivered);
/// ```
#[derive(Clone, Debug)]
pub struct StreamScanner {
    events: Events,
    framing: Framing,
    is_aws: bool,
    /// The checksum of nothing: to make one asks what the processor can do.
    checksum: Hasher,
    preludes: KnownPreludes,
    open: Open,
    /// The event that has begun in an earlier piece.
    kept: Vec<u8>,
    /// The event is too long to be kept whole.
    condenser: Option<Condenser>,
    /// Where the event begins, and where the next byte is.
    start: u64,
    next: u64,
    skipped: u64,
    ending: Option<Ending>,
}

impl StreamScanner {
    /// A scanner of one response.
    #[inline(never)]
    pub fn new(options: StreamOptions) -> Self {
        Self {
            framing: Framing::Unknown,
            is_aws: options.is_media_type(AWS_MEDIA_TYPE),
            events: Events::new(options),
            checksum: Hasher::new(),
            preludes: KnownPreludes::default(),
            open: Open::None,
            kept: Vec::new(),
            condenser: None,
            start: 0,
            next: 0,
            skipped: 0,
            ending: None,
        }
    }

    /// Takes the next bytes of the body, and returns the errors that became certain.
    ///
    /// An event that lies whole in `bytes` is not copied.
    pub fn feed(&mut self, bytes: &[u8]) -> StreamErrors<'_> {
        if self.ending.is_none() {
            let mut rest = bytes;
            while !rest.is_empty() {
                let taken = self.take(rest);
                self.next += taken as u64;
                rest = &rest[taken..];
            }
        }
        self.errors()
    }

    /// Takes one event that is parsed already: the JSON of a message of a WebSocket, or of an SDK's
    /// object.
    ///
    /// ```
    /// use apifault::{Kind, StreamOptions, StreamScanner};
    ///
    /// let mut scanner = StreamScanner::new(StreamOptions::new());
    /// let mut errors = scanner.feed_event(br#"{"type":"error","code":"rate_limit_exceeded"}"#);
    /// assert_eq!(errors.next().expect("an error").report.kind, Kind::RateLimited);
    /// ```
    pub fn feed_event(&mut self, json: &[u8]) -> StreamErrors<'_> {
        if self.ending.is_none() {
            if self.events.shapes.is_known(json) {
                self.events.progress.events += 1;
            } else {
                let around = Around { position: self.next, ..Around::default() };
                self.events.data(json, 0, json, &around);
            }
            self.next += json.len() as u64;
        }
        self.errors()
    }

    /// The errors that were not taken yet.
    pub fn errors(&mut self) -> StreamErrors<'_> {
        StreamErrors(&mut self.events.errors)
    }

    /// Whether nothing of interest follows: an error, or the last mark of a whole answer, has come.
    /// The connection may stay open nevertheless.
    pub fn is_terminal(&self) -> bool {
        self.ending.is_some() || self.events.first().is_some() || self.events.progress.is_last
    }

    /// Whether content came that the caller may have used; after an error, whether it came before.
    pub fn delivered(&self) -> bool {
        self.events.delivered()
    }

    /// How many events came so far: an idle timer starts anew if this has grown.
    pub fn events(&self) -> u64 {
        self.events.progress.events
    }

    /// Takes the end of the body. The last event may lack its empty line; an error in it is among
    /// [`errors`](Self::errors). Bytes that are fed later are ignored, and a second call returns the
    /// same.
    pub fn finish(&mut self) -> Ending {
        if let Some(ending) = &self.ending {
            return ending.clone();
        }
        let kept = std::mem::take(&mut self.kept);
        let is_condensed = self.condenser.is_some();
        let around =
            Around { position: self.start, is_cut: true, is_condensed, ..Around::default() };
        match std::mem::replace(&mut self.open, Open::None) {
            Open::None => {}
            Open::First | Open::Block(_) => self.events.block(&kept, around),
            Open::Json(_) => self.events.data(&kept, 0, &kept, &around),
            Open::Page(_) => self.events.text(&kept, &around),
            Open::Frame(_) | Open::LongFrame(_) => self.events.progress.breaks_off = true,
        }
        self.events.progress.breaks_off |= self.framing == Framing::Broken;
        let ending = self.events.ending(self.skipped);
        self.ending = Some(ending.clone());
        ending
    }

    /// Whether an event was of a dialect that rows know.
    pub(super) fn knows_dialect(&self) -> bool {
        self.events.progress.knows_dialect()
    }

    /// Whether the bytes broke off inside an event.
    pub(super) fn breaks_off(&self) -> bool {
        self.events.progress.breaks_off
    }

    /// The first error.
    pub(super) fn into_first(self) -> Option<Told> {
        self.events.into_first()
    }

    /// Takes at least one of the bytes. Returns how many.
    fn take(&mut self, text: &[u8]) -> usize {
        match self.open {
            Open::None => self.begin(text),
            Open::Frame(_) | Open::LongFrame(_) => self.go_on_frame(text),
            _ => self.go_on(text),
        }
    }

    /// Takes bytes between two events.
    fn begin(&mut self, text: &[u8]) -> usize {
        match self.framing {
            Framing::Unknown => {
                if usize::try_from(self.next).is_ok_and(|at| BOM.get(at) == text.first()) {
                    return 1;
                }
                self.framing =
                    if self.is_aws || text[0] == 0 { Framing::Frames } else { Framing::Lines };
                self.begin(text)
            }
            Framing::Broken => text.len(),
            Framing::Frames => self.begin_frame(text),
            Framing::Lines | Framing::List => self.begin_line(text),
        }
    }

    fn begin_line(&mut self, text: &[u8]) -> usize {
        if let Some(len) = self.events.shapes.find(text)
            && len <= self.events.options.max_event
        {
            self.events.progress.events += 1;
            return len;
        }
        let in_list = self.framing == Framing::List;
        // Some servers end JSON texts with a NUL.
        let is_between =
            |byte: &u8| byte.is_ascii_whitespace() || *byte == 0 || (in_list && *byte == b',');
        let between = text.iter().take_while(|byte| is_between(byte)).count();
        if between > 0 {
            return between;
        }
        self.start = self.next;
        match text[0] {
            b']' if in_list => {
                self.framing = Framing::Lines;
                self.events.progress.list_ended();
                1
            }
            b'<' | b'[' => {
                self.open = Open::First;
                self.kept.push(text[0]);
                1
            }
            b'{' => {
                self.open = Open::Json(JsonEnd::default());
                self.go_on(text)
            }
            _ => {
                self.open = Open::Block(BlockEnd::default());
                self.go_on(text)
            }
        }
    }

    /// Takes bytes of the event that has begun.
    fn go_on(&mut self, text: &[u8]) -> usize {
        match &mut self.open {
            Open::First => {
                self.second(text[0]);
                0
            }
            Open::Block(block) => {
                let (taken, step) = block.push(text);
                match step {
                    BlockStep::GoesOn => {
                        self.keep(&text[..taken]);
                        taken
                    }
                    BlockStep::Ends(_) => {
                        self.ends(&text[..taken]);
                        taken
                    }
                    BlockStep::MayEnd(at) => {
                        self.may_end(&text[..taken], at);
                        taken
                    }
                }
            }
            Open::Json(json) => match json.push(text) {
                JsonStep::GoesOn => {
                    self.keep(text);
                    text.len()
                }
                JsonStep::Ends(len) | JsonStep::Breaks(len) => {
                    self.ends(&text[..len]);
                    len
                }
            },
            Open::Page(searched) => {
                let (before, room) = (self.kept.len(), MAX_PAGE - self.kept.len());
                self.kept.extend_from_slice(&text[..text.len().min(room)]);
                let from = searched.saturating_sub(PAGE_END.len());
                let mut windows = self.kept[from..].windows(PAGE_END.len());
                let end = windows.position(|window| window.eq_ignore_ascii_case(PAGE_END));
                *searched = self.kept.len();
                match end {
                    Some(at) => {
                        let end = from + at + PAGE_END.len();
                        self.kept.truncate(end);
                        self.ends(b"");
                        end - before
                    }
                    None => text.len(),
                }
            }
            Open::None | Open::Frame(_) | Open::LongFrame(_) => 0,
        }
    }

    /// Takes the second byte of what the first one does not tell apart: a page, a list, or a line.
    fn second(&mut self, second: u8) {
        let first = self.kept[0];
        let is_list = |byte: u8| byte.is_ascii_whitespace() || matches!(byte, b'{' | b'[' | b']');
        if first == b'[' && is_list(second) {
            self.framing = Framing::List;
            self.kept.clear();
            self.open = Open::None;
        } else if first == b'<' && matches!(second, b'!' | b'?' | b'h' | b'H') {
            self.open = Open::Page(0);
        } else {
            let mut block = BlockEnd::default();
            block.push(&[first]);
            self.open = Open::Block(block);
        }
    }

    /// Keeps bytes of an event that goes on in the next piece.
    fn keep(&mut self, text: &[u8]) {
        let max = self.events.options.max_event;
        if self.condenser.is_none() && self.kept.len() + text.len() > max {
            let mut condenser = Condenser::new(max);
            let kept = std::mem::take(&mut self.kept);
            condenser.push(&kept, &mut self.kept);
            self.condenser = Some(condenser);
            self.skipped += 1;
        }
        match &mut self.condenser {
            Some(condenser) => condenser.push(text, &mut self.kept),
            None => self.kept.extend_from_slice(text),
        }
    }

    /// Takes the last bytes of an event.
    fn ends(&mut self, text: &[u8]) {
        if self.kept.is_empty()
            && self.condenser.is_none()
            && text.len() <= self.events.options.max_event
        {
            return self.event(text, false);
        }
        // A piece may end inside the last line end: the second half of it does not make an event too
        // long.
        let is_one_too_long = self.kept.len() + text.len() == self.events.options.max_event + 1;
        let is_divisible = is_one_too_long && text.ends_with(b"\r\n");
        self.keep(&text[..text.len() - usize::from(is_divisible)]);
        let mut kept = std::mem::take(&mut self.kept);
        let is_condensed = self.condenser.take().is_some();
        self.event(&kept, is_condensed);
        kept.clear();
        self.kept = kept;
    }

    /// Takes the bytes up to a second line of data, which begins at this position of the event. If
    /// the data before it is whole, the event ends there.
    fn may_end(&mut self, text: &[u8], at: usize) {
        self.keep(text);
        if self.condenser.is_some() || !block::has_whole_data(&self.kept[..at]) {
            return;
        }
        let kept = std::mem::take(&mut self.kept);
        let (event, rest) = kept.split_at(at);
        self.event(event, false);
        self.start += at as u64;
        let mut block = BlockEnd::default();
        block.push(rest);
        self.open = Open::Block(block);
        self.kept.extend_from_slice(rest);
    }

    /// Reads a whole event.
    fn event(&mut self, event: &[u8], is_condensed: bool) {
        let around = Around { position: self.start, is_condensed, ..Around::default() };
        match std::mem::replace(&mut self.open, Open::None) {
            _ if self.events.shapes.find(event) == Some(event.len()) => {
                self.events.progress.events += 1;
            }
            Open::Json(_) => self.events.data(event, 0, event, &around),
            Open::Page(_) => self.events.text(event, &around),
            _ => self.events.block(event, around),
        }
    }

    fn begin_frame(&mut self, text: &[u8]) -> usize {
        self.start = self.next;
        let max = self.events.options.max_event;
        if let Some(prelude) = Prelude::read(text, &mut self.preludes)
            && prelude.len <= max
            && let Some(frame) = text.get(..prelude.len)
        {
            self.frame(frame, prelude);
            return prelude.len;
        }
        self.open = Open::Frame(None);
        self.go_on_frame(text)
    }

    /// Takes bytes of a frame.
    fn go_on_frame(&mut self, text: &[u8]) -> usize {
        let prelude = match &mut self.open {
            Open::LongFrame(_) => return self.go_on_long_frame(text),
            Open::Frame(prelude) => *prelude,
            _ => None,
        };
        let len = prelude.map_or(PRELUDE, |prelude| prelude.len);
        let taken = text.len().min(len - self.kept.len());
        self.kept.extend_from_slice(&text[..taken]);
        if self.kept.len() < len {
            return taken;
        }
        match prelude {
            Some(prelude) => {
                let mut kept = std::mem::take(&mut self.kept);
                self.open = Open::None;
                self.frame(&kept, prelude);
                kept.clear();
                self.kept = kept;
            }
            None => self.prelude(),
        }
        taken
    }

    /// Reads the prelude that was kept.
    fn prelude(&mut self) {
        let Some(prelude) = Prelude::read(&self.kept, &mut self.preludes) else {
            // Without the content type of frames, a NUL at the start may separate texts.
            let kept = std::mem::take(&mut self.kept);
            self.open = Open::None;
            self.framing =
                if self.is_aws || self.start > 0 { Framing::Broken } else { Framing::Lines };
            let end = self.next;
            self.next = self.start;
            let mut rest = &kept[..];
            while !rest.is_empty() {
                let taken = self.take(rest);
                self.next += taken as u64;
                rest = &rest[taken..];
            }
            self.next = end;
            return;
        };
        if prelude.len > self.events.options.max_event {
            let mut checksum = self.checksum.clone();
            checksum.update(&self.kept);
            self.kept.clear();
            self.skipped += 1;
            self.condenser = Some(Condenser::new(self.events.options.max_event));
            let long = LongFrame { prelude, len: PRELUDE, checksum, stated: 0 };
            self.open = Open::LongFrame(Box::new(long));
        } else {
            self.open = Open::Frame(Some(prelude));
        }
    }

    fn go_on_long_frame(&mut self, text: &[u8]) -> usize {
        let Open::LongFrame(long) = &mut self.open else { return 0 };
        let headers_end = PRELUDE + long.prelude.headers_len;
        let checksum_start = long.prelude.len - 4;
        if long.len < checksum_start {
            let (is_header, end) =
                if long.len < headers_end { (true, headers_end) } else { (false, checksum_start) };
            let part = &text[..text.len().min(end - long.len)];
            long.checksum.update(part);
            long.len += part.len();
            if is_header {
                self.kept.extend_from_slice(part);
            } else if let Some(condenser) = &mut self.condenser {
                condenser.push(part, &mut self.kept);
            }
            return part.len();
        }
        long.stated = long.stated << 8 | u32::from(text[0]);
        long.len += 1;
        if long.len == long.prelude.len {
            let is_right = long.checksum.clone().finalize() == long.stated;
            let headers_len = long.prelude.headers_len;
            let content = std::mem::take(&mut self.kept);
            self.condenser = None;
            self.open = Open::None;
            if is_right {
                let (headers, payload) = content.split_at(headers_len);
                let frame = Frame { content: &content, headers, payload };
                let around =
                    Around { position: self.start, is_condensed: true, ..Around::default() };
                self.events.frame(&frame, &around);
            } else {
                self.framing = Framing::Broken;
            }
        }
        1
    }

    /// Reads a whole frame.
    fn frame(&mut self, frame: &[u8], prelude: Prelude) {
        match Frame::read(frame, prelude, self.checksum.clone()) {
            Some(frame) if self.events.shapes.is_known(frame.content) => {
                self.events.progress.events += 1;
            }
            Some(frame) => {
                let around = Around { position: self.start, ..Around::default() };
                match self.events.wrapper.base64(frame.content) {
                    Some(base64) => self.events.base64(base64, &around),
                    None => self.events.frame(&frame, &around),
                }
            }
            None => self.framing = Framing::Broken,
        }
    }
}
