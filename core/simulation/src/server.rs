//! A model of a provider: limits as those of Groq, capacity that dips and fails, and what else goes
//! wrong.

use fastrand::Rng;

use crate::answer::{Answer, Cause, Levels, Reached, Stage};
use crate::bucket::Bucket;
use crate::load::{Call, MINUTE, Nature, SECOND};
use crate::random::{Purpose, random};

const DAY: u64 = 24 * 60 * MINUTE;

pub(crate) const CLIENTS_OF_ORGANISATION: u32 = 2;
const ORGANISATIONS: u32 = 24;
pub(crate) const CLIENTS: u32 = ORGANISATIONS * CLIENTS_OF_ORGANISATION;

/// How many calls the provider runs at once. The offered load keeps about half of them busy.
const CAPACITY: u32 = 64;
const CAPACITY_IN_DIP: u32 = 24;
const CAPACITY_IN_OVERLOAD: u32 = 6;

/// How long a client waits for an answer: the default of groq-python.
pub(crate) const CLIENT_TIMEOUT: u64 = 60 * SECOND;

/// The limits of an organisation.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plan {
    requests_per_minute: u64,
    pub(crate) tokens_per_minute: u64,
    requests_per_day: u64,
    tokens_per_day: u64,
    /// How many calls a client sends together.
    pub(crate) calls_of_burst: u32,
}

impl Plan {
    const AMPLE: Self = Self {
        requests_per_minute: 120,
        tokens_per_minute: 130_000,
        requests_per_day: 100_000,
        tokens_per_day: 100_000_000,
        calls_of_burst: 25,
    };
    /// It needs most of what the limits allow, and sends large bursts, which go beyond them.
    const TIGHT: Self = Self {
        requests_per_minute: 120,
        tokens_per_minute: 84_000,
        calls_of_burst: 75,
        ..Self::AMPLE
    };
    /// It uses up its tokens of the day in some minutes.
    const SMALL: Self = Self { tokens_per_day: 500_000, ..Self::AMPLE };

    pub(crate) const fn of(organisation: usize) -> Self {
        match organisation {
            0 => Self::SMALL,
            1..=8 => Self::TIGHT,
            _ => Self::AMPLE,
        }
    }
}

/// A time from its start to before its end.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Span {
    pub(crate) start: u64,
    pub(crate) end: u64,
}

impl Span {
    pub(crate) const fn has(self, time: u64) -> bool {
        self.start <= time && time < self.end
    }
}

/// When the provider fails.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Schedule {
    pub(crate) overload: Span,
    dips: [Span; 2],
    restarts: [Span; 2],
}

impl Schedule {
    /// The overload lasts 2, 3, 4 or 5 minutes, in turns.
    pub(crate) fn of(seed: u64) -> Self {
        let mut rng = random(seed, Purpose::Schedule, 0, 0);
        let mut span = |minute: u64, length: u64| {
            let start = minute * MINUTE + 5 * SECOND * rng.u64(0..12);
            Span { start, end: start + length }
        };
        Self {
            overload: span(11, (2 + seed % 4) * MINUTE),
            dips: [span(4, 45 * SECOND), span(21, 45 * SECOND)],
            restarts: [span(7, 8 * SECOND), span(24, 15 * SECOND)],
        }
    }

    fn capacity(&self, now: u64) -> u32 {
        if self.overload.has(now) {
            CAPACITY_IN_OVERLOAD
        } else if self.dips.iter().any(|dip| dip.has(now)) {
            CAPACITY_IN_DIP
        } else {
            CAPACITY
        }
    }
}

#[derive(Clone, Copy, Debug)]
struct Organisation {
    requests_per_minute: Bucket,
    tokens_per_minute: Bucket,
    requests_per_day: Bucket,
    tokens_per_day: Bucket,
}

impl Organisation {
    fn new(plan: Plan) -> Self {
        Self {
            requests_per_minute: Bucket::new(plan.requests_per_minute, MINUTE),
            tokens_per_minute: Bucket::new(plan.tokens_per_minute, MINUTE),
            requests_per_day: Bucket::new(plan.requests_per_day, DAY),
            tokens_per_day: Bucket::new(plan.tokens_per_day, DAY),
        }
    }

