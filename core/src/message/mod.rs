//! The one pass over a message: phrases, numbers, a delay, and who says it.

mod patterns;
mod words;

use crate::kind::Provider;
use crate::report::{Metric, Window};
use crate::rules::phrases::{Means, PHRASES};
use crate::rules::{Rule, providers};
use crate::time;
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

/// Reads a message.
pub(crate) fn read(text: &[u8]) -> Facts {
    let text = &text[..text.len().min(MAX_LOOK)];
    let mut reader = Reader {
        text,
        quotes: Quotes::of(text),
        facts: Facts {
            speaker: providers::prefix(text),
            ..Facts::default()
        },
    };
    words::each_start(text, |at| {
        if let Some(start) = patterns::may_start(text, at) {
            reader.read_patterns(at, start);
        }
    });
    reader.facts
}

/// Reads what the patterns tell that stand in a message.
struct Reader<'t> {
    text: &'t [u8],
    quotes: Quotes<'t>,
    facts: Facts,
}

impl Reader<'_> {
    /// Few words come here: out of line, it leaves the registers to the loop over the words.
    #[inline(never)]
    fn read_patterns(&mut self, at: usize, start: &Start) {
        start.each(self.text, at, |pattern, end| {
            if let Some(end) = run_end(pattern.rest(), self.text, end)
                && (pattern.before().is_empty() || stands_before(pattern.before(), self.text, at))
                && !self.quotes.hold(at)
            {
                self.facts.take(pattern, self.text, at, end);
            }
        });
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
    /// Takes what a pattern tells that begins and ends here.
    fn take(&mut self, pattern: &Pattern, text: &[u8], start: usize, end: usize) {
        let count = |slot: &mut Option<u64>| {
            if slot.is_none() {
                *slot = number(text, end);
            }
        };
        match &PHRASES[usize::from(pattern.phrase)].means {
            Means::Kind(rule) => {
                if self.rule.is_none() || pattern.phrase < self.phrase {
                    self.rule = Some(rule);
                    self.phrase = pattern.phrase;
                }
            }
            Means::Delay => {
                if self.delay_ms.is_none() {
                    self.delay_ms = delay(text, end);
                }
            }
            Means::Limit => count(&mut self.bucket.limit),
            Means::Used => count(&mut self.bucket.used),
            Means::Requested => count(&mut self.bucket.requested),
            &Means::Metric(metric) => {
                if self.bucket.counts.is_none() {
                    self.bucket.counts = window(text, end).map(|window| (metric, window));
                }
            }
            &Means::Bucket(metric, window) => {
                self.bucket.counts = self.bucket.counts.or(Some((metric, window)));
            }
            Means::Window(_) => {}
            &Means::Speaker(provider) => self.speaker = Some(provider),
            Means::Address => {
                if self.host.is_none() {
                    self.host = providers::host(&text[start..]);
                }
            }
        }
    }
}

/// The window that is told here.
fn window(text: &[u8], at: usize) -> Option<Window> {
    let start = words::next_start(text, at)?;
    let mut told = None;
    patterns::may_start(text, start)?.each(text, start, |pattern, end| {
        if let Means::Window(window) = PHRASES[usize::from(pattern.phrase)].means
            && run_end(pattern.rest(), text, end).is_some()
        {
            told = Some(window);
        }
    });
    told
}

/// The number that is told here, with its unit, and where it ends.
fn number_text(text: &[u8], at: usize) -> Option<(&[u8], usize)> {
    let start = words::next_start(text, at)?;
    if !text[start].is_ascii_digit() {
        return None;
    }
    let number = words::number(text, start);
    Some((number, start + number.len()))
}

/// The whole number that is told here.
fn number(text: &[u8], at: usize) -> Option<u64> {
    let (text, _) = number_text(text, at)?;
    let (number, len) = time::Decimal::read(text)?;
    (len == text.len()).then(|| number.whole())
}

/// The duration that is told here: `1m13.46s`, `644ms`, `34 seconds`, `1 day`.
fn delay(text: &[u8], at: usize) -> Option<u64> {
    let (told, end) = number_text(text, at)?;
    if let Some((ms, len)) = time::read_duration(told) {
        return (len == told.len()).then_some(ms);
    }
    let (number, len) = time::Decimal::read(told)?;
    let unit = words::letters(text, words::next_start(text, end)?);
    (len == told.len()).then(|| number.in_unit(unit))?
}
