//! Reading a message in one pass: what went wrong, numbers, a delay, and who says it.

mod extract;
mod rate_limit_sentence;
mod tokenizer;

use super::marks;
use crate::evidence::{MessageBucket, MessageFacts};
use crate::index::phrases::Phrase;
use crate::index::trie::{Node, Pattern, wanted_of_first};
use crate::index::wanted::Wanted;
use crate::index::word_key::key;
use crate::kind::{Kind, Metric, Window};
use crate::rules::schema::{LimitField, MessageEffect, Specificity};
use extract::{delay, number, number_before, quota, span, until, used_of_limit, window};
use tokenizer::Quotes;

/// How many bytes of a message are read: errors say what they are at their beginning.
pub(crate) const MAX_LOOK: usize = 4096;

/// Reads what is wanted of a message, beside a status of this kind.
pub(crate) fn read(text: &[u8], wanted: Wanted, status: Kind, now_ms: Option<u64>) -> MessageFacts {
    let mut facts = MessageFacts::default();
    if rate_limit_sentence::read(text, wanted, &mut facts).is_none() {
        read_words(text, wanted, status, now_ms, &mut facts);
    }
    facts.gateway = facts.gateway.or_else(|| marks::of_suffix(text));
    facts
}

/// Reads what is wanted of the words of a message.
fn read_words(
    text: &[u8],
    wanted: Wanted,
    status: Kind,
    now_ms: Option<u64>,
    facts: &mut MessageFacts,
) {
    let text = match text.get(..MAX_LOOK) {
        Some(head) => whole_words(head),
        None => text,
    };
    facts.gateway = marks::of_prefix(text);
    let mut reader = Reader { text, quotes: Quotes::of(text), wanted, status, now_ms, facts };
    each_wording(text, wanted, |pattern, run| reader.take(pattern, run));
}

/// A text that was cut, without the part of a word or a number at the cut.
pub(crate) fn whole_words(text: &[u8]) -> &[u8] {
    let last = text.iter().rposition(u8::is_ascii_whitespace);
    &text[..last.unwrap_or(0)]
}

/// Reads the wordings in a message.
struct Reader<'t, 'f> {
    text: &'t [u8],
    quotes: Quotes<'t>,
    /// What is still wanted.
    wanted: Wanted,
    status: Kind,
    now_ms: Option<u64>,
    facts: &'f mut MessageFacts,
}

