//! The rules for people: every row of every table in one form, and rules by their names.

use std::borrow::Cow;

use crate::decide::{code, number, status};

use crate::index::codes::{self, CODES};
use crate::index::phrases::Phrase;
use crate::index::{headers, phrases, sources, statuses};
use crate::kind::{Failure, Provider};
use crate::remedies::{Remedies, Remedy};
use crate::rule::Rule;
use crate::rules::schema::{
    BucketPart, CodeMatch, CodeRow, Effect, EnvelopeRow, Family, FieldRow, HeaderMeaning,
    HeaderRow, LimitField, MarkPlace, MarkRow, MemberTest, MessageEffect, ProviderRules, Source,
    Specificity,
};
use crate::rules::sdk::{classes, closes, connections, statuses as printed};
use crate::rules::sentences::SENTENCES;
use crate::rules::streams::{DIALECTS, REASONS};
use crate::rules::wordings::FAMILIES;
use crate::rules::{ALL, BY_VALUES, failures, google_quotas, providers};
use crate::stream::CUT_OFF;

/// One fact, and where it can be checked.
///
/// ```
/// let mut entries = apifault::catalog::entries();
/// let entry = entries.find(|entry| entry.matches == "tool_use_failed").expect("an entry");
/// assert_eq!(entry.table, "codes");
/// assert_eq!(entry.yields, "generation_failed");
/// assert_eq!(entry.rule, Some("code/tool_use_failed"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct CatalogEntry {
    /// The table of the row: `codes`, `numbers`, `phrases`, `statuses`, `failures`, `headers`,
    /// `members`, `envelopes`, `marks`, `quotas`, `streams`, `stream members`,
    /// `stream events`, `finish reasons` or `clients`.
    pub table: &'static str,
    /// What is looked for: a code, a wording, a header, a member of the body, an address.
    pub matches: String,
    /// What follows from it: a kind, or another value of a report.
    pub yields: String,
    /// The name of the rule, if the row decides a kind.
    pub rule: Option<&'static str>,
    /// The provider that documents or sends it; `None` if no single one does.
    pub provider: Option<Provider>,
    /// The page on which the row can be checked, or the form in which it was seen.
    pub source: &'static str,
    /// Whether the source is a page.
    pub is_documented: bool,
}

/// Every rule, step by step.
///
/// ```
/// assert!(apifault::catalog::rules().any(|rule| rule.id() == "status/429"));
/// ```
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    CODES
        .iter()
        .map(|code| &code.rule)
        .chain([&code::FAILED_GENERATION])
        .chain(number::ALL)
        .chain(phrases::rules())
        .chain(statuses::rules())
        .chain([&status::ERROR_IN_SUCCESS])
        .chain(Failure::ALL.iter().map(|failure| failure.rule()))
        .chain([&CUT_OFF])
}

/// The rule with this name, such as the one in [`Report::rule`](crate::Report::rule).
///
/// ```
/// let rule = apifault::catalog::find("numbers/limit_zero").expect("a rule");
/// assert_eq!(rule.kind, apifault::Kind::QuotaExhausted);
/// assert_eq!(apifault::catalog::find("status/9999"), None);
/// ```
pub fn find(id: &str) -> Option<&'static Rule> {
    rules().find(|rule| rule.id() == id)
}

