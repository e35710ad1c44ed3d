//! Runs the test vectors through the Rust interface: reads frames and writes one report per line.
//!
//! A frame is a line `STATUS NOW_MS PROVIDER HEADERS_LEN BODY_LEN HOLDS` (`-` if a value is not
//! given), then `HEADERS_LEN` bytes of header lines and `BODY_LEN` bytes of body, then a line feed.
//! `HOLDS` is `event` if the body is one event of a stream, else `body`.
//!
//! With the argument `scan`, each body is that of a stream, and the line is that of `apifault scan`
//! without an id. A number after it says how many bytes are fed at once, 0 for all of them; with `cuts`,
//! the stream is also fed in two pieces, cut at each place, and the answers must be the same.

use std::error::Error;
use std::io::{BufRead, Write};

use apifault::{
    Ending, Options, Provider, Response, StreamError, StreamOptions, StreamScanner, classify,
    decide,
};

type Failure = Box<dyn Error>;

struct Frame {
    status: u16,
    now_ms: Option<u64>,
    provider: Option<Provider>,
    headers_len: usize,
    bytes: Vec<u8>,
    is_event: bool,
}

impl Frame {
    /// Reads the next frame, if there is one.
    fn read(input: &mut impl BufRead) -> Result<Option<Self>, Failure> {
        let mut line = String::new();
        if input.read_line(&mut line)? == 0 {
            return Ok(None);
        }
        let [status, now_ms, provider, headers_len, body_len, holds] =
            line.split_whitespace().collect::<Vec<_>>()[..]
        else {
            return Err(format!("invalid frame: {line:?}").into());
        };
        let given = |word: &str| (word != "-").then(|| word.to_owned());
        let headers_len: usize = headers_len.parse()?;
        let mut bytes = vec![0; headers_len + body_len.parse::<usize>()? + 1];
        input.read_exact(&mut bytes)?;
        bytes.pop();
        Ok(Some(Self {
            status: status.parse()?,
            now_ms: given(now_ms).map(|word| word.parse()).transpose()?,
            provider: given(provider).map(|word| word.parse()).transpose()?,
            headers_len,
            bytes,
            is_event: holds == "event",
        }))
    }

    fn headers(&self) -> &[u8] {
        &self.bytes[..self.headers_len]
    }

    fn body(&self) -> &[u8] {
        &self.bytes[self.headers_len..]
    }
}

/// The report of a response.
fn report(frame: &Frame) -> Result<String, Failure> {
    let mut options = Options::new();
    if let Some(now_ms) = frame.now_ms {
        options = options.with_now_ms(now_ms);
    }
    if let Some(provider) = frame.provider {
        options = options.with_provider(provider);
    }
    let mut response = Response::new(frame.status, frame.body()).with_header_block(frame.headers());
    if frame.is_event {
        response = response.as_event();
    }
    let report = classify(&response, &options);
    let decision = decide(&response, &options);
    if (report.kind, report.fault, report.retry, report.provider)
        != (decision.kind, decision.fault, decision.retry, decision.provider)
        || (report.scope, report.remedies) != (decision.scope, decision.remedies)
    {
        return Err(format!("the decision {decision:?} differs from the report {report:?}").into());
    }
    Ok(serde_json::to_string(&report)?)
}

/// How a stream is fed.
#[derive(Clone, Copy)]
enum Feeding {
    /// This many bytes at once.
    Pieces(usize),
    /// In one piece, and in two that are cut at each place.
    Cuts,
}

type Answer = (Vec<StreamError>, Ending);

fn scan_pieces<'a>(frame: &Frame, pieces: impl Iterator<Item = &'a [u8]>) -> Answer {
    let mut options =
        StreamOptions::new().with_status(frame.status).with_header_block(frame.headers());
    if let Some(now_ms) = frame.now_ms {
        options = options.with_now_ms(now_ms);
    }
    if let Some(provider) = frame.provider {
        options = options.with_provider(provider);
    }
    let mut scanner = StreamScanner::new(options);
    let mut errors = Vec::new();
    for piece in pieces {
        errors.extend(scanner.feed(piece));
    }
    let ending = scanner.finish();
    errors.extend(scanner.errors());
    (errors, ending)
}

/// The errors and the ending of a stream, as JSON.
fn scan(frame: &Frame, feeding: Feeding) -> Result<String, Failure> {
    let body = frame.body();
    let len = match feeding {
        Feeding::Pieces(len) if len > 0 => len,
        _ => body.len().max(1),
    };
    let answer = scan_pieces(frame, body.chunks(len));
    if let Feeding::Cuts = feeding {
        for cut in 1..body.len() {
            let (before, after) = body.split_at(cut);
            let other = scan_pieces(frame, [before, after].into_iter());
            if other != answer {
                return Err(format!("cut at {cut}: {other:?}, uncut: {answer:?}").into());
            }
        }
    }
    let (errors, ending) = answer;
    let reports: Result<Vec<_>, _> =
        errors.iter().map(|error| serde_json::to_string(&error.report)).collect();
    Ok(format!(
        r#"{{"errors":[{}],"ended":"{}","delivered":{},"report":{}}}"#,
        reports?.join(","),
        ending.ended,
        ending.delivered,
        serde_json::to_string(&ending.report)?
    ))
}

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let feeding = match arguments[..] {
        [] => None,
        ["scan"] => Some(Feeding::Pieces(0)),
        ["scan", "cuts"] => Some(Feeding::Cuts),
        ["scan", len] => Some(Feeding::Pieces(len.parse()?)),
        _ => return Err("usage: runner [scan [PIECE_LEN | cuts]]".into()),
    };
    let mut input = std::io::stdin().lock();
    let mut output = std::io::BufWriter::new(std::io::stdout().lock());
    while let Some(frame) = Frame::read(&mut input)? {
        let line = feeding.map_or_else(|| report(&frame), |feeding| scan(&frame, feeding))?;
        writeln!(output, "{line}")?;
    }
    Ok(output.flush()?)
}
