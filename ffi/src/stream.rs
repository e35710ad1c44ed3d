//! Streams.

use libc::c_char;
use std::mem::offset_of;

use apifault_core::{Provider, StreamOptions, StreamScanner};

use crate::classify::{ReportHandle, apifault_report};
use crate::guard::{guard, guard_result};
use crate::memory::{self, Versioned};
use crate::numbers::{apifault_ended, apifault_provider, apifault_result};
use crate::outcome::Outcome;

/// What the caller knows about a streamed response, besides its status and headers. Initialize it
/// with `APIFAULT_STREAM_OPTIONS_INIT`, then set what you know.
#[derive(Clone, Copy, Debug, Default)]
#[repr(C)]
pub struct apifault_stream_options {
    /// `sizeof(apifault_stream_options)`.
    pub struct_size: usize,
    /// When the response arrived, in Unix milliseconds. It turns an absolute time in the response
    /// into a delay; if it is 0, an absolute time gives no delay.
    pub now_ms: u64,
    /// How many bytes of one event are kept, at least 1024; 0 for the default of 1 MiB. A longer
    /// event is skipped, but an error and the mark of an end are still looked for in it.
    pub max_event_len: usize,
    /// The provider you called, or 0; used if the response does not identify one. An unknown number
    /// counts as 0.
    pub provider: apifault_provider,
    /// Reserved; must be 0.
    pub reserved: u32,
}

// SAFETY: `repr(C)`, `struct_size` first, and every member is an integer.
unsafe impl Versioned for apifault_stream_options {
    const FIRST_SIZE: usize = offset_of!(Self, reserved) + size_of::<u32>();
}

/// How a stream ended. Initialize it with `APIFAULT_STREAM_ENDING_INIT`.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct apifault_stream_ending {
    /// `sizeof(apifault_stream_ending)`, set by the caller.
    pub struct_size: usize,
    /// The report to act on: that of the first error, or of the cut. The caller frees it with
    /// `apifault_report_free`. NULL if the answer is whole, or if its end is unknown.
    pub report: *mut apifault_report,
    /// How many events came: not comments and empty lines, which only keep the connection open.
    pub events: u64,
    /// How many events were longer than `max_event_len`.
    pub skipped: u64,
    /// How the stream ended.
    pub ended: apifault_ended,
    /// Whether content came that the caller may have used (text, reasoning, a tool call, audio)
    /// before the error, or before the end. If not, nobody notices a retry.
    pub delivered: bool,
    /// Reserved: the library writes 0.
    pub reserved: [u8; 3],
}

// SAFETY: `repr(C)`, `struct_size` first; it is only written, never read.
unsafe impl Versioned for apifault_stream_ending {
    const FIRST_SIZE: usize = offset_of!(Self, reserved) + 3;
}

/// Finds the errors in one streamed response, and how it ended. `apifault_stream_new` creates it,
/// `apifault_stream_free` frees it.
#[derive(Debug)]
pub struct apifault_stream {
    _opaque: (),
}

/// What a pointer to an [`apifault_stream`] really points to.
#[derive(Debug)]
struct StreamHandle {
    scanner: StreamScanner,
    /// Where the event begins of the error that was taken last.
    position: Option<u64>,
    /// Whether the scanner panicked: nobody knows what it left unfinished.
    is_broken: bool,
}

impl StreamHandle {
    /// What `f` makes of the scanner. After a panic, the scanner is used no more.
    fn scan<T>(&mut self, f: impl FnOnce(&mut StreamScanner) -> T) -> Result<T, Outcome> {
        if self.is_broken {
            return Err(Outcome::Panic);
        }
        self.is_broken = true;
        let value = f(&mut self.scanner);
        self.is_broken = false;
        Ok(value)
    }
}

/// # Safety
///
/// `stream` is null, or a stream that is not yet freed and that nobody else uses during `'a`.
unsafe fn handle<'a>(stream: *mut apifault_stream) -> Result<&'a mut StreamHandle, Outcome> {
    // SAFETY: as promised.
    unsafe { memory::borrow_mut(stream.cast::<StreamHandle>()) }.ok_or(Outcome::NullPointer)
}

/// What `f` reads from a stream, or `absent` if there is no stream.
///
/// # Safety
///
/// `stream` is null, or a stream that is not yet freed and that nobody changes.
unsafe fn read<T>(
    stream: *const apifault_stream,
    absent: T,
    f: impl FnOnce(&StreamHandle) -> T,
) -> T
where
    T: Copy,
{
    guard(absent, || {
        // SAFETY: as promised.
        let stream = unsafe { memory::borrow(stream.cast::<StreamHandle>()) };
        stream.map_or(absent, f)
    })
}

