//! The fast path for rate-limit messages with a documented form.

use memchr::memchr_iter;

use super::extract::delay;
use super::tokenizer;
use crate::evidence::{MessageBucket, MessageFacts};
use crate::index::phrases::{PHRASES, Phrase, family_index};
use crate::index::wanted::Wanted;
use crate::kind::{Metric, Window};
use crate::read::time::read_digits;
use crate::rules::schema::MessageEffect;
use crate::rules::sentences::{
    BEFORE_DELAY, LIMIT, NOTHING_COUNTED, REQUESTED, SENTENCES, TAILS, USED,
};
use crate::rules::wordings::FAMILIES;

/// The beginning of each sentence, and the family of wordings that it belongs to.
static PREFIXES: [(&str, u16); SENTENCES.len()] = {
    let mut prefixes = [("", 0); SENTENCES.len()];
    let mut row = 0;
    while row < SENTENCES.len() {
        let family = crate::index::name_map::short(family_index(SENTENCES[row].family));
        prefixes[row] = (SENTENCES[row].prefix, family);
        row += 1;
    }
    prefixes
};

/// Reads a message with a documented form. `None` if it has another form, or if this form does not
/// give everything that is wanted.
pub(super) fn read(text: &[u8], wanted: Wanted, facts: &mut MessageFacts) -> Option<()> {
    // An address that shows the provider comes after this form, so the trie has to find it.
    if wanted.includes(Wanted::PROVIDER) {
        return None;
    }
    let mut prefixes = PREFIXES.iter();
    let &(_, family) = prefixes.find(|(prefix, _)| text.starts_with(prefix.as_bytes()))?;
    let colon = memchr_iter(b':', text).find(|&at| text[at..].starts_with(LIMIT))?;
    let mut rest = &text[colon..];
    let limit = number(&mut rest, LIMIT)?;
    let used = number(&mut rest, USED);
    let requested = number(&mut rest, REQUESTED)?;
    let counted = counted(text, colon);
    if counted.is_none() && !text[..colon].ends_with(NOTHING_COUNTED) {
        return None;
    }
    let mut delay_ms = None;
    if let Some(after) = rest.strip_prefix(BEFORE_DELAY.as_bytes()) {
        if wanted.includes(Wanted::DELAY) {
            delay_ms = Some(delay(after, 0)?);
        }
        // The delay is one word; leave the full stop after it for TAILS.
        let len = after.iter().position(|byte| *byte <= b' ').unwrap_or(after.len());
        rest = &after[len.saturating_sub(1)..];
    }
    if !TAILS.iter().any(|tail| match rest.strip_prefix(tail.as_bytes()) {
        Some(more) => more.is_empty() || tail.ends_with(' '),
        None => false,
    }) {
        return None;
    }
    let phrase: &'static Phrase = &PHRASES[usize::from(family)];
    facts.is_documented_sentence = true;
    facts.phrase = Some(phrase);
    facts.permanent = Some(phrase).filter(|phrase| phrase.is_permanent());
    facts.delay_ms = delay_ms;
    facts.bucket = MessageBucket {
        metric: counted.map(|(metric, _)| metric),
        window: counted.and_then(|(_, window)| window),
        limit: Some(limit),
        used,
        requested: Some(requested),
    };
    Some(())
}

/// The number after these words, and after a `~` if it is an estimate.
fn number<const LEN: usize>(text: &mut &[u8], after: &[u8; LEN]) -> Option<u64> {
    let (words, rest) = text.split_first_chunk::<LEN>()?;
    if words != after {
        return None;
    }
    let rest = rest.strip_prefix(b"~").unwrap_or(rest);
    let (number, len) = read_digits(rest, 0);
    // Leave a number with a fraction, groups of digits or a unit to the trie.
    if len == 0 || len == rest.len() || !tokenizer::number_ends(rest, len) {
        return None;
    }
    *text = &rest[len..];
    Some(number)
}

/// The metric and the window, by the acronym in parentheses that ends here.
fn counted(text: &[u8], end: usize) -> Option<(Metric, Option<Window>)> {
    let (before, tail) = text[..end].strip_suffix(b")")?.split_last_chunk()?;
    let tail = u32::from_le_bytes(*tail) | CASE;
    let acronym = ACRONYMS.iter().find(|acronym| acronym.tail == tail)?;
    let is_whole = !acronym.is_long || before.ends_with(b"(");
    is_whole.then_some((acronym.metric, acronym.window))
}

/// The bit of an ASCII letter's case, in every byte.
const CASE: u32 = 0x2020_2020;