impl Rule {
    /// What the rule looks for.
    ///
    /// ```
    /// let rule = apifault::catalog::find("status/429").expect("a rule");
    /// assert_eq!(rule.evidence(), "HTTP status 429");
    /// ```
    pub fn evidence(&self) -> Cow<'static, str> {
        if let Some((_, evidence)) = BY_VALUES.iter().find(|(id, _)| *id == self.id()) {
            return Cow::Borrowed(evidence);
        }
        if let Some(row) = failures::ROWS.iter().find(|row| row.id == self.id()) {
            return Cow::Borrowed(row.evidence);
        }
        let (step, subject) = (self.id().split('/').next(), self.subject());
        Cow::Owned(match step {
            Some("phrase") => {
                let family = FAMILIES.iter().find(|family| family.name == subject);
                let says = family.map_or("", |family| family.evidence);
                format!("the message says that {says}")
            }
            Some("status") => format!("HTTP status {subject}"),
            _ => format!("the code or type `{subject}`"),
        })
    }

    /// The page on which the rule can be checked, or the form in which it was seen.
    ///
    /// ```
    /// let rule = apifault::catalog::find("code/tool_use_failed").expect("a rule");
    /// assert!(!rule.source().is_empty());
    /// ```
    pub fn source(&self) -> &'static str {
        sources::source(self.source).text
    }

    /// Whether a code or type of an error object is the one that this rule looks for, however it is
    /// spelt.
    ///
    /// ```
    /// let rule = apifault::catalog::find("code/rate_limit_exceeded").expect("a rule");
    /// assert!(rule.matches_code("RateLimitExceededError"));
    /// assert!(!rule.matches_code("rate_limit"));
    /// ```
    pub fn matches_code(&self, word: &str) -> bool {
        let code = self.subject().as_bytes();
        self.id().starts_with("code/") && codes::same_code(word.as_bytes(), code)
    }
}

/// Every row of every table.
///
/// ```
/// use apifault::{Provider, catalog};
///
/// let groq = catalog::entries().filter(|entry| entry.provider == Some(Provider::Groq));
/// assert!(groq.count() > 20);
/// ```
pub fn entries() -> impl Iterator<Item = CatalogEntry> {
    code_entries()
        .chain(rules_by_values())
        .chain(wordings())
        .chain(rows())
        .chain(quotas())
        .chain(streams())
        .chain(clients())
}

fn entry(table: &'static str, matches: String, yields: String, source: Source) -> CatalogEntry {
    let Source { text, is_page } = source;
    let (rule, provider) = (None, None);
    CatalogEntry { table, matches, yields, rule, provider, source: text, is_documented: is_page }
}

fn of(provider: Option<Provider>, entry: CatalogEntry) -> CatalogEntry {
    CatalogEntry { provider: provider.or(entry.provider), ..entry }
}

fn of_rule(table: &'static str, matches: String, rule: &'static Rule) -> CatalogEntry {
    let source = *sources::source(rule.source);
    let yields = format!("{}{}", rule.kind, otherwise(rule));
    CatalogEntry { rule: Some(rule.id()), ..entry(table, matches, yields, source) }
}

/// What follows from a rule but not from its kind, as a continuation of the kind.
fn otherwise(rule: &Rule) -> String {
    let mut text = String::new();
    let mut add = |what: &str, says: &str, of_kind: &str| {
        if says != of_kind {
            text = format!("{text}, {what} {says}");
        }
    };
    add("fault", rule.fault().as_str(), rule.kind.fault().as_str());
    add("advice", rule.advice().as_str(), rule.kind.advice().as_str());
    add("scope", rule.scope().as_str(), rule.kind.scope().as_str());
    add("remedies", &names(rule.remedies()), &names(rule.kind.remedies()));
    text
}

fn names(remedies: Remedies) -> String {
    if remedies.is_empty() {
        return "none".to_owned();
    }
    remedies.iter().map(Remedy::as_str).collect::<Vec<_>>().join(" or ")
}

/// The rows about events of streams.
fn streams() -> impl Iterator<Item = CatalogEntry> {
    let of_dialects = DIALECTS.iter().flat_map(|dialect| {
        let places = dialect.places.iter().map(|row| {
            let matches = format!("{}: {}", dialect.name, row.path.join("."));
            entry("stream members", matches, row.role.as_str().to_owned(), row.source)
        });
        let events = dialect.events.iter().map(|row| {
            let matches = format!("{}: event {}", dialect.name, row.name);
            entry("stream events", matches, row.says.as_str().to_owned(), row.source)
        });
        places.chain(events)
    });
    let reasons = REASONS.iter().map(|row| {
        let number = row.number.map_or_else(String::new, |number| format!(" or {number}"));
        let matches = format!("{}{number}", row.word);
        entry("finish reasons", matches, row.counts_as.as_str().to_owned(), row.source)
    });
    of_dialects.chain(reasons)
}