/// # Safety
///
/// `options` is null, or as many bytes as its `struct_size` says can be read there.
unsafe fn read_options(options: *const apifault_stream_options) -> Result<StreamOptions, Outcome> {
    let mut read = StreamOptions::new();
    if options.is_null() {
        return Ok(read);
    }
    // SAFETY: as promised.
    let given = unsafe { memory::read_versioned(options, apifault_stream_options::default()) }?;
    if given.now_ms != 0 {
        read = read.with_now_ms(given.now_ms);
    }
    if given.max_event_len != 0 {
        read = read.with_max_event(given.max_event_len);
    }
    if let Ok(provider) = Provider::try_from(given.provider) {
        read = read.with_provider(provider);
    }
    Ok(read)
}

/// Creates a stream: call it as soon as the headers are there.
///
/// - `status`: the HTTP status, usually 200; 0 if it is unknown. It is never read from `headers`.
/// - `headers`: the header lines, as for `apifault_classify`. They are copied.
/// - `options`: what else is known; NULL if nothing is.
/// - `stream`: receives the stream, which the caller frees with `apifault_stream_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_stream_new(
    status: u16,
    headers: *const c_char,
    headers_len: usize,
    options: *const apifault_stream_options,
    stream: *mut *mut apifault_stream,
) -> apifault_result {
    guard_result(|| {
        // Checked first: a stream that cannot be handed over would leak.
        if stream.is_null() {
            return Err(Outcome::NullPointer);
        }
        // SAFETY: the caller keeps the header's contract.
        let headers = unsafe { memory::bytes(headers, headers_len) }?;
        // SAFETY: the caller keeps the header's contract.
        let options = unsafe { read_options(options) }?;
        let options = options.with_status(status).with_header_block(headers);
        let scanner = StreamScanner::new(options);
        let handle = Box::new(StreamHandle { scanner, position: None, is_broken: false });
        // SAFETY: the caller keeps the header's contract.
        unsafe { memory::write(stream, Box::into_raw(handle).cast()) }
    })
}

/// Takes the next bytes of the body, after any content encoding is removed. They may end anywhere,
/// also inside a character. `apifault_stream_next` gives the errors in them. Bytes that come after
/// `apifault_stream_finish` are ignored.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_stream_feed(
    stream: *mut apifault_stream,
    bytes: *const c_char,
    bytes_len: usize,
) -> apifault_result {
    guard_result(|| {
        // SAFETY: the caller keeps the header's contract.
        let bytes = unsafe { memory::bytes(bytes, bytes_len) }?;
        // SAFETY: the caller keeps the header's contract.
        let handle = unsafe { handle(stream) }?;
        handle.scan(|scanner| {
            // The errors remain in the scanner.
            scanner.feed(bytes);
        })
    })
}

/// Takes one event that the caller has separated from others already: the JSON of a message of a
/// WebSocket, or of the object that an SDK returned.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_stream_feed_event(
    stream: *mut apifault_stream,
    json: *const c_char,
    json_len: usize,
) -> apifault_result {
    guard_result(|| {
        // SAFETY: the caller keeps the header's contract.
        let json = unsafe { memory::bytes(json, json_len) }?;
        // SAFETY: the caller keeps the header's contract.
        let handle = unsafe { handle(stream) }?;
        handle.scan(|scanner| {
            // The errors remain in the scanner.
            scanner.feed_event(json);
        })
    })
}

/// Takes the next error that was found, in the order of the stream, and creates its report, which
/// the caller frees with `apifault_report_free`. Returns false and writes nothing if there is none:
/// call it until then after each feeding, and after `apifault_stream_finish`. A stream that was cut
/// off is no error: `apifault_stream_finish` tells it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_stream_next(
    stream: *mut apifault_stream,
    report: *mut *mut apifault_report,
) -> bool {
    let next = || {
        if report.is_null() {
            return None;
        }
        // SAFETY: the caller keeps the header's contract.
        let handle = unsafe { handle(stream) }.ok()?;
        let error = handle.scan(|scanner| scanner.errors().next()).ok()??;
        handle.position = Some(error.position);
        let created = ReportHandle::of(error.report).into_raw();
        // SAFETY: the caller keeps the header's contract.
        unsafe { memory::write(report, created) }.ok()
    };
    guard(false, || next().is_some())
}

