//! Reading a message in one pass: what went wrong, numbers, a delay, and who says it.

mod extract;
mod rate_limit_sentence;
mod tokenizer;

use super::marks;
use crate::evidence::MessageFacts;
use crate::index::trie::{Node, Pattern, Phrase, Wanted, wanted_of_first};
use crate::index::word_key::key;
use crate::kind::Kind;
use crate::rules::schema::{LimitField, MessageEffect, Specificity};
use extract::{delay, number, number_before, span, used_of_limit, window};
use tokenizer::Quotes;

/// How many bytes of a message are read: errors say what they are at their beginning.
pub(crate) const MAX_LOOK: usize = 4096;

/// Reads what is wanted of a message, beside a status of this kind.
pub(crate) fn read(text: &[u8], wanted: Wanted, status: Kind) -> MessageFacts {
    match rate_limit_sentence::read(text, wanted) {
        Some(facts) => facts,
        None => read_words(text, wanted, status),
    }
}

/// Reads what is wanted of the words of a message.
fn read_words(text: &[u8], wanted: Wanted, status: Kind) -> MessageFacts {
    let text = match text.get(..MAX_LOOK) {
        Some(head) => whole_words(head),
        None => text,
    };
    let facts = MessageFacts { gateway: marks::of_prefix(text), ..MessageFacts::default() };
    let mut reader = Reader { text, quotes: Quotes::of(text), wanted, status, facts };
    each_wording(text, wanted, |pattern, run| reader.take(pattern, run));
    reader.facts
}

/// A text that was cut, without the part of a word or a number at the cut.
pub(crate) fn whole_words(text: &[u8]) -> &[u8] {
    let last = text.iter().rposition(u8::is_ascii_whitespace);
    &text[..last.unwrap_or(0)]
}

/// Reads the wordings in a message.
struct Reader<'t> {
    text: &'t [u8],
    quotes: Quotes<'t>,
    /// What is still wanted.
    wanted: Wanted,
    status: Kind,
    facts: MessageFacts,
}

impl Reader<'_> {
    /// Takes what follows from a wording that was found.
    fn take(&mut self, pattern: &'static Pattern, found: Run) {
        let phrase = pattern.phrase();
        if self.wanted.includes(pattern.wanted)
            && phrase.under.holds(self.status)
            && let Some(run) = matches(pattern, self.text, found)
            && (phrase.effect.may_be_quoted() || !self.quotes.contains(found.start))
            && self.facts.record(phrase, self.text, run)
        {
            self.wanted = self.wanted.without(pattern.wanted);
        }
    }
}

/// The words of a wording in a message.
#[derive(Clone, Copy, Debug)]
struct Run {
    start: usize,
    end: usize,
}