/// The rows about what clients print.
fn clients() -> impl Iterator<Item = CatalogEntry> {
    let failure = |failure: Failure, matches: &str, source| {
        let rule = failure.rule();
        CatalogEntry {
            rule: Some(rule.id()),
            ..entry("clients", matches.to_owned(), rule.kind.to_string(), source)
        }
    };
    let classes =
        classes::CLASSES.iter().map(move |row| failure(row.failure, row.name, row.source));
    let words =
        connections::WORDS.iter().map(move |row| failure(row.failure, row.words, row.source));
    let status = |matches: String, source| entry("clients", matches, "a status".to_owned(), source);
    let before =
        printed::BEFORE.iter().map(move |row| status(format!("{} 429", row.words), row.source));
    let after =
        printed::AFTER.iter().map(move |row| status(format!("429 {}", row.words), row.source));
    let closes = closes::CLOSES.iter().map(move |row| {
        let matches = format!("a WebSocket closed with {}", row.code);
        entry("clients", matches, format!("like the status {}", row.status), row.source)
    });
    classes.chain(words).chain(before).chain(after).chain(closes)
}

fn code_entries() -> impl Iterator<Item = CatalogEntry> {
    let rows = ALL.iter().flat_map(|rules| rules.codes.iter().map(move |row| (rules, row)));
    rows.zip(&CODES).map(|((rules, row), code)| {
        let CodeRow { word, specificity, only, matching, .. } = row;
        let word = match *matching {
            CodeMatch::Whole => (*word).to_owned(),
            CodeMatch::InException => format!("an exception with `{word}` in its name"),
            CodeMatch::NumberOf(provider, statuses) => number_of(word, provider, statuses),
        };
        let decides = of_rule("codes", word, &code.rule);
        let yields = format!("{}{}", decides.yields, weight(*specificity));
        of(only.or(rules.provider), CatalogEntry { yields, ..decides })
    })
}

/// A number, and where it counts.
fn number_of(word: &str, provider: Option<Provider>, statuses: &[u16]) -> String {
    let from = provider.map(|provider| format!("from {provider}"));
    let beside = (!statuses.is_empty()).then(|| {
        let statuses: Vec<String> = statuses.iter().map(u16::to_string).collect();
        format!("beside {}", statuses.join(", "))
    });
    let places: Vec<String> = from.into_iter().chain(beside).collect();
    format!("{word} {}", places.join(" or "))
}

/// How much a row says, as a continuation of the kind that it decides.
const fn weight(specificity: Specificity) -> &'static str {
    match specificity {
        Specificity::Nothing | Specificity::Specific => "",
        Specificity::Class => ", without a status or under a 2xx",
        Specificity::Status => ", under a 2xx, or for a fault of the caller under a 5xx",
        Specificity::BelowWords => ", after wordings",
        Specificity::Limit => ", after numbers and wordings",
        Specificity::UsedUp => {
            ", unless the response states a time or window after which it resets"
        }
        Specificity::Decisive => ", before any code",
    }
}

fn rules_by_values() -> impl Iterator<Item = CatalogEntry> {
    let field = of_rule("codes", "failed_generation".to_owned(), &code::FAILED_GENERATION);
    let field = of(Some(Provider::Groq), field);
    let by_evidence =
        |table| move |rule: &'static Rule| of_rule(table, rule.evidence().into(), rule);
    let numbers = number::ALL.into_iter().map(by_evidence("numbers"));
    let in_success = [&status::ERROR_IN_SUCCESS];
    let statuses = statuses::rules().chain(in_success).map(by_evidence("statuses"));
    let failures = Failure::ALL.iter().map(|failure| failure.rule()).map(by_evidence("failures"));
    let streams = std::iter::once(&CUT_OFF).map(by_evidence("streams"));
    std::iter::once(field).chain(numbers).chain(statuses).chain(failures).chain(streams)
}