/// Where the event begins that reports the error that `apifault_stream_next` gave last: the number
/// of bytes before it. Returns false and writes nothing if it gave none yet.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_stream_position(
    stream: *const apifault_stream,
    position: *mut u64,
) -> bool {
    // SAFETY: the caller keeps the header's contract.
    let write = |handle: &StreamHandle| unsafe { memory::write_some(position, handle.position) };
    // SAFETY: the caller keeps the header's contract.
    unsafe { read(stream, false, write) }
}

/// Whether nothing of interest follows: an error, or the mark of a whole answer, has come. Some
/// servers hold the connection open after it: close it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_stream_is_terminal(stream: *const apifault_stream) -> bool {
    // SAFETY: the caller keeps the header's contract.
    unsafe { read(stream, false, |handle| handle.scanner.is_terminal()) }
}

/// Whether content came so far that the caller may have used: text, reasoning, a tool call, audio.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_stream_delivered(stream: *const apifault_stream) -> bool {
    // SAFETY: the caller keeps the header's contract.
    unsafe { read(stream, false, |handle| handle.scanner.delivered()) }
}

/// How many events came so far. Comments and empty lines, which only keep the connection open, are
/// none: a timer for a server that sends nothing starts anew if this number has grown.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_stream_events(stream: *const apifault_stream) -> u64 {
    // SAFETY: the caller keeps the header's contract.
    unsafe { read(stream, 0, |handle| handle.scanner.events()) }
}

/// Takes the end of the body, however it came, and tells how the stream ended. It may find one more
/// error, in an event that lacks its end: `apifault_stream_next` gives it. A second call gives the
/// same, with another report.
///
/// - `ending`: receives the ending; its `struct_size` must be set. The caller frees its report.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_stream_finish(
    stream: *mut apifault_stream,
    ending: *mut apifault_stream_ending,
) -> apifault_result {
    guard_result(|| {
        // SAFETY: the caller keeps the header's contract.
        let handle = unsafe { handle(stream) }?;
        // SAFETY: the caller keeps the header's contract.
        unsafe { memory::check_versioned(ending) }?;
        let found = handle.scan(StreamScanner::finish)?;
        let report = found.report.map(ReportHandle::of);
        let answer = |struct_size| apifault_stream_ending {
            struct_size,
            report: report.map_or(std::ptr::null_mut(), ReportHandle::into_raw),
            events: found.events,
            skipped: found.skipped,
            ended: found.ended.as_u32(),
            delivered: found.delivered,
            reserved: [0; 3],
        };
        // SAFETY: the caller keeps the header's contract.
        unsafe { memory::write_versioned(ending, answer) }
    })
}