/// The acronym of a bucket: three or four letters, such as `TPM`.
#[derive(Clone, Copy)]
struct Acronym {
    /// Its letters in lower case. If there are only three, the parenthesis precedes them.
    tail: u32,
    is_long: bool,
    metric: Metric,
    window: Option<Window>,
}

impl Acronym {
    const fn new(word: &str, metric: Metric, window: Option<Window>) -> Option<Self> {
        let (tail, is_long) = match *word.as_bytes() {
            [a, b, c] => ([b'(', a, b, c], false),
            [a, b, c, d] => ([a, b, c, d], true),
            _ => return None,
        };
        Some(Self { tail: u32::from_le_bytes(tail) | CASE, is_long, metric, window })
    }
}

/// The acronyms among the wordings.
static ACRONYMS: [Acronym; acronyms().1] = *acronyms().0.first_chunk().expect("as many");

const fn acronyms() -> ([Acronym; 16], usize) {
    let none = Acronym { tail: 0, is_long: false, metric: Metric::Other, window: None };
    let (mut found, mut count) = ([none; 16], 0);
    let mut row = 0;
    while row < FAMILIES.len() {
        if let MessageEffect::Bucket(metric, window) = FAMILIES[row].effect {
            let groups = FAMILIES[row].wordings;
            let mut group = 0;
            while group < groups.len() {
                let mut word = 0;
                while word < groups[group].words.len() {
                    let name = groups[group].words[word];
                    if let Some(acronym) = Acronym::new(name, metric, window) {
                        found[count] = acronym;
                        count += 1;
                    }
                    word += 1;
                }
                group += 1;
            }
        }
        row += 1;
    }
    (found, count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kind::Kind;

    #[test]
    fn a_sentence_gives_what_its_words_give() {
        let wanted = Wanted::ALL.without(Wanted::PROVIDER);
        let texts = [
            "Rate limit reached for model `m` in organization `o` service tier `t` on tokens per minute (TPM): Limit 6000, Used 5120, Requested 1558. Please try again in 6.78s. Need more tokens? Upgrade at https://console.groq.com/settings/billing",
            "Rate limit reached for model `m` in organization `o` on : Limit 500000, Used 500370, Requested 252. Please try again in 1m47.5854s. Visit x",
            "Rate limit reached for model `m` on requests per day (RPD): Limit 1000, Used 1000, Requested ~1. Please try again in 7m12s.",
            "Rate limit reached for model `m` on seconds of audio per hour (ASPH): Limit 7200, Used 7170, Requested 230.",
            "Request too large for model `m` on input tokens per minute (ITPM): Limit 7000, Requested 12630, please reduce your message size and try again.",
        ];
        for text in texts {
            let [mut sentence, mut words] = [MessageFacts::default(); 2];
            read(text.as_bytes(), wanted, &mut sentence).expect(text);
            super::super::read_words(text.as_bytes(), wanted, Kind::RateLimited, None, &mut words);
            let rules = |facts: &MessageFacts| {
                [facts.phrase, facts.permanent].map(|phrase| Some(phrase?.rule()?.id()))
            };
            assert_eq!(rules(&sentence), rules(&words), "{text}");
            assert_eq!(sentence.delay_ms, words.delay_ms, "{text}");
            assert_eq!(sentence.bucket, words.bucket, "{text}");
        }
    }

    #[test]
    fn other_sentences_are_left_to_the_trie() {
        let wanted = Wanted::ALL.without(Wanted::PROVIDER);
        for text in [
            "Rate limit reached for model `m` on x (TPM): Limit 6000, Used 1, Requested 15",
            "Rate limit reached for model `m` on x (TPM): Limit 6000.5, Used 1, Requested 15.",
            "Rate limit reached for model `m` on x (TPM): Limit 6k, Used 1, Requested 15.",
            "Rate limit reached for model `m` on x (TPM): Limit 6,000, Used 1, Requested 15.",
            "Rate limit reached for model `m`. Later.",
            "Rate limit reached for model `m` on requests per month (RPMO): Limit 10, Used 10, Requested 1. Please try again in 6s.",
            "Rate limit reached for model `m` on x (TPM): Limit 10, Used 10, Requested 1. The model is over capacity.",
            "Rate limit reached for model `m` on x (TPM): Limit 10, Used 10, Requested 1. Please wait 3s",
            "Rate limit reached for model `m` on x (TPM): Limit 10, Used 10, Requested 1. Please try again in 3s, or not.",
            "Rate limit reached for model `m` on x (TPM): Limit 10, Requested 1. Please try again in 3s. Used 7.",
            "Request too large for model `m` on x (TPM): Limit 10, Requested 7, please reduce the length of the messages",
        ] {
            assert!(
                read(text.as_bytes(), wanted, &mut MessageFacts::default()).is_none(),
                "{text}"
            );
        }
    }
}
