//! What a client sees of an attempt: responses like those of Groq, a broken connection, or nothing.

use std::fmt::Write as _;

use apifault::{ErrorObject, Failure, Options, Outcome, Response, classify_failure, decide};

const MODEL: &str = "llama-3.1-8b-instant";
const ORGANISATION: &str = "org_01k8vtp3nq6zr4w0ybm2xhd7cf";

/// Why an attempt ended so: what the server knows, and the client must find out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cause {
    Success,
    /// The caller must change the request: it is wrong, or over its limit.
    Caller,
    /// The model wrote what cannot be used, and always will: the caller must change the tools.
    Schema,
    /// The tokens of the day are used up.
    Day,
    /// The requests or the tokens of the minute are used up.
    Minute,
    /// There is no capacity.
    Capacity,
    /// A failure that is over soon: a restart, an internal error, a broken connection.
    Passing,
    /// No answer came in time.
    Timeout,
    /// The model wrote what cannot be used.
    Sample,
}

/// How much of an answer had come when it failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// No status.
    Nothing,
    /// A status and a body.
    Response,
    /// The status 200 and the start of a stream, without text.
    Stream,
    /// The same with text, which the caller has seen.
    Delivered,
}

/// What a client sees of an attempt.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) cause: Cause,
    pub(crate) stage: Stage,
    pub(crate) status: u16,
    /// The header `retry-after`, in seconds.
    pub(crate) retry_after: Option<u64>,
    /// Other headers, as lines.
    headers: String,
    /// The body, or the event that broke the stream. Empty if the connection broke off.
    body: String,
}

/// A duration as Groq writes it.
fn duration(ms: u64) -> String {
    let (minutes, seconds) = (ms / 60_000, ms % 60_000);
    let hours = match minutes / 60 {
        0 => String::new(),
        hours => format!("{hours}h"),
    };
    let minutes = match minutes {
        0 => String::new(),
        minutes => format!("{}m", minutes % 60),
    };
    if hours.is_empty() && minutes.is_empty() && seconds < 1_000 {
        return format!("{seconds}ms");
    }
    let thousandths = format!("{:03}", seconds % 1_000);
    let thousandths = thousandths.trim_end_matches('0');
    let point = if thousandths.is_empty() { "" } else { "." };
    format!("{hours}{minutes}{}{point}{thousandths}s", seconds / 1_000)
}

/// What the headers tell of the limits.
#[derive(Clone, Copy)]
pub(crate) struct Levels {
    pub(crate) limit_requests: u64,
    pub(crate) remaining_requests: u64,
    pub(crate) reset_requests: u64,
    pub(crate) limit_tokens: u64,
    pub(crate) remaining_tokens: u64,
    pub(crate) reset_tokens: u64,
}

impl Levels {
    fn headers(&self) -> String {
        format!(
            "content-type: application/json\r\nx-groq-region: fra\r\n\
             x-ratelimit-limit-requests: {}\r\nx-ratelimit-limit-tokens: {}\r\n\
             x-ratelimit-remaining-requests: {}\r\nx-ratelimit-remaining-tokens: {}\r\n\
             x-ratelimit-reset-requests: {}\r\nx-ratelimit-reset-tokens: {}\r\n\
             x-request-id: req_01k8vw429dq7m5s2xj9trh3p0e\r\nserver: cloudflare\r\n",
            self.limit_requests,
            self.limit_tokens,
            self.remaining_requests,
            self.remaining_tokens,
            duration(self.reset_requests),
            duration(self.reset_tokens),
        )
    }
}

/// A limit that was reached, or is smaller than the request.
#[derive(Clone, Copy)]
pub(crate) struct Reached {
    /// As Groq names it.
    pub(crate) name: &'static str,
    pub(crate) metric: &'static str,
    pub(crate) limit: u64,
    pub(crate) used: u64,
    pub(crate) requested: u64,
    pub(crate) wait_ms: u64,
}

impl Answer {
    fn new(cause: Cause, stage: Stage, status: u16, headers: String, body: String) -> Self {
        Self { cause, stage, status, retry_after: None, headers, body }
    }

    pub(crate) fn success() -> Self {
        Self::new(Cause::Success, Stage::Response, 200, String::new(), String::new())
    }

    pub(crate) fn no_answer() -> Self {
        Self::new(Cause::Timeout, Stage::Nothing, 0, String::new(), String::new())
    }

