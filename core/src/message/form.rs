//! Messages of a known form.

use memchr::memchr_iter;

use super::{Bucket, Facts, Topics, delay};
use crate::report::{Metric, Window};
use crate::rules::forms::{BEFORE_DELAY, FORMS, TAILS};
use crate::rules::phrases::{Means, PHRASES};
use crate::time::read_digits;

/// Reads a message of a known form, where that tells all that is wanted.
pub(super) fn read(text: &[u8], wanted: Topics, facts: &mut Facts) -> Option<()> {
    // An address stands behind what the form tells.
    if wanted.have(Topics::HOST) {
        return None;
    }
    let form = FORMS.iter().find(|form| text.starts_with(form.begins.as_bytes()))?;
    let colon = memchr_iter(b':', text).find(|&at| text[at..].starts_with(b": Limit "))?;
    let mut rest = &text[colon..];
    let limit = number(&mut rest, b": Limit ")?;
    let used = number(&mut rest, b", Used ");
    let requested = number(&mut rest, b", Requested ")?;
    let counts = counts(text, colon);
    if counts.is_none() && !text[..colon].ends_with(b" on ") {
        return None;
    }
    let mut delay_ms = None;
    if let Some(told) = rest.strip_prefix(BEFORE_DELAY.as_bytes()) {
        if wanted.have(Topics::DELAY) {
            delay_ms = Some(delay(told, 0)?);
        }
        // The point behind its one word belongs to what follows.
        let len = told.iter().position(|byte| *byte <= b' ').unwrap_or(told.len());
        rest = &told[len.saturating_sub(1)..];
    }
    if !TAILS.iter().any(|tail| match rest.strip_prefix(tail.as_bytes()) {
        Some(more) => more.is_empty() || tail.ends_with(' '),
        None => false,
    }) {
        return None;
    }
    facts.is_of_form = true;
    facts.phrase = Some(form.phrase);
    facts.lasting = Some(form.phrase).filter(|phrase| phrase.is_lasting());
    facts.delay_ms = delay_ms;
    facts.bucket = Bucket {
        metric: counts.map(|(metric, _)| metric),
        window: counts.and_then(|(_, window)| window),
        limit: Some(limit),
        used,
        requested: Some(requested),
    };
    Some(())
}

/// The number after these words, perhaps an estimate.
fn number<const LEN: usize>(text: &mut &[u8], after: &[u8; LEN]) -> Option<u64> {
    let (words, rest) = text.split_first_chunk::<LEN>()?;
    if words != after {
        return None;
    }
    let rest = rest.strip_prefix(b"~").unwrap_or(rest);
    let (number, len) = read_digits(rest, 0);
    // A number that goes on, with a point or a unit, is for those who look closer.
    let ends = match rest[len..] {
        [] => false,
        [b',' | b'.', next, ..] => !next.is_ascii_digit(),
        [next, ..] => !next.is_ascii_alphanumeric(),
    };
    if len == 0 || !ends {
        return None;
    }
    *text = &rest[len..];
    Some(number)
}

/// What is counted, by the acronym in the parentheses that end here.
fn counts(text: &[u8], end: usize) -> Option<(Metric, Option<Window>)> {
    let (before, tail) = text[..end].strip_suffix(b")")?.split_last_chunk()?;
    let tail = u32::from_le_bytes(*tail) | CASE;
    let acronym = ACRONYMS.iter().find(|acronym| acronym.tail == tail)?;
    let is_whole = !acronym.is_long || before.ends_with(b"(");
    is_whole.then_some((acronym.metric, acronym.window))
}

/// Sets the bit that tells an ASCII letter's case.
const CASE: u32 = 0x2020_2020;

/// A bucket's name of three or four letters.
#[derive(Clone, Copy)]
struct Acronym {
    /// Its letters in small, of three with the parenthesis before them.
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

/// Those among the wordings of the phrases.
static ACRONYMS: [Acronym; acronyms().1] = *acronyms().0.first_chunk().expect("as many");

const fn acronyms() -> ([Acronym; 16], usize) {
    let none = Acronym { tail: 0, is_long: false, metric: Metric::Other, window: None };
    let (mut found, mut count) = ([none; 16], 0);
    let mut row = 0;
    while row < PHRASES.len() {
        if let Means::Bucket(metric, window) = PHRASES[row].means {
            let mut wording = 0;
            while wording < PHRASES[row].wordings.len() {
                let word = PHRASES[row].wordings[wording].words;
                if let Some(acronym) = Acronym::new(word, metric, window) {
                    found[count] = acronym;
                    count += 1;
                }
                wording += 1;
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
    use crate::message;

    #[test]
    fn a_form_tells_what_the_words_tell() {
        let wanted = Topics::ALL.without(Topics::HOST);
        let texts = [
            "Rate limit reached for model `m` in organization `o` service tier `t` on tokens per minute (TPM): Limit 6000, Used 5120, Requested 1558. Please try again in 6.78s. Need more tokens? Upgrade at https://console.groq.com/settings/billing",
            "Rate limit reached for model `m` in organization `o` on : Limit 500000, Used 500370, Requested 252. Please try again in 1m47.5854s. Visit x",
            "Rate limit reached for model `m` on requests per day (RPD): Limit 1000, Used 1000, Requested ~1. Please try again in 7m12s.",
            "Rate limit reached for model `m` on seconds of audio per hour (ASPH): Limit 7200, Used 7170, Requested 230.",
            "Request too large for model `m` on input tokens per minute (ITPM): Limit 7000, Requested 12630, please reduce your message size and try again.",
        ];
        for text in texts {
            let [mut of_form, mut of_words] = [Facts::default(); 2];
            read(text.as_bytes(), wanted, &mut of_form).expect(text);
            message::read_words(text.as_bytes(), wanted, Kind::RateLimited, &mut of_words);
            let rules =
                |facts: &Facts| [facts.phrase, facts.lasting].map(|row| Some(row?.rule()?.id));
            assert_eq!(rules(&of_form), rules(&of_words), "{text}");
            assert_eq!(of_form.delay_ms, of_words.delay_ms, "{text}");
            assert_eq!(of_form.bucket, of_words.bucket, "{text}");
        }
    }

    #[test]
    fn what_is_cut_or_goes_on_is_left_to_the_words() {
        let wanted = Topics::ALL.without(Topics::HOST);
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
            assert!(read(text.as_bytes(), wanted, &mut Facts::default()).is_none(), "{text}");
        }
    }
}