fn wordings() -> impl Iterator<Item = CatalogEntry> {
    let families = FAMILIES.iter().zip(&phrases::PHRASES);
    let wordings = families.flat_map(|(family, phrase)| {
        let yields = message_yields(family, phrase);
        let rule = phrase.rule().map(Rule::id);
        let named = match family.effect {
            MessageEffect::GatewayPrefix(provider)
            | MessageEffect::NamesProvider(provider)
            | MessageEffect::NamesResource(provider) => Some(provider),
            _ => family.only,
        };
        family.wordings.iter().flat_map(move |group| {
            let provider = named.or_else(|| owner(group.source));
            let yields = yields.clone();
            group.words.iter().map(move |words| {
                let row = entry("phrases", (*words).to_owned(), yields.clone(), group.source);
                CatalogEntry { rule, provider, ..row }
            })
        })
    });
    let sentences = SENTENCES.iter().map(|row| {
        let phrase = &phrases::PHRASES[phrases::family_index(row.family)];
        let kind = phrase.rule().map_or_else(String::new, |rule| rule.kind.to_string());
        let matches = format!("{}… Limit, Used, Requested", row.prefix);
        of(owner(row.source), entry("phrases", matches, kind, row.source))
    });
    wordings.chain(sentences)
}

/// The provider whose file has a row with this source.
fn owner(source: Source) -> Option<Provider> {
    providers::PROVIDERS.iter().find(|rules| rules.sources.contains(&source))?.provider
}

fn message_yields(family: &Family, phrase: &Phrase) -> String {
    match &family.effect {
        MessageEffect::Kind => {
            let kind = family.kind;
            let otherwise = phrase.rule().map_or_else(String::new, otherwise);
            format!("{kind}{otherwise}{}", weight(family.specificity))
        }
        MessageEffect::Delay { of_request: true } => "a delay follows".to_owned(),
        MessageEffect::Delay { of_request: false } => {
            "a delay follows, if none of the request is stated".to_owned()
        }
        MessageEffect::Number(field) => format!("a number follows: {}", limit_field(*field)),
        MessageEffect::Metric(metric) => format!("{metric} are counted, if a window follows"),
        MessageEffect::Bucket(metric, Some(window)) => format!("a limit of {metric} per {window}"),
        MessageEffect::Bucket(metric, None) => format!("a limit of {metric}"),
        MessageEffect::Pair(metric, window, field) => {
            let field = limit_field(*field);
            format!("a number of {metric} per {window} follows: {field}, if this limit was hit")
        }
        MessageEffect::QuotaMetric => "the metric of a quota follows".to_owned(),
        MessageEffect::Window => "the window of a limit follows".to_owned(),
        MessageEffect::ResetsSoon => "what is used up resets by itself".to_owned(),
        MessageEffect::GatewayPrefix(provider)
        | MessageEffect::NamesProvider(provider)
        | MessageEffect::NamesResource(provider) => {
            format!("provider {provider}")
        }
        MessageEffect::Url => "an address, which may show the provider".to_owned(),
    }
}

const fn limit_field(field: LimitField) -> &'static str {
    match field {
        LimitField::Limit => "limit",
        LimitField::Used => "used",
        LimitField::RequestedBefore | LimitField::Requested => "requested",
        LimitField::Length => "the longest length",
        LimitField::UsedOfLimit => "used and limit",
    }
}

/// The rows of headers, members, envelopes and marks.
fn rows() -> impl Iterator<Item = CatalogEntry> {
    ALL.iter().flat_map(|rules| {
        let provider = rules.provider;
        let buckets = rules.buckets.iter().flat_map(|row| row.headers());
        let headers = rules.headers.iter().copied().chain(buckets);
        let headers = headers.map(move |row| of(row.only.or(provider), header(&row, rules)));
        let fields = rules.fields.iter().map(move |row| of(row.only.or(provider), member(row)));
        let envelopes = rules.envelopes.iter().map(envelope);
        headers.chain(fields).chain(envelopes).chain(rules.marks.iter().map(mark))
    })
}