    /// The connection broke off within a stream.
    pub(crate) fn broken(stage: Stage) -> Self {
        Self::new(Cause::Passing, stage, 200, String::new(), String::new())
    }

    /// An error came as an event of a stream.
    pub(crate) fn failed_stream(stage: Stage) -> Self {
        let body = format!(
            "event: error\ndata: {{\"error\":{{\"message\":\"{MODEL} is currently over capacity. \
             Please try again and back off exponentially.\",\"type\":\"internal_server_error\"}}}}\
             \n\n"
        );
        Self::new(Cause::Passing, stage, 200, String::new(), body)
    }

    pub(crate) fn bad_gateway() -> Self {
        let body = "<!DOCTYPE html>\n<html lang=\"en-US\">\n<head>\n\
                    <title>api.groq.com | 502: Bad gateway</title>\n</head>\n<body>\n\
                    <h1><span>Bad gateway</span> <span>Error code 502</span></h1>\n</body>\n</html>";
        let headers = "content-type: text/html; charset=UTF-8\r\nserver: cloudflare\r\n";
        Self::new(Cause::Passing, Stage::Response, 502, headers.to_owned(), body.to_owned())
    }

    pub(crate) fn internal_error(levels: &Levels) -> Self {
        let body = "{\"error\":{\"message\":\"Internal Server Error\",\
                    \"type\":\"internal_server_error\"}}";
        Self::new(Cause::Passing, Stage::Response, 500, levels.headers(), body.to_owned())
    }

    pub(crate) fn over_capacity(levels: &Levels) -> Self {
        let body = format!(
            "{{\"error\":{{\"message\":\"{MODEL} is currently over capacity. Please try again and \
             back off exponentially. Visit https://groqstatus.com to see if there is an active \
             incident.\",\"type\":\"internal_server_error\"}}}}"
        );
        Self::new(Cause::Capacity, Stage::Response, 503, levels.headers(), body)
    }

    pub(crate) fn wrong_request(levels: &Levels) -> Self {
        let body = "{\"error\":{\"message\":\"'temperature' : number must be at most 2\",\
                    \"type\":\"invalid_request_error\"}}";
        Self::new(Cause::Caller, Stage::Response, 400, levels.headers(), body.to_owned())
    }

    pub(crate) fn unusable_sample(cause: Cause, levels: &Levels) -> Self {
        let body = "{\"error\":{\"message\":\"Failed to call a function. Please adjust your prompt. \
                    See 'failed_generation' for more details.\",\"type\":\"invalid_request_error\",\
                    \"code\":\"tool_use_failed\",\"failed_generation\":\"<function=tide_table>{}\"}}";
        Self::new(cause, Stage::Response, 400, levels.headers(), body.to_owned())
    }

    /// A request that is larger than the limit: a 413.
    pub(crate) fn too_large(reached: &Reached, levels: &Levels) -> Self {
        let Reached { name, limit, requested, .. } = reached;
        let body = format!(
            "{{\"error\":{{\"message\":\"Request too large for model `{MODEL}` in organization \
             `{ORGANISATION}` service tier `on_demand` on {name}: Limit {limit}, Requested \
             {requested}, please reduce your message size and try again. Need more tokens? Upgrade \
             to Dev Tier today at https://console.groq.com/settings/billing\",\"type\":\"tokens\",\
             \"code\":\"rate_limit_exceeded\"}}}}"
        );
        Self::new(Cause::Caller, Stage::Response, 413, levels.headers(), body)
            .with_retry_after(reached.wait_ms)
    }

    pub(crate) fn rate_limited(cause: Cause, reached: &Reached, levels: &Levels) -> Self {
        let Reached { name, metric, limit, used, requested, wait_ms } = reached;
        let wait = duration(*wait_ms);
        let body = format!(
            "{{\"error\":{{\"message\":\"Rate limit reached for model `{MODEL}` in organization \
             `{ORGANISATION}` service tier `on_demand` on {name}: Limit {limit}, Used {used}, \
             Requested {requested}. Please try again in {wait}. Need more tokens? Upgrade to Dev \
             Tier today at https://console.groq.com/settings/billing\",\"type\":\"{metric}\",\
             \"code\":\"rate_limit_exceeded\"}}}}"
        );
        Self::new(cause, Stage::Response, 429, levels.headers(), body).with_retry_after(*wait_ms)
    }

