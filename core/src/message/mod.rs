//! The one pass over a message: phrases, numbers, a delay, and who says it.

mod form;
mod patterns;
mod words;

use crate::kind::{Kind, Provider};
use crate::report::{Metric, Retry, Window};
use crate::rules::phrases::{Means, Part, Phrase, Strength};
use crate::rules::providers;
use crate::time::{self, Decimal};
use patterns::{Node, Pattern};
use words::Quotes;

/// How much of a message is looked at, in bytes: errors say what they are at their beginning.
pub(crate) const MAX_LOOK: usize = 4096;

/// Among how many of the last words the run has to begin that a wording wants before its own.
const MAX_BACK: u8 = 7;

/// What a message tells.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Facts {
    /// Whether it is a sentence of a documented form, which holds no other error.
    pub(crate) is_of_form: bool,
    /// The strongest row that its words hit.
    pub(crate) phrase: Option<&'static Phrase>,
    /// The strongest of those that tell of no passing trouble.
    pub(crate) lasting: Option<&'static Phrase>,
    /// The strongest of those that say more than a code.
    pub(crate) over_code: Option<&'static Phrase>,
    /// The numbers of these rows.
    rows: [u16; 3],
    pub(crate) delay_ms: Option<u64>,
    pub(crate) bucket: Bucket,
    /// Who speaks, where the message has a gateway's own form.
    pub(crate) speaker: Option<Provider>,
    /// Whether it tells of a span of time after which what is used up resets.
    pub(crate) passes: bool,
    /// The longest that a text may be which is too long.
    pub(crate) max_length: Option<u64>,
    /// Whose address stands in it, or who names its own service.
    pub(crate) host: Option<Provider>,
}

/// A rate-limit bucket as a message tells of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Bucket {
    /// What is counted.
    pub(crate) metric: Option<Metric>,
    /// Over which span of time.
    pub(crate) window: Option<Window>,
    pub(crate) limit: Option<u64>,
    pub(crate) used: Option<u64>,
    pub(crate) requested: Option<u64>,
}

impl Bucket {
    /// Whether enough is told for a bucket: a number alone may be anybody's.
    pub(crate) fn is_told(&self) -> bool {
        let numbers = [self.limit, self.used, self.requested];
        let told = numbers.iter().flatten().count();
        self.metric.is_some() || told >= 2 || (told == 1 && self.window.is_some())
    }

    /// Whether it counts over a window that resets by itself within days.
    pub(crate) fn resets(&self) -> bool {
        self.window.is_some_and(|window| window != Window::Month)
    }

    /// Whether it counts over a month.
    pub(crate) fn is_of_a_month(&self) -> bool {
        self.window == Some(Window::Month)
    }
}

/// Things that a message may tell, each a bit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Topics(u16);

impl Topics {
    const NONE: Self = Self(0);
    /// What went wrong, where no code says more.
    pub(crate) const RULE: Self = Self(1);
    /// What went wrong whatever the code, and who speaks.
    const OVER_CODE: Self = Self(1 << 9);
    pub(crate) const DELAY: Self = Self(1 << 1);
    const LIMIT: Self = Self(1 << 2);
    const USED: Self = Self(1 << 3);
    const REQUESTED: Self = Self(1 << 4);
    const COUNTS: Self = Self(1 << 5);
    pub(crate) const HOST: Self = Self(1 << 6);
    const WINDOW: Self = Self(1 << 7);
    const PASSES: Self = Self(1 << 8);
    pub(crate) const ALL: Self = Self(u16::MAX);