fn header(row: &HeaderRow, rules: &ProviderRules) -> CatalogEntry {
    let yields = match row.meaning {
        HeaderMeaning::DelayMs => "a delay in milliseconds".to_owned(),
        HeaderMeaning::Delay => "a delay in seconds, or the date when it ends".to_owned(),
        HeaderMeaning::ShouldRetry => "whether to retry".to_owned(),
        HeaderMeaning::RequestId => "request_id".to_owned(),
        HeaderMeaning::ContentType => "whether the body is a stream".to_owned(),
        HeaderMeaning::ErrorType => "type".to_owned(),
        HeaderMeaning::Bucket(bucket, part) => {
            let window = headers::window(bucket, rules.provider);
            let window = window.map_or_else(String::new, |window| format!(" per {window}"));
            format!("a limit of {}{window}: {}", bucket.metric(), bucket_part(part))
        }
        HeaderMeaning::Buckets => "limits, as a list".to_owned(),
        HeaderMeaning::Policies => "the policies of limits, as a list".to_owned(),
        HeaderMeaning::Provider if row.only.is_none() => "a mark of a provider".to_owned(),
        HeaderMeaning::Provider => "the provider".to_owned(),
    };
    entry("headers", row.name.concat(), yields, row.source)
}

const fn bucket_part(part: BucketPart) -> &'static str {
    match part {
        BucketPart::Limit => "limit",
        BucketPart::Remaining => "remaining",
        BucketPart::Reset => "reset",
        BucketPart::State => "state",
        BucketPart::Percent => "percent used",
    }
}

fn member(row: &FieldRow) -> CatalogEntry {
    let parents: Vec<&str> = row.parents.iter().map(|parent| parent.as_str()).collect();
    let yields = match row.effect {
        Effect::Is(field) => field.as_str().to_owned(),
        Effect::Enter(object) => format!("the object {}", object.as_str()),
    };
    entry("members", format!("{} in {}", row.key, parents.join(", ")), yields, row.source)
}

fn envelope(row: &EnvelopeRow) -> CatalogEntry {
    let names =
        |tests: &[MemberTest]| tests.iter().map(|test| test.key).collect::<Vec<_>>().join(", ");
    let mut matches = format!("with {}", names(row.has));
    if !row.lacks.is_empty() {
        matches = format!("{matches}; without {}", names(row.lacks));
    }
    let yields = format!("provider {}", row.provider);
    of(Some(row.provider), entry("envelopes", matches, yields, row.source))
}

fn mark(row: &MarkRow) -> CatalogEntry {
    let place = match row.place {
        MarkPlace::Page => "in a page",
        MarkPlace::Text => "at the start of a plain text",
        MarkPlace::Name => "as the name of an upstream provider",
        MarkPlace::Header(name) => &format!("at the start of the header {name}"),
        MarkPlace::Prefix => "at the start of a message",
        MarkPlace::Suffix => "before a time at the end of a message",
        MarkPlace::Host => "as a host in a message",
    };
    let yields = format!("provider {}", row.provider);
    of(Some(row.provider), entry("marks", format!("{} {place}", row.text), yields, row.source))
}

fn quotas() -> impl Iterator<Item = CatalogEntry> {
    let source = providers::google::TROUBLESHOOTING;
    let metrics = google_quotas::METRICS.iter().map(|(part, metric)| (*part, metric.as_str()));
    let windows = google_quotas::WINDOWS.iter().map(|(part, window)| (*part, window.as_str()));
    metrics.chain(windows).map(move |(part, yields)| {
        let row = entry("quotas", part.to_owned(), format!("a limit of {yields}"), source);
        of(Some(Provider::Google), row)
    })
}
