//! The one pass over a message: phrases, numbers, a delay, and who says it.

mod patterns;
mod words;

use crate::kind::Provider;
use crate::report::{Metric, Window};
use crate::rules::phrases::{Means, Part};
use crate::rules::{Rule, providers};
use crate::time::{self, Decimal};
use patterns::{Place, Start};
use words::Quotes;

/// How much of a message is looked at, in bytes: errors say what they are at their beginning.
pub(crate) const MAX_LOOK: usize = 4096;

/// Among how many of the last words the run has to begin that a pattern wants before its own.
const MAX_BACK: usize = 7;

/// What a message tells.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Facts {
    /// The strongest rule that its words hit.
    pub(crate) rule: Option<&'static Rule>,
    phrase: u16,
    pub(crate) delay_ms: Option<u64>,
    pub(crate) bucket: Bucket,
    /// Who speaks, where the message has a gateway's own form.
    pub(crate) speaker: Option<Provider>,
    /// Whose address stands in it.
    pub(crate) host: Option<Provider>,
}

/// A rate-limit bucket as a message tells of it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Bucket {
    /// What is counted, over which span of time.
    pub(crate) counts: Option<(Metric, Window)>,
    pub(crate) limit: Option<u64>,
    pub(crate) used: Option<u64>,
    pub(crate) requested: Option<u64>,
}

impl Bucket {
    /// Whether enough is told for a bucket: a number alone may be anybody's.
    pub(crate) fn is_told(&self) -> bool {
        let numbers = [self.limit, self.used, self.requested];
        let told = numbers.iter().flatten().count();
        self.counts.is_some() || told >= 2
    }
}

/// Things that a message may tell, each a bit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Topics(u8);

impl Topics {
    const NONE: Self = Self(0);
    /// What went wrong, and who speaks.
    const RULE: Self = Self(1);
    pub(crate) const DELAY: Self = Self(1 << 1);
    const LIMIT: Self = Self(1 << 2);
    const USED: Self = Self(1 << 3);
    const REQUESTED: Self = Self(1 << 4);
    const COUNTS: Self = Self(1 << 5);
    pub(crate) const HOST: Self = Self(1 << 6);
    pub(crate) const ALL: Self = Self(u8::MAX);

    const fn of(means: &Means) -> Self {
        match means {
            Means::Kind(_) | Means::Speaker(_) => Self::RULE,
            Means::Delay => Self::DELAY,
            Means::Number(Part::Limit) => Self::LIMIT,
            Means::Number(Part::Used) => Self::USED,
            Means::Number(Part::Requested) => Self::REQUESTED,
            Means::Metric(_) | Means::Bucket(..) => Self::COUNTS,
            Means::Address => Self::HOST,
        }
    }

    const fn with(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }

    pub(crate) const fn without(self, others: Self) -> Self {
        Self(self.0 & !others.0)
    }

    const fn have(self, any: Self) -> bool {
        self.0 & any.0 != 0
    }
}

/// Reads what a message tells of these topics.
pub(crate) fn read(text: &[u8], wanted: Topics) -> Facts {
    let text = &text[..text.len().min(MAX_LOOK)];
    let mut reader = Reader {
        text,
        quotes: Quotes::of(text),
        wanted,
        facts: Facts {
            speaker: providers::prefix(text),
            ..Facts::default()
        },
    };
    words::each_start(text, |at, first_bytes| {
        if let Some(start) = patterns::may_start(first_bytes)
            && reader.wanted.have(start.topics)
        {
            reader.read_patterns(at, start);
        }
    });
    reader.facts
}

/// Reads what the patterns tell that stand in a message.
struct Reader<'t> {
    text: &'t [u8],
    quotes: Quotes<'t>,
    /// What is still looked for.
    wanted: Topics,
    facts: Facts,
}

impl Reader<'_> {
    /// Few words come here: out of line, it leaves the registers to the loop over the words.
    #[inline(never)]
    fn read_patterns(&mut self, at: usize, first: &'static Start) {
        let mut next = Some(first);
        while let Some(start) = next {
            next = start.next();
            if self.wanted.have(start.topic)
                && let Some(end) = start.word.end(self.text, at)
                && let pattern = start.pattern()
                && let Some(end) = run_end(pattern.rest(), self.text, end)
                && (pattern.before().is_empty() || stands_before(pattern.before(), self.text, at))
                && !self.quotes.hold(at)
            {
                let (phrase, means) = pattern.phrase();
                if self.facts.take(phrase, means, self.text, at, end) {
                    self.wanted = self.wanted.without(start.topic);
                }
            }
        }
    }
}

/// Where a run ends, if it stands here.
#[inline]
fn run_end(run: &[Place], text: &[u8], mut at: usize) -> Option<usize> {
    for place in run {
        at = place.end(text, words::next_start(text, at)?)?;
    }
    Some(at)
}

/// Whether a run begins with one of the last words before a place, unquoted.
fn stands_before(run: &[Place], text: &[u8], at: usize) -> bool {
    words::before(text, at)
        .take(MAX_BACK)
        .any(|start| run_end(run, text, start).is_some() && !Quotes::of(text).hold(start))
}

impl Facts {
    /// Takes what a row tells whose pattern begins and ends here, and says whether its topic is
    /// settled by that.
    fn take(
        &mut self,
        phrase: u16,
        means: &'static Means,
        text: &[u8],
        start: usize,
        end: usize,
    ) -> bool {
        let bucket = &mut self.bucket;
        match means {
            Means::Kind(rule) => {
                if self.rule.is_none() || phrase < self.phrase {
                    self.rule = Some(rule);
                    self.phrase = phrase;
                }
                false
            }
            &Means::Speaker(provider) => {
                self.speaker = Some(provider);
                false
            }
            Means::Delay => settle(&mut self.delay_ms, delay(text, end)),
            Means::Number(part) => {
                let slot = match part {
                    Part::Limit => &mut bucket.limit,
                    Part::Used => &mut bucket.used,
                    Part::Requested => &mut bucket.requested,
                };
                settle(slot, number(text, end))
            }
            &Means::Metric(metric) => {
                let window = words::next_start(text, end).and_then(|at| patterns::window(text, at));
                settle(&mut bucket.counts, window.map(|window| (metric, window)))
            }
            &Means::Bucket(metric, window) => settle(&mut bucket.counts, Some((metric, window))),
            Means::Address => settle(&mut self.host, providers::host(&text[start..])),
        }
    }
}

/// Keeps what was found, if anything was.
fn settle<T>(slot: &mut Option<T>, found: Option<T>) -> bool {
    *slot = found;
    slot.is_some()
}

/// The whole number that is told here.
fn number(text: &[u8], at: usize) -> Option<u64> {
    let start = words::next_start(text, at)?;
    let (number, len) = Decimal::read(&text[start..])?;
    words::number_ends(text, start + len).then(|| number.whole())
}

/// The duration that is told here: `1m13.46s`, `644ms`, `34 seconds`, `1 day`.
fn delay(text: &[u8], at: usize) -> Option<u64> {
    let start = words::next_start(text, at)?;
    let told = &text[start..];
    if let Some((ms, len)) = time::read_duration(told) {
        return words::number_ends(text, start + len).then_some(ms);
    }
    let (number, len) = Decimal::read(told)?;
    let end = start + len;
    let unit = words::letters(text, words::next_start(text, end)?);
    words::number_ends(text, end).then(|| number.in_unit(unit))?
}