impl Reader<'_, '_> {
    /// Takes what follows from a wording that was found.
    fn take(&mut self, pattern: &'static Pattern, found: Run) {
        let phrase = pattern.phrase();
        if self.wanted.includes(pattern.wanted)
            && phrase.under.holds(self.status)
            && let Some(run) = matches(pattern, self.text, found)
            && (phrase.effect.may_be_quoted() || !self.quotes.contains(found.start))
            && self.facts.record(phrase, self.text, run, self.now_ms)
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
    let starts = tokenizer::before(text, at).take(usize::from(pattern.gap));
    starts.filter(|&start| pattern.may_begin_before(text[start])).any(|start| {
        let end = end_of_run(pattern.before(), text, start);
        end.is_some_and(|end| {
            tokenizer::is_one_sentence(text, end, at) && pattern.gap_allowed(&text[end.min(at)..at])
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
    fn record(
        &mut self,
        phrase: &'static Phrase,
        text: &[u8],
        Run { start, end }: Run,
        now_ms: Option<u64>,
    ) -> bool {
        let bucket = &mut self.bucket;
        match &phrase.effect {
            MessageEffect::Kind => {
                self.record_kind(phrase);
                false
            }
            &MessageEffect::GatewayPrefix(provider) => {
                self.gateway = Some(provider);
                false
            }
            &MessageEffect::Delay { of_request } => {
                let found = delay(text, end).or_else(|| until(text, end, now_ms));
                // Of equals, the last counts.
                if found.is_some() && (of_request || !self.is_delay_of_request) {
                    (self.delay_ms, self.is_delay_of_request) = (found, of_request);
                }
                false
            }
            MessageEffect::Number(_)
            | MessageEffect::Metric(_)
            | MessageEffect::Bucket(..)
            | MessageEffect::QuotaMetric
                if self.is_hit =>
            {
                true
            }
            &MessageEffect::Pair(metric, window, field) => {
                self.record_pair(metric, window, field, text, end);
                false
            }
            MessageEffect::QuotaMetric => {
                let (metric, window) = quota(text, end);
                bucket.window = bucket.window.or(window);
                set_if_none(&mut bucket.metric, metric)
            }
            MessageEffect::Number(LimitField::RequestedBefore) => {
                set_if_none(&mut bucket.requested, number_before(text, start))
            }
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
                    LimitField::Requested | LimitField::RequestedBefore => &mut bucket.requested,
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
            &(MessageEffect::NamesProvider(provider) | MessageEffect::NamesResource(provider)) => {
                set_if_none(&mut self.linked_provider, Some(provider))
            }
        }
    }

    /// Records how much of something is used, or its limit: of several limits, the one that was hit.
    fn record_pair(
        &mut self,
        metric: Metric,
        window: Window,
        field: LimitField,
        text: &[u8],
        end: usize,
    ) {
        let used = self.used_of.filter(|of| (of.0, of.1) == (metric, window));
        if self.is_hit || (matches!(field, LimitField::Limit) && used.is_none()) {
            return;
        }
        let Some(number) = number(text, end) else { return };
        match (field, used) {
            (LimitField::Limit, Some((.., used))) if used >= number => {
                self.is_hit = true;
                self.bucket = MessageBucket {
                    metric: Some(metric),
                    window: Some(window),
                    limit: Some(number),
                    used: Some(used),
                    requested: None,
                };
            }
            (LimitField::Used, _) => self.used_of = Some((metric, window, number)),
            _ => {}
        }
    }

    /// Records a family that decides a kind: of several, the first in their order counts.
    fn record_kind(&mut self, phrase: &'static Phrase) {
        let is_decisive = phrase.specificity == Specificity::Decisive;
        let counts = [true, phrase.is_permanent(), is_decisive, !phrase.over.is_empty()];
        let slots = [
            &mut self.phrase,
            &mut self.permanent,
            &mut self.overrides_code,
            &mut self.overrides_some_codes,
        ];
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::MessageBucket;
    use crate::kind::Provider;
    use crate::rule::Rule;

    fn facts(text: &str) -> MessageFacts {
        read(text.as_bytes(), Wanted::ALL, Kind::RateLimited, None)
    }

    fn subject(phrase: Option<&'static Phrase>) -> Option<&'static str> {
        phrase.and_then(Phrase::rule).map(Rule::subject)
    }

    fn phrase(text: &str) -> Option<&'static str> {
        phrase_under(Kind::RateLimited, text)
    }

    /// The family that counts beside a status of this kind.
    fn phrase_under(status: Kind, text: &str) -> Option<&'static str> {
        subject(read(text.as_bytes(), Wanted::ALL, status, None).phrase)
    }

    #[test]
    fn a_wording_counts_in_any_case_with_any_punctuation_between_its_words() {
        for text in [
            "Rate limit exceeded",
            "RATE LIMIT, EXCEEDED!",
            "x (rate  limit: exceeded)",
            "rate\nlimit exceeded",
        ] {
            assert_eq!(phrase(text), Some("rate_limit"), "{text}");
        }
        for text in ["rates limit reached", "rate limit unreached", "limit rate reached", ""] {
            assert_eq!(phrase(text), None, "{text}");
        }
    }

    #[test]
    fn a_wording_in_quotes_does_not_count_but_an_address_does() {
        assert_eq!(phrase("The text 'rate limit exceeded' is long"), None);
        assert_eq!(phrase("The text 'rate limit' exceeded"), None);
        let linked = |text: &str| facts(text).linked_provider;
        assert_eq!(linked("see 'https://groq.com/x'"), Some(Provider::Groq));
        assert_eq!(linked("see https://groq.com.example.com/x"), None);
    }

    #[test]
    fn of_several_families_the_first_in_their_order_counts_wherever_it_is() {
        for text in
            ["Invalid API key. Rate limit exceeded.", "Rate limit exceeded. Invalid API key."]
        {
            assert_eq!(phrase_under(Kind::Authentication, text), Some("key_invalid"), "{text}");
        }
    }

    #[test]
    fn the_first_permanent_and_the_first_decisive_family_are_kept_as_well() {
        let facts =
            facts("Rate limit exceeded. Degraded function. The key was reported as leaked.");
        assert_eq!(subject(facts.permanent), Some("key_leaked"));
        assert_eq!(subject(facts.overrides_code), Some("key_leaked"));
        let transient = read(b"Rate limit exceeded", Wanted::ALL, Kind::RateLimited, None);
        assert_eq!(subject(transient.permanent), None);
        assert_eq!(subject(transient.overrides_code), None);
    }

    #[test]
    fn a_family_counts_only_beside_its_statuses() {
        assert_eq!(phrase_under(Kind::RateLimited, "limit exceeded"), Some("limit_hit"));
        assert_eq!(phrase_under(Kind::InvalidRequest, "limit exceeded"), None);
    }

    #[test]
    fn what_is_not_wanted_is_not_read() {
        let text = b"Rate limit exceeded. Try again in 5s, see https://groq.com";
        let without = |wanted| read(text, Wanted::ALL.without(wanted), Kind::RateLimited, None);
        assert_eq!(without(Wanted::DELAY).delay_ms, None);
        assert!(without(Wanted::RULE).phrase.is_none());
        assert_eq!(without(Wanted::PROVIDER).linked_provider, None);
        let all = facts("Rate limit exceeded. Try again in 5s, see https://groq.com");
        assert_eq!(all.delay_ms, Some(5_000));
        assert_eq!(all.linked_provider, Some(Provider::Groq));
        assert!(all.phrase.is_some());
    }

    #[test]
    fn the_last_delay_of_the_request_counts() {
        assert_eq!(facts("Try again in 5s. Or try again in 9s.").delay_ms, Some(9_000));
        assert_eq!(facts("Try again in 5s. It resets in 9s.").delay_ms, Some(5_000));
        assert_eq!(facts("It resets in 9s. Try again in 5s.").delay_ms, Some(5_000));
        assert_eq!(facts("It resets in 9s, it resets in 5s.").delay_ms, Some(5_000));
        assert_eq!(facts("Try again later. Retry in 9s.").delay_ms, Some(9_000));
        assert_eq!(facts("Wait 9s").delay_ms, Some(9_000));
        assert_eq!(facts("You have to wait 9s").delay_ms, None);
    }

    #[test]
    fn a_bucket_has_metric_window_and_numbers() {
        let bucket = |text: &str| facts(text).bucket;
        let tokens = MessageBucket {
            metric: Some(Metric::Tokens),
            window: Some(Window::Minute),
            limit: Some(6_000),
            used: Some(5_120),
            requested: Some(1_558),
        };
        assert_eq!(
            bucket("On tokens per minute (TPM): Limit 6000, Used 5120, Requested 1558."),
            tokens
        );
        let none = MessageBucket::default();
        assert_eq!(
            bucket("You may send 60 requests per minute"),
            MessageBucket {
                metric: Some(Metric::Requests),
                window: Some(Window::Minute),
                limit: Some(60),
                ..none
            }
        );
        assert_eq!(
            bucket("tokens actual/limit: 61/60"),
            MessageBucket { metric: Some(Metric::Tokens), limit: Some(60), used: Some(61), ..none }
        );
        assert_eq!(
            bucket("too many tokens"),
            MessageBucket { metric: Some(Metric::Tokens), ..none }
        );
    }

    #[test]
    fn a_bucket_without_a_window_does_not_replace_a_metric() {
        let bucket = facts("images per minute: too many tokens").bucket;
        assert_eq!((bucket.metric, bucket.window), (Some(Metric::Images), Some(Window::Minute)));
    }

    #[test]
    fn a_length_is_no_limit() {
        let facts = facts("Expected a string with maximum length 1048576");
        assert_eq!((facts.max_length, facts.bucket.limit), (Some(1_048_576), None));
    }

    #[test]
    fn a_wording_of_a_reset_is_a_sign_of_it() {
        assert!(facts("Your weekly quota is used up").resets_soon);
        assert!(!facts("Your quota is used up").resets_soon);
    }

    #[test]
    fn a_gateway_is_known_by_its_prefix() {
        assert_eq!(facts("litellm.RateLimitError: x").gateway, Some(Provider::Litellm));
        assert_eq!(facts("see litellm.RateLimitError: x").gateway, None);
    }

    #[test]
    fn a_run_that_precedes_is_near_and_in_the_same_sentence() {
        let phrase = |text: &str| phrase_under(Kind::NotFound, text);
        assert_eq!(phrase("The model `a b` does not exist"), Some("model_unknown"));
        assert_eq!(phrase("The model x, y does not exist"), None);
        assert_eq!(phrase("The model. It does not exist"), None);
    }

    #[test]
    fn a_wording_may_have_to_begin_or_to_end_the_message() {
        let phrase = |text: &str| phrase_under(Kind::NotFound, text);
        assert_eq!(phrase("model: heron-8b"), Some("model_by_name"));
        assert_eq!(phrase("the model: heron-8b"), None);
        assert_eq!(phrase("model: heron-8b is slow"), None);
    }

    #[test]
    fn only_the_beginning_of_a_long_message_is_read_and_no_cut_word() {
        let wording = "rate limit exceeded";
        let after = |len: usize| phrase(&format!("{}{wording} x", " ".repeat(len)));
        assert_eq!(after(MAX_LOOK - wording.len() - 1), Some("rate_limit"));
        assert_eq!(after(MAX_LOOK - wording.len()), None);
        assert_eq!(after(MAX_LOOK), None);
        let at_cut = format!("{}limit 6000 x", " ".repeat(MAX_LOOK - 8));
        assert_eq!(facts(&at_cut).bucket.limit, None);
    }

    #[test]
    fn a_text_that_was_cut_ends_before_its_last_white_space() {
        assert_eq!(whole_words(b"one two"), b"one");
        assert_eq!(whole_words(b"one two "), b"one two");
        assert_eq!(whole_words(b"one"), b"");
        assert_eq!(whole_words(b""), b"");
    }

    #[test]
    fn a_documented_sentence_gives_what_its_words_give() {
        let text = b"Rate limit reached for model `heron` on tokens per minute (TPM): Limit 6000, Used 5120, Requested 1558. Please try again in 6.78s. Need more tokens? See x";
        let wanted = Wanted::ALL.without(Wanted::PROVIDER);
        let sentence = read(text, wanted, Kind::RateLimited, None);
        let mut words = MessageFacts::default();
        read_words(text, wanted, Kind::RateLimited, None, &mut words);
        assert!(sentence.is_documented_sentence && !words.is_documented_sentence);
        assert_eq!(sentence.bucket, words.bucket);
        assert_eq!(sentence.delay_ms, words.delay_ms);
        assert_eq!(sentence.delay_ms, Some(6_780));
    }
}