    fn buckets(&mut self) -> [&mut Bucket; 4] {
        [
            &mut self.requests_per_minute,
            &mut self.tokens_per_minute,
            &mut self.requests_per_day,
            &mut self.tokens_per_day,
        ]
    }

    /// The limit that keeps this request away for the longest time, if one does.
    fn reached(&self, tokens: u64) -> Option<(Cause, Reached)> {
        let rows = [
            (Cause::Minute, "requests per minute (RPM)", "requests", self.requests_per_minute, 1),
            (Cause::Minute, "tokens per minute (TPM)", "tokens", self.tokens_per_minute, tokens),
            (Cause::Day, "requests per day (RPD)", "requests", self.requests_per_day, 1),
            (Cause::Day, "tokens per day (TPD)", "tokens", self.tokens_per_day, tokens),
        ];
        rows.into_iter()
            .map(|(cause, name, metric, bucket, requested)| {
                let (limit, used, wait_ms) =
                    (bucket.limit, bucket.used(), bucket.wait_ms(requested));
                (cause, Reached { name, metric, limit, used, requested, wait_ms })
            })
            .filter(|(_, reached)| reached.wait_ms > 0)
            .max_by_key(|(_, reached)| reached.wait_ms)
    }

    fn take(&mut self, tokens: u64) {
        let amounts = [1, tokens, 1, tokens];
        for (bucket, amount) in self.buckets().into_iter().zip(amounts) {
            bucket.take(amount);
        }
    }

    /// Groq's headers tell the requests of the day and the tokens of the minute.
    fn levels(&self) -> Levels {
        let (requests, tokens) = (self.requests_per_day, self.tokens_per_minute);
        Levels {
            limit_requests: requests.limit,
            remaining_requests: requests.remaining(),
            reset_requests: requests.reset_ms(),
            limit_tokens: tokens.limit,
            remaining_tokens: tokens.remaining(),
            reset_tokens: tokens.reset_ms(),
        }
    }
}

/// What the server does with an attempt.
#[derive(Debug)]
pub(crate) struct Served {
    pub(crate) answer: Answer,
    /// When the client has it.
    pub(crate) answered_after: u64,
    /// When the server is done, if it ran the call.
    pub(crate) busy_for: Option<u64>,
    /// What the account pays for.
    pub(crate) tokens: u64,
}

impl Served {
    const fn refused(answer: Answer, answered_after: u64) -> Self {
        Self { answer, answered_after, busy_for: None, tokens: 0 }
    }
}

#[derive(Debug)]
pub(crate) struct Server {
    schedule: Schedule,
    organisations: Vec<Organisation>,
    busy: u32,
}

impl Server {
    pub(crate) fn new(schedule: Schedule) -> Self {
        let organisations =
            (0..ORGANISATIONS as usize).map(|index| Organisation::new(Plan::of(index))).collect();
        Self { schedule, organisations, busy: 0 }
    }

    /// A call that ran is done.
    pub(crate) fn release(&mut self) {
        self.busy -= 1;
    }

