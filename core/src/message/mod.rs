//! The one pass over a message: phrases, numbers, a delay, and who says it.

mod form;
mod patterns;
mod words;

use crate::kind::{Advice, Provider};
use crate::report::{Metric, Retry, Window};
use crate::rules::phrases::{Means, Part};
use crate::rules::{Rule, providers};
use crate::time::{self, Decimal};
use patterns::{Pattern, Place, Start};
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
    /// The strongest of those that tell of no passing trouble.
    pub(crate) lasting: Option<&'static Rule>,
    /// The rows of both.
    phrases: (u16, u16),
    pub(crate) delay_ms: Option<u64>,
    pub(crate) bucket: Bucket,
    /// Who speaks, where the message has a gateway's own form.
    pub(crate) speaker: Option<Provider>,
    /// Whose address stands in it.
    pub(crate) host: Option<Provider>,
}

/// A rate-limit bucket as a message tells of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
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

    /// Whether it counts over a month.
    pub(crate) fn is_of_a_month(&self) -> bool {
        matches!(self.counts, Some((_, Window::Month)))
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
    form::read(text, wanted).unwrap_or_else(|| read_words(text, wanted))
}

/// Reads what the words of a message tell of these topics.
fn read_words(text: &[u8], wanted: Topics) -> Facts {
    let text = match text.get(..MAX_LOOK) {
        Some(head) => whole_words(head),
        None => text,
    };
    let mut reader = Reader {
        text,
        quotes: Quotes::of(text),
        wanted,
        facts: Facts { speaker: providers::prefix(text), ..Facts::default() },
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

/// A text that is cut, without the half of a word or a number at the cut.
pub(crate) fn whole_words(text: &[u8]) -> &[u8] {
    let last = text.iter().rposition(u8::is_ascii_whitespace);
    &text[..last.unwrap_or(0)]
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
                && (pattern.before().is_empty() || stands_before(pattern, self.text, at))
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

/// The patterns that stand in a message, by row and by their place in it.
#[cfg(test)]
pub(crate) fn patterns_in(text: &[u8]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut quotes = Quotes::of(text);
    words::each_start(text, |at, first_bytes| {
        let mut next = patterns::may_start(first_bytes);
        while let Some(start) = next {
            next = start.next();
            let pattern = start.pattern();
            let end = start.word.end(text, at);
            let run = end.and_then(|end| run_end(pattern.rest(), text, end));
            let before = pattern.before().is_empty() || stands_before(pattern, text, at);
            if run.is_some() && before && !quotes.hold(at) {
                found.push(pattern.place_in_rows());
            }
        }
    });
    found
}

/// Where a run ends, if it stands here.
#[inline]
fn run_end(run: &[Place], text: &[u8], mut at: usize) -> Option<usize> {
    for place in run {
        at = place.end(text, words::next_start(text, at)?)?;
    }
    Some(at)
}

/// Whether the run that a pattern wants before its own stands there, unquoted.
fn stands_before(pattern: Pattern, text: &[u8], at: usize) -> bool {
    words::before(text, at).take(usize::from(pattern.back)).any(|start| {
        run_end(pattern.before(), text, start).is_some_and(|end| is_one_sentence(text, end, at))
            && !Quotes::of(text).hold(start)
    })
}

/// Whether no sentence ends between two places.
fn is_one_sentence(text: &[u8], from: usize, to: usize) -> bool {
    let ends = |pair: &[u8]| matches!(pair, [b'.' | b'!' | b'?', b' ' | b'\n']);
    from >= to || !text[from..to].windows(2).any(ends)
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
                if self.rule.is_none() || phrase < self.phrases.0 {
                    self.rule = Some(rule);
                    self.phrases.0 = phrase;
                }
                let lasting = rule.kind.advice() != Advice::Backoff;
                if lasting && (self.lasting.is_none() || phrase < self.phrases.1) {
                    self.lasting = Some(rule);
                    self.phrases.1 = phrase;
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

/// The whole number that is told here. One below 0 is none.
fn number(text: &[u8], at: usize) -> Option<u64> {
    let start = words::next_start(text, at)?;
    if text[..start].ends_with(b"-") || !is_one_sentence(text, at, start) {
        return None;
    }
    let (number, len) = Decimal::read(&text[start..])?;
    let end = start + len;
    // What is left, or a span of time, is another number.
    let next = words::next_start(text, end).map_or(&[][..], |next| words::letters(text, next));
    let is_other = matches!(next, b"remaining" | b"left") || time::unit(next).is_some();
    (words::number_ends(text, end) && !is_other).then(|| number.whole())
}

/// The duration that is told here, in all its parts: `1m13.46s`, `644ms`, `34 seconds`,
/// `about 1 hour and 5 minutes`.
fn delay(text: &[u8], mut at: usize) -> Option<u64> {
    let mut told = None;
    while let Some((ms, end)) = delay_part(text, at) {
        told = Some(told.map_or(ms, |before: u64| before.saturating_add(ms)));
        at = end;
    }
    told.map(|ms| ms.min(Retry::MAX_DELAY_MS))
}

/// One part of a duration, and where it ends. It stands in the same sentence.
fn delay_part(text: &[u8], at: usize) -> Option<(u64, usize)> {
    let mut start = words::next_start(text, at)?;
    if text[at..start].contains(&b'.') {
        return None;
    }
    let word = words::letters(text, start);
    if [&b"and"[..], b"about", b"approximately"].contains(&word) {
        start = words::next_start(text, start + word.len())?;
    }
    let told = &text[start..];
    if let Some((ms, len)) = time::read_duration(told) {
        let end = start + len;
        return words::number_ends(text, end).then_some((ms, end));
    }
    let (number, len) = Decimal::read(told)?;
    let end = start + len;
    let unit_start = words::next_start(text, end)?;
    let unit = words::letters(text, unit_start);
    let adjacent = text[end..unit_start].iter().all(u8::is_ascii_whitespace);
    let ms = number.in_unit(unit).filter(|_| adjacent)?;
    Some((ms, unit_start + unit.len()))
}