    fn with_retry_after(mut self, wait_ms: u64) -> Self {
        let seconds = wait_ms.div_ceil(1_000);
        _ = write!(self.headers, "retry-after: {seconds}\r\n");
        self.retry_after = Some(seconds);
        self
    }

    /// What apifault reports of it.
    pub(crate) fn outcome(&self) -> Outcome {
        let options = Options::new();
        let failed = |failure| {
            let report = classify_failure(failure, ErrorObject::default(), &options);
            Outcome::from(&report)
        };
        match self.stage {
            Stage::Nothing => failed(Failure::Timeout),
            Stage::Stream | Stage::Delivered if self.body.is_empty() => failed(Failure::Connection),
            Stage::Stream | Stage::Delivered => {
                let event = Response::new(self.status, self.body.as_bytes()).as_event();
                Outcome::from(&decide(&event, &options))
            }
            Stage::Response => {
                let response = Response::new(self.status, self.body.as_bytes())
                    .with_header_block(self.headers.as_bytes());
                Outcome::from(&decide(&response, &options))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use apifault::{Advice, Kind};

    const LEVELS: Levels = Levels {
        limit_requests: 14_400,
        remaining_requests: 14_397,
        reset_requests: 18_000,
        limit_tokens: 6_000,
        remaining_tokens: 880,
        reset_tokens: 51_200,
    };

    const REACHED: Reached = Reached {
        name: "tokens per minute (TPM)",
        metric: "tokens",
        limit: 6_000,
        used: 5_120,
        requested: 1_558,
        wait_ms: 6_780,
    };

    fn told(answer: &Answer) -> (Kind, Advice, Option<u64>) {
        let outcome = answer.outcome();
        (outcome.kind, outcome.advice, outcome.delay_ms)
    }

    #[test]
    fn durations_are_written_as_groq_writes_them() {
        for (ms, text) in [
            (0, "0ms"),
            (644, "644ms"),
            (1_190, "1.19s"),
            (18_000, "18s"),
            (360_000, "6m0s"),
            (681_696, "11m21.696s"),
            (7_385_000, "2h3m5s"),
        ] {
            assert_eq!(duration(ms), text);
        }
    }

    #[test]
    fn apifault_reads_from_an_answer_what_the_server_meant() {
        let limited = Answer::rate_limited(Cause::Minute, &REACHED, &LEVELS);
        assert_eq!(limited.retry_after, Some(7));
        assert_eq!(told(&limited), (Kind::RateLimited, Advice::AfterDelay, Some(7_000)));
        let over = Reached { used: 0, requested: 7_210, ..REACHED };
        let kind = Kind::RequestTooLarge;
        let over_limit = Answer::rate_limited(Cause::Caller, &over, &LEVELS);
        assert_eq!(told(&over_limit), (kind, Advice::No, None));
        assert_eq!(told(&Answer::too_large(&over, &LEVELS)), (kind, Advice::No, None));
        let answers = [
            (Answer::success(), Kind::Success, Advice::No),
            (Answer::no_answer(), Kind::Timeout, Advice::Backoff),
            (Answer::broken(Stage::Stream), Kind::BadGateway, Advice::Backoff),
            (Answer::failed_stream(Stage::Stream), Kind::Overloaded, Advice::Backoff),
            (Answer::bad_gateway(), Kind::BadGateway, Advice::Backoff),
            (Answer::internal_error(&LEVELS), Kind::InternalError, Advice::Backoff),
            (Answer::over_capacity(&LEVELS), Kind::Overloaded, Advice::Backoff),
            (Answer::wrong_request(&LEVELS), Kind::InvalidRequest, Advice::No),
            (Answer::unusable_sample(Cause::Sample, &LEVELS), Kind::GenerationFailed, Advice::Now),
        ];
        for (answer, kind, advice) in answers {
            assert_eq!(told(&answer), (kind, advice, None));
        }
    }

    #[test]
    fn a_day_is_told_with_its_wait() {
        let reached = Reached {
            name: "tokens per day (TPD)",
            metric: "tokens",
            limit: 100_000,
            used: 98_765,
            requested: 2_024,
            wait_ms: 681_696,
        };
        let answer = Answer::rate_limited(Cause::Day, &reached, &LEVELS);
        assert_eq!(told(&answer), (Kind::RateLimited, Advice::AfterDelay, Some(682_000)));
    }
}