    /// Serves an attempt with the luck of this call and attempt.
    pub(crate) fn serve(&mut self, call: &Call, now: u64, mut luck: Rng) -> Served {
        let on_the_way = 30 + luck.u64(0..40);
        let fate = luck.u32(0..10_000);
        let first_text = on_the_way + 120 + luck.u64(0..200) + call.input.min(4_096) / 20;
        let is_restarting = self.schedule.restarts.iter().any(|restart| restart.has(now));
        // A sample is drawn for each attempt.
        let is_unusable = luck.u32(0..100) < 8;
        if is_restarting && luck.u32(0..100) < 90 {
            return Served::refused(Answer::bad_gateway(), on_the_way);
        }
        let organisation = &mut self.organisations[call.organisation()];
        for bucket in organisation.buckets() {
            bucket.fill(now);
        }
        let levels = organisation.levels();
        if call.nature == Nature::Wrong {
            return Served::refused(Answer::wrong_request(&levels), on_the_way);
        }
        if matches!(call.nature, Nature::TooLarge | Nature::OverLimit) {
            let bucket = organisation.tokens_per_minute;
            let reached = Reached {
                name: "tokens per minute (TPM)",
                metric: "tokens",
                limit: bucket.limit,
                used: bucket.used(),
                requested: call.tokens(),
                wait_ms: bucket.wait_ms(call.tokens()),
            };
            let answer = if call.nature == Nature::TooLarge {
                Answer::too_large(&reached, &levels)
            } else {
                Answer::rate_limited(Cause::Caller, &reached, &levels)
            };
            return Served::refused(answer, on_the_way);
        }
        if let Some((cause, reached)) = organisation.reached(call.tokens()) {
            return Served::refused(Answer::rate_limited(cause, &reached, &levels), on_the_way);
        }
        if self.busy >= self.schedule.capacity(now) {
            return Served::refused(Answer::over_capacity(&levels), on_the_way);
        }
        if fate < 15 {
            return Served::refused(Answer::internal_error(&levels), on_the_way);
        }
        organisation.take(call.tokens());
        self.busy += 1;
        // 300 tokens a second.
        let last_text = first_text + call.output * 10 / 3;
        let served = |answer, answered_after, tokens| Served {
            answer,
            answered_after,
            busy_for: Some(answered_after),
            tokens,
        };
        match fate {
            // The server goes on after the client has given up.
            15..35 => Served {
                answer: Answer::no_answer(),
                answered_after: CLIENT_TIMEOUT,
                busy_for: Some(CLIENT_TIMEOUT + 20 * SECOND),
                tokens: call.tokens(),
            },
            35..50 if call.is_stream => {
                served(Answer::broken(Stage::Stream), first_text, call.input)
            }
            50..65 if call.is_stream => {
                served(Answer::failed_stream(Stage::Stream), first_text, call.input)
            }
            65..95 if call.is_stream => {
                let half = first_text.midpoint(last_text);
                let tokens = call.input + call.output / 2;
                served(Answer::broken(Stage::Delivered), half, tokens)
            }
            _ => {
                let answer = match call.nature {
                    Nature::BrokenTools => Answer::unusable_sample(Cause::Schema, &levels),
                    Nature::Tools if is_unusable => Answer::unusable_sample(Cause::Sample, &levels),
                    _ => Answer::success(),
                };
                served(answer, last_text, call.tokens())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CALM: Schedule = Schedule {
        overload: Span { start: 1_000_000, end: 1_120_000 },
        dips: [Span { start: 0, end: 0 }; 2],
        restarts: [Span { start: 2_000_000, end: 2_010_000 }; 2],
    };

    fn call(client: u32, nature: Nature, input: u64) -> Call {
        Call { arrival: 0, client, process: client, nature, input, output: 100, is_stream: true }
    }

    fn plain(client: u32) -> Call {
        call(client, Nature::Plain, 900)
    }

    /// The causes of so many attempts of a call at this time.
    fn causes(server: &mut Server, call: &Call, now: u64, attempts: u32) -> Vec<Cause> {
        (0..attempts)
            .map(|attempt| {
                let luck = random(1, Purpose::Server, 0, attempt);
                server.serve(call, now, luck).answer.cause
            })
            .collect()
    }

    fn count(causes: &[Cause], cause: Cause) -> usize {
        causes.iter().filter(|&&other| other == cause).count()
    }

    #[test]
    fn a_limit_per_minute_refuses_what_is_over_it_and_states_the_wait() {
        let mut server = Server::new(CALM);
        let mut passed = 0;
        for attempt in 0..100 {
            let luck = random(1, Purpose::Server, 0, attempt);
            let Served { answer, busy_for, tokens, .. } = server.serve(&plain(2), 0, luck);
            if busy_for.is_some() {
                server.release();
                passed += 1;
            } else if answer.status == 429 {
                assert_eq!((answer.cause, answer.retry_after), (Cause::Minute, Some(1)));
                assert_eq!(tokens, 0);
            }
        }
        // The limit of 84,000 tokens over 1,000 tokens a call.
        assert_eq!(passed, 84);
    }

    #[test]
    fn the_limit_that_lasts_longer_is_told() {
        let mut organisation = Organisation::new(Plan::SMALL);
        organisation.tokens_per_minute.take(130_000);
        let (cause, reached) = organisation.reached(1_000).expect("the minute is used up");
        assert_eq!((cause, reached.wait_ms), (Cause::Minute, 462));
        organisation.tokens_per_day.take(500_000);
        let (cause, reached) = organisation.reached(1_000).expect("the day is used up");
        assert_eq!((cause, reached.wait_ms), (Cause::Day, 172_800));
    }

    #[test]
    fn organisations_do_not_share_their_limits() {
        let mut server = Server::new(CALM);
        server.organisations[1].tokens_per_minute.take(84_000);
        let causes = [2, 3, 4].map(|client| causes(&mut server, &plain(client), 0, 1)[0]);
        assert_eq!(causes, [Cause::Minute, Cause::Minute, Cause::Success]);
    }

    #[test]
    fn what_is_over_the_capacity_is_refused_and_pays_nothing() {
        let mut server = Server::new(CALM);
        let mut ran = 0;
        for attempt in 0..100 {
            let served = server.serve(&plain(40), 0, random(1, Purpose::Server, 0, attempt));
            let is_refused = served.answer.cause == Cause::Capacity;
            assert_eq!(is_refused, ran == CAPACITY);
            ran += u32::from(served.busy_for.is_some());
        }
        assert_eq!((ran, server.busy), (CAPACITY, CAPACITY));
        server.release();
        assert_ne!(causes(&mut server, &plain(40), 0, 1), [Cause::Capacity]);
    }

    #[test]
    fn an_overload_leaves_little_capacity_from_its_start_to_its_end() {
        let capacities = [999_999, 1_000_000, 1_119_999, 1_120_000].map(|now| CALM.capacity(now));
        let (usual, little) = (CAPACITY, CAPACITY_IN_OVERLOAD);
        assert_eq!(capacities, [usual, little, little, usual]);
    }

    #[test]
    fn overloads_last_from_2_to_5_minutes_and_overlap_nothing() {
        for seed in 0..40 {
            let schedule = Schedule::of(seed);
            let Span { start, end } = schedule.overload;
            assert_eq!(end - start, (2 + seed % 4) * MINUTE);
            for other in schedule.dips.iter().chain(&schedule.restarts) {
                assert!(other.end + MINUTE < start || end + MINUTE < other.start);
            }
        }
    }

    #[test]
    fn a_restart_answers_nearly_everything_with_502() {
        let mut server = Server::new(CALM);
        let causes = causes(&mut server, &plain(40), 2_000_000, 50);
        assert!((40..50).contains(&count(&causes, Cause::Passing)));
    }

    #[test]
    fn no_attempt_of_a_hopeless_call_passes() {
        for nature in [Nature::Wrong, Nature::TooLarge, Nature::OverLimit, Nature::BrokenTools] {
            let mut server = Server::new(CALM);
            let input = if nature == Nature::BrokenTools { 100 } else { 200_000 };
            let causes = causes(&mut server, &call(40, nature, input), 0, 60);
            assert_eq!(count(&causes, Cause::Success), 0, "{nature:?}");
            assert!(count(&causes, Cause::Caller) + count(&causes, Cause::Schema) > 55);
        }
    }

    #[test]
    fn a_sample_that_is_unusable_is_followed_by_usable_ones() {
        let mut server = Server::new(CALM);
        let causes = causes(&mut server, &call(40, Nature::Tools, 100), 0, 60);
        assert!((1..12).contains(&count(&causes, Cause::Sample)));
        assert!(count(&causes, Cause::Success) > 45);
    }

    #[test]
    fn a_call_without_an_answer_is_paid_for_and_keeps_the_server_busy() {
        let serve = |attempt| {
            let luck = random(1, Purpose::Server, 0, attempt);
            Server::new(CALM).serve(&plain(40), 0, luck)
        };
        let served = (0..20_000)
            .map(serve)
            .find(|served| served.answer.cause == Cause::Timeout)
            .expect("two in a thousand have no answer");
        assert_eq!(served.answered_after, CLIENT_TIMEOUT);
        assert!(served.busy_for > Some(CLIENT_TIMEOUT));
        assert_eq!(served.tokens, plain(40).tokens());
    }
}