    const fn of(phrase: &Phrase) -> Self {
        match &phrase.means {
            Means::Kind(_) => match phrase.strength {
                Strength::OverCode => Self::OVER_CODE,
                Strength::Weak | Strength::Plain => Self::RULE,
            },
            Means::Speaker(_) => Self::OVER_CODE,
            Means::Delay => Self::DELAY,
            Means::Number(Part::Limit | Part::UsedOfLimit) => Self::LIMIT,
            Means::Number(Part::Used) => Self::USED,
            Means::Number(Part::Requested | Part::Length) => Self::REQUESTED,
            Means::Metric(_) | Means::Bucket(..) => Self::COUNTS,
            Means::Window => Self::WINDOW,
            Means::Passes => Self::PASSES,
            Means::Address | Means::Names(_) => Self::HOST,
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

/// Reads what a message tells of these topics, beside a status of this kind.
pub(crate) fn read(text: &[u8], wanted: Topics, status: Kind, facts: &mut Facts) {
    if form::read(text, wanted, facts).is_none() {
        read_words(text, wanted, status, facts);
    }
}

/// Reads what the words of a message tell of these topics.
fn read_words(text: &[u8], wanted: Topics, status: Kind, facts: &mut Facts) {
    let text = match text.get(..MAX_LOOK) {
        Some(head) => whole_words(head),
        None => text,
    };
    facts.speaker = providers::prefix(text);
    let mut reader = Reader { text, quotes: Quotes::of(text), wanted, status, facts };
    each_wording(text, wanted, |pattern, run| reader.take(pattern, run));
}

/// A text that is cut, without the half of a word or a number at the cut.
pub(crate) fn whole_words(text: &[u8]) -> &[u8] {
    let last = text.iter().rposition(u8::is_ascii_whitespace);
    &text[..last.unwrap_or(0)]
}

/// Reads what the wordings tell that stand in a message.
struct Reader<'t, 'f> {
    text: &'t [u8],
    quotes: Quotes<'t>,
    /// What is still looked for.
    wanted: Topics,
    status: Kind,
    facts: &'f mut Facts,
}

impl Reader<'_, '_> {
    /// Takes what a wording tells that stands here.
    fn take(&mut self, pattern: &'static Pattern, found: Run) {
        let row = pattern.row();
        if self.wanted.have(pattern.topic())
            && row.under.holds(self.status)
            && let Some(run) = stands(pattern, self.text, found)
            && (row.means.may_be_quoted() || !self.quotes.hold(found.start))
            && self.facts.take(pattern.phrase, row, self.text, run)
        {
            self.wanted = self.wanted.without(pattern.topic());
        }
    }
}

/// A run of words that a wording is.
#[derive(Clone, Copy, Debug)]
struct Run {
    start: usize,
    end: usize,
}

/// Calls for every wording whose run stands in a text, in the order of their beginnings, and that may
/// tell what is wanted.
#[inline]
fn each_wording(text: &[u8], wanted: Topics, mut call: impl FnMut(&'static Pattern, Run)) {
    words::each_start(text, |start, first_bytes| {
        if patterns::topics_of(first_bytes).have(wanted) {
            each_wording_at(text, start, &mut call);
        }
    });
}

/// Calls for every wording whose run begins here. Few words come here: out of line, it leaves the
/// registers to the loop over the words.
#[inline(never)]
fn each_wording_at(text: &[u8], start: usize, call: &mut impl FnMut(&'static Pattern, Run)) {
    let mut node = Node::ROOT;
    let mut next = Some(start);
    while let Some(word) = next
        && let Some((deeper, end)) = node.next(text, word)
    {
        node = deeper;
        for pattern in node.patterns() {
            call(pattern, Run { start, end });
            if matches!(pattern.row().means, Means::Address) && text[end..].starts_with(b"://") {
                each_wording_at(text, end + 3, call);
            }
        }
        next = words::next_start(text, end);
    }
}

/// The whole run of a wording, if all that it wants beside what was found stands there.
#[inline]
fn stands(pattern: &Pattern, text: &[u8], found: Run) -> Option<Run> {
    let start = pattern.start(text, found.start)?;
    let begins = |start| !pattern.begins || words::next_start(text, 0) == Some(start);
    let before = if pattern.has_before() {
        stands_before(pattern, text, start, begins)
    } else {
        begins(start)
    };
    let ends = || pattern.ends.is_none_or(|more| words::ends_after(text, found.end, more));
    (before && ends()).then_some(Run { start, ..found })
}

/// The wordings that stand in a message, by row and by their place in it.
#[cfg(test)]
pub(crate) fn wordings_in(text: &[u8], status: Kind) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut quotes = Quotes::of(text);
    each_wording(text, Topics::ALL, |pattern, run| {
        let in_row = pattern.row().under.holds(status);
        if in_row && stands(pattern, text, run).is_some() && !quotes.hold(run.start) {
            found.push((usize::from(pattern.phrase), usize::from(pattern.wording)));
        }
    });
    found
}

/// Whether the run that a wording wants before its own stands there, unquoted.
fn stands_before(
    pattern: &Pattern,
    text: &[u8],
    at: usize,
    begins: impl Fn(usize) -> bool,
) -> bool {
    words::before(text, at).take(usize::from(pattern.back)).any(|start| {
        let end = pattern.end_of_before(text, start);
        end.is_some_and(|end| {
            is_one_sentence(text, end, at) && pattern.bridges(&text[end.min(at)..at])
        }) && begins(start)
            && !Quotes::of(text).hold(start)
    })
}

/// Whether no sentence ends between two places.
fn is_one_sentence(text: &[u8], from: usize, to: usize) -> bool {
    let ends = |pair: &[u8]| matches!(pair, [b'.' | b'!' | b'?', b' ' | b'\n']);
    from >= to || !text[from..to].windows(2).any(ends)
}

impl Facts {
    /// Takes what a row tells of which a wording begins and ends here, and says whether its topic
    /// is settled by that.
    fn take(
        &mut self,
        phrase: u16,
        row: &'static Phrase,
        text: &[u8],
        Run { start, end }: Run,
    ) -> bool {
        let bucket = &mut self.bucket;
        match &row.means {
            Means::Kind(_) => {
                let ranks = [true, row.is_lasting(), row.strength == Strength::OverCode];
                let slots = [&mut self.phrase, &mut self.lasting, &mut self.over_code];
                for ((slot, known), wanted) in slots.into_iter().zip(&mut self.rows).zip(ranks) {
                    if wanted && (slot.is_none() || phrase < *known) {
                        *slot = Some(row);
                        *known = phrase;
                    }
                }
                self.host = self.host.or(row.provider);
                false
            }
            &Means::Speaker(provider) => {
                self.speaker = Some(provider);
                false
            }
            Means::Delay => settle(&mut self.delay_ms, delay(text, end)),
            Means::Number(Part::UsedOfLimit) => match used_of_limit(text, end) {
                Some((used, limit)) => {
                    (bucket.used, bucket.limit) = (Some(used), Some(limit));
                    true
                }
                None => false,
            },
            Means::Number(part) => {
                let slot = match part {
                    Part::Limit => &mut bucket.limit,
                    Part::Used => &mut bucket.used,
                    Part::Requested => &mut bucket.requested,
                    Part::Length | Part::UsedOfLimit => &mut self.max_length,
                };
                settle(slot, number(text, end))
            }
            &Means::Metric(metric) => {
                let window = words::next_start(text, end).and_then(|at| patterns::window(text, at));
                if window.is_some() {
                    bucket.metric = Some(metric);
                    bucket.limit = bucket.limit.or_else(|| number_before(text, start));
                }
                settle(&mut bucket.window, window)
            }
            &Means::Bucket(metric, window) => {
                // One without a window may be a part of what tells more.
                if window.is_some() || bucket.metric.is_none() {
                    bucket.metric = Some(metric);
                }
                bucket.window = bucket.window.or(window);
                bucket.limit = bucket.limit.or_else(|| number_before(text, start));
                window.is_some()
            }
            Means::Window => {
                let window = span(text, end);
                if window.is_some() {
                    bucket.limit = bucket.limit.or_else(|| number_before(text, start));
                }
                settle(&mut bucket.window, window)
            }
            Means::Passes => {
                self.passes = true;
                true
            }
            Means::Address => settle(&mut self.host, providers::host(&text[start..])),
            &Means::Names(provider) => settle(&mut self.host, Some(provider)),
        }
    }
}

/// Keeps what was found, if anything was.
fn settle<T>(slot: &mut Option<T>, found: Option<T>) -> bool {
    let is_found = found.is_some();
    *slot = slot.take().or(found);
    is_found
}

/// The whole number that is told here. One below 0 is none.
fn number(text: &[u8], at: usize) -> Option<u64> {
    let start = words::next_start(text, at)?;
    if text[..start].ends_with(b"-") || !is_one_sentence(text, at, start) {
        return None;
    }
    let (number, len) = Decimal::read(&text[start..])?;
    let end = start + len;
    let next_at = words::next_start(text, end);
    let next = next_at.map_or(&[][..], |next| words::letters(text, next));
    let beside = next_at.is_some_and(|next| text[end..next].iter().all(u8::is_ascii_whitespace));
    let after = next_at
        .and_then(|start| words::next_start(text, start + next.len()))
        .map_or(&[][..], |start| words::letters(text, start));
    let is_rest = |word: &[u8]| matches!(word, b"remaining" | b"left");
    let is_other = is_rest(next) || (beside && (time::unit(next).is_some() || is_rest(after)));
    (words::number_ends(text, end) && !is_other).then(|| number.rounded_up())
}

/// The whole number that stands right before this place.
fn number_before(text: &[u8], at: usize) -> Option<u64> {
    let before = text[..at].trim_ascii_end();
    let in_number = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b',' | b'.');
    let start = before.iter().rposition(|byte| !in_number(byte)).map_or(0, |last| last + 1);
    let number = &before[start..];
    let alone = start == 0 || matches!(before[start - 1], b' ' | b'(' | b':' | b'=');
    let (number, len) = Decimal::read(number).filter(|_| alone)?;
    (len == before.len() - start).then(|| number.rounded_up())
}

/// The two numbers of `61/60`: what is used of a limit.
fn used_of_limit(text: &[u8], at: usize) -> Option<(u64, u64)> {
    let start = words::next_start(text, at)?;
    let (used, len) = Decimal::read(&text[start..])?;
    let rest = text[start + len..].strip_prefix(b"/")?;
    let (limit, _) = Decimal::read(rest)?;
    Some((used.rounded_up(), limit.rounded_up()))
}

/// The span of time that is told here: a word, or a number of seconds that is as long.
fn span(text: &[u8], at: usize) -> Option<Window> {
    if let Some(window) = patterns::window(text, words::next_start(text, at)?) {
        return Some(window);
    }
    match delay_part(text, at)? {
        (1_000, _) => Some(Window::Second),
        (60_000, _) => Some(Window::Minute),
        (3_600_000, _) => Some(Window::Hour),
        (86_400_000, _) => Some(Window::Day),
        _ => None,
    }
}

/// The duration that is told here, in all its parts: `1m13.46s`, `644ms`, `34 seconds`,
/// `about 1 hour and 5 minutes`. Each part is shorter than the one before.
fn delay(text: &[u8], at: usize) -> Option<u64> {
    let (mut last, mut end) = delay_part(text, at)?;
    let mut told = last;
    while let Some((ms, next)) = delay_part(text, end)
        && ms < last
        && is_joined(text, end)
    {
        told = told.saturating_add(ms);
        (last, end) = (ms, next);
    }
    Some(told.min(Retry::MAX_DELAY_MS))
}

/// Whether what follows belongs to what stands before: at most a comma lies between.
fn is_joined(text: &[u8], end: usize) -> bool {
    let next = words::next_start(text, end).unwrap_or(end);
    text[end..next].iter().all(|byte| byte.is_ascii_whitespace() || *byte == b',')
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
    if text[..start].ends_with(b"-") {
        return None;
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