/// Calls for every wording whose own run is in a text and that may give what is wanted, in the order
/// of their positions.
#[inline]
fn each_wording(text: &[u8], wanted: Wanted, mut call: impl FnMut(&'static Pattern, Run)) {
    tokenizer::token_starts(text, |start, first_bytes| {
        if wanted_of_first(key(first_bytes)).includes(wanted) {
            each_wording_at(text, start, &mut call);
        }
    });
}

/// Calls for every wording whose own run begins here. Few words lead here: not inlined, it leaves the
/// registers to the loop over the words.
#[inline(never)]
fn each_wording_at(text: &[u8], start: usize, call: &mut impl FnMut(&'static Pattern, Run)) {
    let mut node = Node::ROOT;
    let mut next = Some(start);
    while let Some(word) = next
        && let Some((deeper, end)) = follow(node, text, word)
    {
        node = deeper;
        for pattern in node.patterns() {
            call(pattern, Run { start, end });
            if matches!(pattern.phrase().effect, MessageEffect::Url)
                && text[end..].starts_with(SCHEME_END)
            {
                each_wording_at(text, end + SCHEME_END.len(), call);
            }
        }
        next = tokenizer::next_start(text, end);
    }
}

/// What separates the scheme of a URL from the rest (RFC 3986, section 3).
const SCHEME_END: &[u8] = b"://";

/// The node that the word here leads to, and where the word ends.
#[inline]
fn follow(node: Node, text: &[u8], start: usize) -> Option<(Node, usize)> {
    let mut edges = node.edges(key(tokenizer::eight_bytes(text, start)));
    edges.find_map(|(word, next)| Some((next, tokenizer::end_of(word, text, start)?)))
}

/// The whole run of a wording, if all of its parts are there.
#[inline]
fn matches(pattern: &Pattern, text: &[u8], found: Run) -> Option<Run> {
    let start = start_of_run(pattern, text, found.start)?;
    let begins = |start| !pattern.begins || tokenizer::next_start(text, 0) == Some(start);
    let before = if pattern.has_before() {
        preceded_by(pattern, text, start, begins)
    } else {
        begins(start)
    };
    let ends = || pattern.ends.is_none_or(|more| tokenizer::ends_after(text, found.end, more));
    (before && ends()).then_some(Run { start, ..found })
}

/// Where the own run of a wording begins, of which the trie has found all but the first words.
#[inline]
fn start_of_run(pattern: &Pattern, text: &[u8], found: usize) -> Option<usize> {
    if pattern.prefix_len == 0 {
        return Some(found);
    }
    let start = tokenizer::before(text, found).nth(usize::from(pattern.prefix_len) - 1)?;
    let end = end_of_run(pattern.prefix(), text, start)?;
    (tokenizer::next_start(text, end) == Some(found)).then_some(start)
}

/// Whether the run that has to precede a wording's own does so, unquoted.
fn preceded_by(pattern: &Pattern, text: &[u8], at: usize, begins: impl Fn(usize) -> bool) -> bool {
    tokenizer::before(text, at).take(usize::from(pattern.gap)).any(|start| {
        let end = end_of_run(pattern.before(), text, start);
        end.is_some_and(|end| {
            is_one_sentence(text, end, at) && pattern.gap_allowed(&text[end.min(at)..at])
        }) && begins(start)
            && !Quotes::of(text).contains(start)
    })
}

/// Where a run ends, if it begins here.
fn end_of_run(run: &[u8], text: &[u8], mut start: usize) -> Option<usize> {
    let mut end = start;
    for (index, place) in run.split(|&byte| byte == b' ').enumerate() {
        if index > 0 {
            start = tokenizer::next_start(text, end)?;
        }
        let mut words = place.split(|&byte| byte == b'|');
        end = words.find_map(|word| tokenizer::end_of(word, text, start))?;
    }
    Some(end)
}

/// Whether no sentence ends between two positions.
fn is_one_sentence(text: &[u8], from: usize, to: usize) -> bool {
    let ends = |pair: &[u8]| matches!(pair, [b'.' | b'!' | b'?', b' ' | b'\n']);
    from >= to || !text[from..to].windows(2).any(ends)
}

/// The wordings in a message: the position of the family, and the wording itself.
#[cfg(test)]
pub(crate) fn wordings_in(text: &[u8], status: Kind) -> Vec<(usize, &'static str)> {
    let mut found = Vec::new();
    let mut quotes = Quotes::of(text);
    each_wording(text, Wanted::ALL, |pattern, run| {
        let counts = pattern.phrase().under.holds(status);
        if counts && matches(pattern, text, run).is_some() && !quotes.contains(run.start) {
            let wording = crate::index::trie::wording(pattern);
            found.push((usize::from(pattern.family), wording));
        }
    });
    found
}

impl MessageFacts {
    /// Records what follows from a family of which a wording is here. Returns whether nothing more is
    /// wanted of its kind.
    fn record(&mut self, phrase: &'static Phrase, text: &[u8], Run { start, end }: Run) -> bool {
        let bucket = &mut self.bucket;
        match &phrase.effect {
            MessageEffect::Kind { .. } => {
                self.record_kind(phrase);
                false
            }
            &MessageEffect::GatewayPrefix(provider) => {
                self.gateway = Some(provider);
                false
            }
            MessageEffect::Delay => set_if_none(&mut self.delay_ms, delay(text, end)),
            MessageEffect::Number(LimitField::UsedOfLimit) => match used_of_limit(text, end) {
                Some((used, limit)) => {
                    (bucket.used, bucket.limit) = (Some(used), Some(limit));
                    true
                }
                None => false,
            },
            MessageEffect::Number(field) => {
                let slot = match field {
                    LimitField::Limit => &mut bucket.limit,
                    LimitField::Used => &mut bucket.used,
                    LimitField::Requested => &mut bucket.requested,
                    LimitField::Length | LimitField::UsedOfLimit => &mut self.max_length,
                };
                set_if_none(slot, number(text, end))
            }
            &MessageEffect::Metric(metric) => {
                let next = tokenizer::next_start(text, end);
                let window = next.and_then(|at| window(text, at));
                if window.is_some() {
                    bucket.metric = Some(metric);
                    bucket.limit = bucket.limit.or_else(|| number_before(text, start));
                }
                set_if_none(&mut bucket.window, window)
            }
            &MessageEffect::Bucket(metric, window) => {
                // One without a window may be part of a longer name.
                if window.is_some() || bucket.metric.is_none() {
                    bucket.metric = Some(metric);
                }
                bucket.window = bucket.window.or(window);
                bucket.limit = bucket.limit.or_else(|| number_before(text, start));
                window.is_some()
            }
            MessageEffect::Window => {
                let window = span(text, end);
                if window.is_some() {
                    bucket.limit = bucket.limit.or_else(|| number_before(text, start));
                }
                set_if_none(&mut bucket.window, window)
            }
            MessageEffect::ResetsSoon => {
                self.resets_soon = true;
                true
            }
            MessageEffect::Url => {
                set_if_none(&mut self.linked_provider, marks::of_url(&text[start..]))
            }
            &MessageEffect::NamesProvider(provider) => {
                set_if_none(&mut self.linked_provider, Some(provider))
            }
        }
    }

    /// Records a family that decides a kind: of several, the first in their order counts.
    fn record_kind(&mut self, phrase: &'static Phrase) {
        let is_decisive = phrase.specificity == Specificity::Decisive;
        let counts = [true, phrase.is_permanent(), is_decisive];
        let slots = [&mut self.phrase, &mut self.permanent, &mut self.overrides_code];
        for (slot, counts) in slots.into_iter().zip(counts) {
            if counts && slot.is_none_or(|known| phrase.order < known.order) {
                *slot = Some(phrase);
            }
        }
        self.linked_provider = self.linked_provider.or(phrase.only);
    }
}

/// Keeps what was found, unless there is something already. Returns whether anything was found.
fn set_if_none<T>(slot: &mut Option<T>, found: Option<T>) -> bool {
    let is_found = found.is_some();
    *slot = slot.take().or(found);
    is_found
}
