//! Every row of the tables in one form, for people to read.

use super::codes::{CODES, Says};
use super::envelopes::ENVELOPES;
use super::forms::FORMS;
use super::headers::{BUCKETS, HEADERS, Means as Header};
use super::phrases::{Means as Words, PHRASES, Strength};
use super::providers::{self, HOSTS, PAGES, PREFIXES, SERVERS, TEXTS};
use super::quotas;
use super::shapes::{SHAPES, Then};
use super::sources::Source;
use super::{Rule, codes, failures, numbers, sources, statuses};
use crate::kind::Provider;

/// One fact, and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Row {
    /// The table that it stands in: `codes`, `numbers`, `phrases`, `statuses`, `failures`, `headers`,
    /// `members`, `envelopes`, `marks` or `quotas`.
    pub table: &'static str,
    /// What is looked for: a code, a wording, a header, a member of the body, an address.
    pub looks_for: String,
    /// What it tells: a kind, or what else a report holds.
    pub tells: String,
    /// The name of the rule, where it decides a kind: that which a report gives as its rule.
    pub rule: Option<&'static str>,
    /// Whose it is, where it, or the page that documents it, is one provider's.
    pub provider: Option<Provider>,
    /// The page that documents it, or who sends it.
    pub source: &'static str,
}

/// Whose the pages are that no message speaks of.
const REPOSITORIES: &[(Source, Provider)] = &[
    (sources::CODEX, Provider::Openai),
    (sources::GEMINI_CLI, Provider::Google),
    (sources::TGI, Provider::Huggingface),
    (sources::VLLM, Provider::Vllm),
    (sources::OLLAMA, Provider::Ollama),
    (sources::LLAMACPP, Provider::Llamacpp),
];

fn row(table: &'static str, looks_for: String, tells: String, source: Source) -> Row {
    let repository = REPOSITORIES.iter().find(|(page, _)| *page == source);
    let by_page = || providers::of_page(source.name().as_bytes());
    let provider = repository.map(|&(_, provider)| provider).or_else(by_page);
    Row { table, looks_for, tells, rule: None, provider, source: source.name() }
}

fn by(provider: Option<Provider>, row: Row) -> Row {
    Row { provider: provider.or(row.provider), ..row }
}

fn deciding(table: &'static str, looks_for: String, rule: &'static Rule) -> Row {
    Row { rule: Some(rule.id), ..row(table, looks_for, rule.kind.to_string(), rule.source) }
}

/// Every row of every table.
pub fn rows() -> impl Iterator<Item = Row> {
    codes()
        .chain(rules_by_themselves())
        .chain(phrases())
        .chain(headers())
        .chain(body())
        .chain(marks())
}

fn codes() -> impl Iterator<Item = Row> {
    CODES.iter().map(|code| {
        let weight = match code.says {
            Says::More => "",
            Says::UsedUp => ", unless a time or a window is told after which it resets",
            Says::Limit => ", after numbers and words",
            Says::Status => ", where the status is of another class",
            Says::Class => ", without a status or under a 2xx",
        };
        let decides = deciding("codes", code.word().to_owned(), &code.rule);
        by(code.provider, Row { tells: format!("{}{weight}", decides.tells), ..decides })
    })
}

fn rules_by_themselves() -> impl Iterator<Item = Row> {
    let field = deciding("codes", "failed_generation".to_owned(), &codes::FAILED_GENERATION);
    let numbers = numbers::ALL.into_iter();
    let numbers = numbers.map(|rule| deciding("numbers", rule.evidence().into_owned(), rule));
    let statuses = statuses::all();
    let statuses = statuses.map(|rule| deciding("statuses", rule.evidence().into_owned(), rule));
    let failures = failures::ALL.into_iter();
    let failures = failures.map(|rule| deciding("failures", rule.evidence().into_owned(), rule));
    std::iter::once(field).chain(numbers).chain(statuses).chain(failures)
}

