//! Runs the test vectors through the Rust interface: reads frames and writes one report per line.
//!
//! A frame is a line `STATUS NOW_MS PROVIDER HEADERS_LEN BODY_LEN HOLDS` (`-` if a value is not
//! given), then `HEADERS_LEN` bytes of header lines and `BODY_LEN` bytes of body, then a line feed.
//! `HOLDS` is `event` if the body is one event of a stream, else `body`.
//!
//! With the argument `scan`, each body is that of a stream, and the line is that of `apifault scan`
//! without an id. A number after it says how many bytes are fed at once, 0 for all of them; with `cuts`,
//! the stream is also fed in two pieces, cut at each place, and the answers must be the same.
//!
//! With the argument `texts`, each body is a text, the status and the headers count for nothing, and the
//! line is the report of the failed call in the text, or says why there is none:
//! `{"not_found":{"nearest_line":7,"hint":"..."}}`.
//!
//! With the argument `steps`, each line is an attempt of a call, and the answer the step that follows.
//! It has 27 words: the 14 numbers of the policy in their order, the 3 of the state, the 2 of the
//! budget (`-` without one), the numbers of kind and advice, the delay (`-` if none is stated),
//! `ELAPSED_MS SENT IDEMPOTENT DELIVERED` (1 or 0), and the random number.

use std::error::Error;
use std::io::{BufRead, Write};

use apifault::{
    Advice, Attempt, Ending, Kind, Options, Outcome, Provider, Response, RetryBudget, RetryPolicy,
    RetryState, StreamError, StreamOptions, StreamScanner, classify, classify_text, decide,
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

    fn options(&self) -> Options {
        let mut options = Options::new();
        if let Some(now_ms) = self.now_ms {
            options = options.with_now_ms(now_ms);
        }
        if let Some(provider) = self.provider {
            options = options.with_provider(provider);
        }
        options
    }
}

/// The report of a response.
fn report(frame: &Frame) -> Result<String, Failure> {
    let options = frame.options();
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

/// The report of the failed call in a text, or why there is none.
fn classify_words(frame: &Frame) -> Result<String, Failure> {
    match classify_text(&String::from_utf8_lossy(frame.body()), &frame.options()) {
        Ok(report) => Ok(serde_json::to_string(&report)?),
        Err(refusal) => Ok(format!(
            r#"{{"not_found":{{"nearest_line":{},"hint":{}}}}}"#,
            serde_json::to_string(&refusal.nearest_line)?,
            serde_json::to_string(refusal.hint)?
        )),
    }
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

/// The step that follows an attempt, as JSON.
fn step(line: &str) -> Result<String, Failure> {
    fn take<T>(words: &mut std::str::SplitWhitespace<'_>) -> Result<T, Failure>
    where
        T: std::str::FromStr<Err: Error + 'static>,
    {
        Ok(words.next().ok_or("a word is missing")?.parse()?)
    }
    fn take_given(words: &mut std::str::SplitWhitespace<'_>) -> Result<Option<u64>, Failure> {
        let word: String = take(words)?;
        Ok(if word == "-" { None } else { Some(word.parse()?) })
    }
    let words = &mut line.split_whitespace();
    let mut policy = RetryPolicy::new();
    policy.max_attempts = take(words)?;
    policy.max_now_retries = take(words)?;
    policy.max_delay_ms = take(words)?;
    policy.deadline_ms = take(words)?;
    policy.backoff_base_ms = take(words)?;
    policy.backoff_cap_ms = take(words)?;
    policy.overload_base_ms = take(words)?;
    policy.overload_cap_ms = take(words)?;
    policy.rate_limit_base_ms = take(words)?;
    policy.rate_limit_cap_ms = take(words)?;
    policy.retry_cost = take(words)?;
    policy.timeout_retry_cost = take(words)?;
    policy.rate_limit_retry_cost = take(words)?;
    policy.success_refund = take(words)?;
    let mut state = RetryState::new();
    state.attempts = take(words)?;
    state.now_retries = take(words)?;
    state.last_cost = take(words)?;
    let mut budget = match (take_given(words)?, take_given(words)?) {
        (Some(capacity), Some(tokens)) => {
            Some(RetryBudget::new(capacity.try_into()?).with_tokens(tokens.try_into()?))
        }
        _ => None,
    };
    let mut outcome = Outcome::of(Kind::try_from(take::<u32>(words)?)?);
    outcome.advice = Advice::try_from(take::<u32>(words)?)?;
    outcome.delay_ms = take_given(words)?;
    let attempt = Attempt::new(take(words)?)
        .with_sent(take::<u8>(words)? != 0)
        .with_idempotent(take::<u8>(words)? != 0)
        .with_delivered(take::<u8>(words)? != 0);
    let step = policy.next(&mut state, budget.as_mut(), outcome, attempt, take(words)?);

    let (state, step) = (serde_json::to_string(&state)?, serde_json::to_string(&step)?);
    let tokens = budget.map_or("null".to_owned(), |budget| budget.tokens.to_string());
    let [step, state] = [&step, &state].map(|object| &object[1..object.len() - 1]);
    Ok(format!(r#"{{{step},{state},"tokens":{tokens}}}"#))
}

/// What a mode answers about one record.
type Mode = dyn Fn(&Frame) -> Result<String, Failure>;

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let mut input = std::io::stdin().lock();
    let mut output = std::io::BufWriter::new(std::io::stdout().lock());
    let answer: Box<Mode> = match arguments[..] {
        ["steps"] => {
            for line in input.lines() {
                writeln!(output, "{}", step(&line?)?)?;
            }
            return Ok(output.flush()?);
        }
        [] => Box::new(report),
        ["texts"] => Box::new(classify_words),
        ["scan"] => Box::new(|frame| scan(frame, Feeding::Pieces(0))),
        ["scan", "cuts"] => Box::new(|frame| scan(frame, Feeding::Cuts)),
        ["scan", len] => {
            let len = len.parse()?;
            Box::new(move |frame| scan(frame, Feeding::Pieces(len)))
        }
        _ => return Err("usage: runner [scan [PIECE_LEN | cuts] | texts | steps]".into()),
    };
    while let Some(frame) = Frame::read(&mut input)? {
        writeln!(output, "{}", answer(&frame)?)?;
    }
    Ok(output.flush()?)
}