/// Frees a stream. The reports that came from it remain valid.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn apifault_stream_free(stream: *mut apifault_stream) {
    guard((), || {
        if !stream.is_null() {
            // SAFETY: it comes from `Box::into_raw`, and the caller frees it once.
            drop(unsafe { Box::from_raw(stream.cast::<StreamHandle>()) });
        }
    });
}

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::ptr;

    use apifault_core::Ended;

    use super::*;
    use crate::report::{apifault_report_message, apifault_report_provider};

    const ERROR: &str = "event: error\ndata: {\"type\":\"error\",\"error\":\
                         {\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}\n\n";

    /// A stream with options; it frees itself.
    struct Owned(*mut apifault_stream);

    impl Owned {
        fn new(options: *const apifault_stream_options) -> Self {
            let headers = "content-type: text/event-stream\n";
            let mut stream = ptr::null_mut();
            // SAFETY: every pointer lives.
            let result = unsafe {
                let headers_len = headers.len();
                apifault_stream_new(
                    200,
                    headers.as_ptr().cast(),
                    headers_len,
                    options,
                    &raw mut stream,
                )
            };
            assert_eq!(result, 0);
            Self(stream)
        }

        fn feed(&self, text: &str) {
            // SAFETY: both live.
            let result = unsafe { apifault_stream_feed(self.0, text.as_ptr().cast(), text.len()) };
            assert_eq!(result, 0);
        }

        /// The message and the position of the next error.
        fn next(&self) -> Option<(Option<String>, u64)> {
            let mut report = ptr::null_mut();
            // SAFETY: both live.
            if !unsafe { apifault_stream_next(self.0, &raw mut report) } {
                return None;
            }
            // SAFETY: the report lives.
            let message = unsafe { apifault_report_message(report) }.get();
            let mut position = u64::MAX;
            // SAFETY: both live.
            assert!(unsafe { apifault_stream_position(self.0, &raw mut position) });
            // SAFETY: it is freed once.
            unsafe { crate::classify::apifault_report_free(report) };
            Some((message, position))
        }

        /// The result and the ending, whose report is freed.
        fn finish(&self, struct_size: usize) -> (apifault_result, apifault_stream_ending, u32) {
            let mut ending = apifault_stream_ending { struct_size, ..UNTOUCHED };
            // SAFETY: both live.
            let result = unsafe { apifault_stream_finish(self.0, &raw mut ending) };
            // SAFETY: the report lives, or there is none.
            let provider = unsafe { apifault_report_provider(ending.report) };
            // SAFETY: it is freed once, or there is none.
            unsafe { crate::classify::apifault_report_free(ending.report) };
            (result, ending, provider)
        }
    }

    impl Drop for Owned {
        fn drop(&mut self) {
            // SAFETY: it is freed once.
            unsafe { apifault_stream_free(self.0) };
        }
    }

    const UNTOUCHED: apifault_stream_ending = apifault_stream_ending {
        struct_size: size_of::<apifault_stream_ending>(),
        report: ptr::null_mut(),
        events: 9,
        skipped: 9,
        ended: 9,
        delivered: true,
        reserved: [9; 3],
    };

    #[test]
    fn an_error_is_given_once_with_its_position() {
        let stream = Owned::new(ptr::null());
        let (first, second) = ERROR.split_at(40);
        stream.feed(first);
        assert_eq!(stream.next(), None);
        stream.feed(second);
        // SAFETY: the stream lives.
        assert!(unsafe { apifault_stream_is_terminal(stream.0) });
        assert_eq!(stream.next(), Some((Some("Overloaded".to_owned()), 0)));
        assert_eq!(stream.next(), None);
    }

    #[test]
    fn an_error_that_was_not_taken_is_still_there_after_the_end() {
        let stream = Owned::new(ptr::null());
        stream.feed(ERROR);
        let (result, ending, _) = stream.finish(size_of::<apifault_stream_ending>());
        assert_eq!((result, ending.ended), (0, Ended::Error.as_u32()));
        assert!(!ending.report.is_null());
        assert_eq!(stream.next().map(|(_, position)| position), Some(0));
    }

    #[test]
    fn the_options_reach_the_report() {
        let given = apifault_stream_options {
            struct_size: size_of::<apifault_stream_options>(),
            provider: Provider::Mistral.as_u32(),
            ..Default::default()
        };
        let stream = Owned::new(&raw const given);
        stream.feed("data: {\"error\":{\"message\":\"no\"}}\n\n");
        let (_, _, provider) = stream.finish(size_of::<apifault_stream_ending>());
        assert_eq!(provider, Provider::Mistral.as_u32());
    }

    #[test]
    fn a_second_end_gives_the_same_with_another_report() {
        let stream = Owned::new(ptr::null());
        let (_, first, _) = stream.finish(size_of::<apifault_stream_ending>());
        assert_eq!(first.ended, Ended::CutOff.as_u32());
        stream.feed(ERROR);
        let (result, second, _) = stream.finish(size_of::<apifault_stream_ending>());
        assert_eq!((result, second.ended), (0, first.ended));
        assert!(!first.delivered && !second.delivered);
        assert_eq!((first.events, first.skipped, first.reserved), (0, 0, [0; 3]));
    }

    #[test]
    fn a_struct_size_that_is_too_small_is_refused() {
        let stream = Owned::new(ptr::null());
        for struct_size in [0, 8, offset_of!(apifault_stream_ending, reserved) + 2] {
            let (result, ending, _) = stream.finish(struct_size);
            assert_eq!(result, Outcome::BadStructSize.number());
            assert_eq!(ending.events, 9);
        }
    }

    #[test]
    fn after_a_panic_a_stream_gives_the_same_again() {
        let stream = Owned::new(ptr::null());
        let fails = || {
            // SAFETY: the stream lives, and nobody else uses it.
            let handle = unsafe { handle(stream.0) }.expect("a stream");
            handle.scan(|_| panic!("a panic on purpose"))
        };
        assert!(catch_unwind(AssertUnwindSafe(fails)).is_err());
        // SAFETY: the stream lives.
        let result = unsafe { apifault_stream_feed(stream.0, ptr::null(), 0) };
        assert_eq!(result, Outcome::Panic.number());
        let (result, ending, _) = stream.finish(size_of::<apifault_stream_ending>());
        assert_eq!((result, ending.events), (Outcome::Panic.number(), 9));
        assert_eq!(stream.next(), None);
    }
}