fn phrases() -> impl Iterator<Item = Row> {
    PHRASES.iter().flat_map(|phrase| {
        phrase.wordings.iter().map(move |wording| {
            let weight = match phrase.strength {
                Strength::Weak => ", unless a time or a window is told after which it resets",
                Strength::Plain => "",
                Strength::OverCode => ", before any code",
            };
            let tells = match &phrase.means {
                Words::Kind(rule) => format!("{}{weight}", rule.kind),
                Words::Delay => "a delay follows".to_owned(),
                Words::Number(part) => {
                    format!("a number of a limit follows: {part:?}").to_lowercase()
                }
                Words::Metric(metric) => format!("what a limit counts, before a window: {metric}"),
                Words::Bucket(metric, Some(window)) => format!("a limit of {metric} a {window}"),
                Words::Bucket(metric, None) => format!("a limit of {metric}"),
                Words::Window => "the window of a limit follows".to_owned(),
                Words::Passes => "what is used up resets by itself".to_owned(),
                Words::Speaker(provider) | Words::Names(provider) => format!("provider {provider}"),
                Words::Address => "an address, which may show the provider".to_owned(),
            };
            let rule = phrase.rule().map(|rule| rule.id);
            let row = row("phrases", wording.words.to_owned(), tells, wording.source);
            by(phrase.provider, Row { rule, ..row })
        })
    })
}

fn headers() -> impl Iterator<Item = Row> {
    HEADERS.iter().map(|header| {
        let tells = match header.means {
            Header::DelayMs => "a delay in milliseconds".to_owned(),
            Header::Delay => "a delay in seconds, or the date when it ends".to_owned(),
            Header::ShouldRetry => "whether a retry is worth it".to_owned(),
            Header::RequestId => "the request id".to_owned(),
            Header::ErrorType => "the type of the error".to_owned(),
            Header::Bucket(bucket, part) => {
                let counts = &BUCKETS[usize::from(bucket)];
                let window =
                    counts.window.map_or_else(String::new, |window| format!(" a {window}"));
                format!(
                    "a limit of {}{window}: {}",
                    counts.metric,
                    format!("{part:?}").to_lowercase()
                )
            }
            Header::Buckets => "limits, as a list".to_owned(),
            Header::Policies => "what limits allow, as a list".to_owned(),
            Header::Server => "the server's name, which may show the provider".to_owned(),
            Header::Provider => "the provider".to_owned(),
        };
        by(header.provider, row("headers", header.name.to_owned(), tells, header.source))
    })
}

fn body() -> impl Iterator<Item = Row> {
    let members = SHAPES.iter().map(|shape| {
        let tells = match shape.then {
            Then::Is(field) => format!("{field:?}"),
            Then::Enter(place) => format!("an object to read: {place:?}"),
        };
        let looks_for = format!("{} in {:?}", shape.key, shape.within);
        by(shape.provider, row("members", looks_for, tells, shape.source))
    });
    let envelopes = ENVELOPES.iter().map(|envelope| {
        let names = |signs: &[super::envelopes::Sign]| {
            signs.iter().map(|sign| sign.key).collect::<Vec<_>>().join(", ")
        };
        let looks_for = format!("with {}; without {}", names(envelope.has), names(envelope.lacks));
        let tells = format!("provider {}", envelope.provider);
        by(Some(envelope.provider), row("envelopes", looks_for, tells, envelope.source))
    });
    let metrics = quotas::METRICS.iter().map(|(part, metric)| (*part, metric.to_string()));
    let windows = quotas::WINDOWS.iter().map(|(part, window)| (*part, window.to_string()));
    let quotas = metrics.chain(windows).map(|(part, tells)| {
        row("quotas", part.to_owned(), format!("a limit of {tells}"), sources::GEMINI)
    });
    members.chain(envelopes).chain(quotas)
}

fn marks() -> impl Iterator<Item = Row> {
    let marks = [PAGES, TEXTS, SERVERS, PREFIXES, HOSTS].into_iter().flatten().map(|mark| {
        let tells = format!("provider {}", mark.provider);
        by(Some(mark.provider), row("marks", mark.text.to_owned(), tells, mark.source))
    });
    let forms = FORMS.iter().map(|form| {
        let tells = form.phrase.rule().map_or_else(String::new, |rule| rule.kind.to_string());
        row("phrases", format!("{}… Limit, Used, Requested", form.begins), tells, form.source)
    });
    marks.chain(forms)
}
