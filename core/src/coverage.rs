//! Every row is hit by a vector.

mod places;
mod streams;

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::index::envelopes::ENVELOPES;
use crate::index::fields::{COMPACT, KEYS};
use crate::index::headers::NAMES;
use crate::index::marks::{HEADER_ROWS, HEADER_VALUES, HOSTS, PAGES, PREFIXES, SUFFIXES, TEXTS};
use crate::index::phrases::{self, PHRASES};
use crate::index::{marks, statuses};
use crate::kind::{Kind, Provider};
use crate::read::copies::{self, Slots, StackCopy};
use crate::read::json::Value as JsonValue;
use crate::read::message;
use crate::read::nested::{self, Message};
use crate::read::parsed_error::ParsedError;
use crate::rules::google_quotas;
use crate::rules::schema::{Effect, Field, FieldRow};
use crate::rules::sentences::SENTENCES;
use crate::rules::wordings::FAMILIES;
use crate::rules::{ALL, schema};
use places::places_of;

/// Every vector, but those of whole streams.
pub(crate) fn vectors() -> Vec<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors");
    let entries = fs::read_dir(folder).expect("the vectors");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    paths
        .filter(|path| path.extension().is_some_and(|extension| extension == "jsonl"))
        .filter(|path| {
            !path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("streams"))
        })
        .flat_map(|path| {
            let text = fs::read_to_string(path).expect("a file of vectors");
            let lines = text.lines().map(|line| serde_json::from_str(line).expect("a vector"));
            lines.collect::<Vec<Value>>()
        })
        .collect()
}

/// Fails with a line for each text: its file and line, and what is wrong.
fn assert_none(problem: &str, texts: impl IntoIterator<Item = String>) {
    let lines: Vec<String> =
        texts.into_iter().map(|text| format!("{}: {problem} `{text}`", places_of(&text))).collect();
    assert!(lines.is_empty(), "\n{}", lines.join("\n"));
}

const NO_VECTOR: &str = "tests/vectors has no vector for";

/// Calls for each error in a body, outermost first, with its message.
fn each_error(body: &str, mut call: impl FnMut(&ParsedError<'_, '_>, &[u8])) {
    let mut stack: [StackCopy; copies::MAX] = std::array::from_fn(|_| StackCopy::new());
    let mut heap = [const { Vec::new() }; copies::MAX];
    let mut slots = Slots { stack: stack.iter_mut(), heap: heap.iter_mut() };
    let mut error = ParsedError::empty();
    error.read(body.as_bytes(), None);
    for _ in 0..4 {
        let message = error.get(Field::Message).map(|value: JsonValue| {
            let raw = value.raw(error.text);
            let text = if value.is_escaped() {
                slots.decode(value, error.text, true).unwrap_or(raw)
            } else {
                raw
            };
            Message { value, text }
        });
        call(&error, message.map_or(&[], |message| message.text));
        match nested::read(&mut error, message, &mut slots) {
            Some(inner) => error = inner,
            None => break,
        }
    }
}

fn bodies() -> Vec<String> {
    let body = |vector: &Value| vector["body"].as_str().map(str::to_owned);
    vectors().iter().filter_map(body).collect()
}

#[test]
fn every_header_is_sent_in_a_vector() {
    let mut sent = HashSet::new();
    for vector in vectors() {
        match &vector["headers"] {
            Value::Object(headers) => sent.extend(headers.keys().cloned()),
            Value::Array(pairs) => {
                sent.extend(pairs.iter().filter_map(|pair| pair[0].as_str().map(str::to_owned)));
            }
            _ => {}
        }
    }
    let missing = NAMES.iter().filter(|name| !sent.contains(**name));
    assert_none(NO_VECTOR, missing.map(|name| (*name).to_owned()));
}

#[test]
fn every_member_that_is_a_field_is_read_in_a_vector() {
    let bodies = bodies();
    let mut read = HashSet::new();
    for body in &bodies {
        each_error(body, |error, _| read.extend(error.fields.rows()));
    }
    let is_read = |row: usize| match COMPACT[row].effect {
        Effect::Is(field)
            if !matches!(
                field,
                Field::ErrorMarker | Field::QuotaMetric | Field::QuotaName | Field::QuotaValue
            ) =>
        {
            read.contains(&row)
        }
        // Objects to enter, marks and the members of lists leave no member of the error.
        _ => bodies.iter().any(|body| body.contains(&format!("\"{}\"", KEYS[row]))),
    };
    let missing = (0..KEYS.len()).filter(|&row| !is_read(row));
    assert_none(NO_VECTOR, missing.map(|row| KEYS[row].to_owned()));
}

#[test]
fn every_mark_of_a_provider_is_in_a_vector_that_names_it() {
    let vectors = vectors();
    let is_shown = |&(mark, provider): &(&str, Provider)| {
        vectors.iter().any(|vector| {
            let body = vector["body"].as_str().unwrap_or_default();
            let in_header = |row: usize| {
                let value = vector["headers"][NAMES[row]].as_str();
                value.is_some_and(|value| value.starts_with(mark))
            };
            let mut rows =
                HEADER_VALUES.iter().zip(&HEADER_ROWS).filter(|((of, _), _)| *of == mark);
            let is_there = body.contains(mark) || rows.any(|(_, &row)| in_header(row));
            is_there && vector["expect"]["provider"] == provider.as_str()
        })
    };
    let marks = PAGES.iter().chain(&TEXTS).chain(&HEADER_VALUES).chain(&PREFIXES);
    let marks = marks.chain(&SUFFIXES).chain(&HOSTS);
    let missing = marks.copied().filter(|mark| !is_shown(mark));
    assert_none(
        "tests/vectors has no vector that names the provider of",
        missing.map(|(mark, _)| mark.to_owned()),
    );
}

#[test]
fn every_name_of_an_upstream_provider_is_in_a_vector() {
    let bodies = bodies();
    let is_there = |name: &str| bodies.iter().any(|body| body.contains(&format!("\"{name}\"")));
    let missing = marks::NAMES.iter().filter(|(name, _)| !is_there(name));
    assert_none(NO_VECTOR, missing.map(|(name, _)| (*name).to_owned()));
}

/// Every wording that decides a kind or gives a value in a vector, by its family.
fn wordings_in_vectors() -> HashSet<(usize, &'static str)> {
    let mut found = HashSet::new();
    for vector in vectors() {
        let body = vector["body"].as_str().unwrap_or_default();
        let kind: Option<Kind> =
            vector["expect"]["kind"].as_str().and_then(|kind| kind.parse().ok());
        let status = vector["status"].as_u64().and_then(|status| u16::try_from(status).ok());
        let status = statuses::of(status.expect("a status")).kind();
        each_error(body, |_, message| {
            let look = &message[..message.len().min(message::MAX_LOOK)];
            for (family, wording) in message::wordings_in(look, status) {
                // One that decides a kind is shown by a vector of that kind.
                let rule = PHRASES[family].rule();
                if rule.is_none_or(|rule| Some(rule.kind) == kind) {
                    found.insert((family, wording));
                }
            }
        });
    }
    found
}

fn all_wordings() -> impl Iterator<Item = (usize, &'static str)> {
    FAMILIES.iter().enumerate().flat_map(|(family, row)| {
        let words = row.wordings.iter().flat_map(|group| group.words);
        words.map(move |&words| (family, words)).collect::<Vec<_>>()
    })
}

#[test]
fn every_wording_is_in_the_message_of_a_vector() {
    let found = wordings_in_vectors();
    let missing = all_wordings().filter(|place| !found.contains(place));
    assert_none(NO_VECTOR, missing.map(|(_, words)| words.to_owned()));
}

/// Texts that a wording matches, with few other words.
fn texts_of(words: &str) -> Vec<String> {
    let words = words.trim_start_matches('^');
    let (words, tails) = match (words.strip_suffix(".$"), words.strip_suffix('$')) {
        (Some(words), _) => (words, &[" heron"][..]),
        (_, Some(words)) => (words, &[""][..]),
        _ => (words, &["", " by heron of heron"][..]),
    };
    let places = words.split(' ').map(|place| match place {
        ".." => vec!["", "heron", "heron of heron"],
        "." => vec!["", "heron"],
        place => place.split('|').collect(),
    });
    let mut texts = vec![String::new()];
    for place in places {
        let before = texts;
        texts = Vec::new();
        for word in place {
            texts.extend(before.iter().map(|text| format!("{text} {word}")));
        }
    }
    let ends = |text: &String| tails.iter().map(|tail| format!("{text}{tail}")).collect::<Vec<_>>();
    texts.iter().flat_map(ends).map(|text| text.trim_start().to_owned()).collect()
}

#[test]
fn no_wording_is_shadowed_by_another_of_its_family_or_an_earlier_one() {
    let is_first = |place: (usize, &'static str), kind: Kind, text: &str| {
        let found = message::wordings_in(text.as_bytes(), kind);
        let specificity = PHRASES[place.0].specificity;
        let mut rivals = found.iter().filter(|(family, _)| {
            PHRASES[*family].rule().is_some() && PHRASES[*family].specificity == specificity
        });
        found.contains(&place)
            && rivals.all(|(family, words)| (*family, *words) == place || *family > place.0)
    };
    let deciding = all_wordings().filter(|(family, _)| PHRASES[*family].rule().is_some());
    let shadowed = deciding.filter(|&(family, words)| {
        let texts = texts_of(words);
        let under = PHRASES[family].under;
        let mut kinds = Kind::ALL.iter().filter(|&&kind| under.holds(kind));
        !kinds.any(|&kind| texts.iter().any(|text| is_first((family, words), kind, text)))
    });
    assert_none(
        "another wording always comes first for",
        shadowed.map(|(_, text)| text.to_owned()),
    );
}

#[test]
fn no_header_is_listed_twice() {
    let is_later =
        |row: &usize| NAMES[..*row].iter().any(|known| known.eq_ignore_ascii_case(NAMES[*row]));
    let twice = (0..NAMES.len()).filter(is_later);
    assert_none("an earlier row has the header", twice.map(|row| NAMES[row].to_owned()));
}

#[test]
fn no_host_is_shadowed_by_an_earlier_one() {
    let is_own = |&(host, provider): &(&'static str, Provider)| {
        let first = HOSTS.iter().find(|(known, _)| {
            let above = host.strip_suffix(known);
            above.is_some_and(|above| above.is_empty() || above.ends_with('.'))
        });
        // Below another host of the same provider it shows nothing new.
        first == Some(&(host, provider))
    };
    let shadowed = HOSTS.iter().copied().filter(|host| !is_own(host));
    assert_none("an earlier row has the host", shadowed.map(|(host, _)| host.to_owned()));
}

#[test]
fn no_member_is_shadowed_by_an_earlier_row() {
    let rows: Vec<&FieldRow> = ALL.iter().flat_map(|rules| rules.fields).collect();
    let enters = |row: &FieldRow| matches!(row.effect, Effect::Enter(_));
    let is_shadowed = |(at, row): &(usize, &&FieldRow)| {
        let is_taken = |parent: &schema::Parent| {
            rows[..*at].iter().any(|known| {
                known.key == row.key
                    && known.parents.contains(parent)
                    && enters(known) == enters(row)
                    && row.accepts.json_types() & !known.accepts.json_types() == 0
                    && !known.accepts.needs_value_check()
                    && !row.accepts.needs_value_check()
                    && (row.accepts.json_types() != 0 || known.accepts == row.accepts)
            })
        };
        row.parents.iter().all(is_taken)
    };
    let shadowed = rows.iter().enumerate().filter(is_shadowed);
    assert_none("an earlier row has the member", shadowed.map(|(_, row)| row.key.to_owned()));
}

#[test]
fn every_envelope_is_in_a_vector_that_names_its_provider() {
    let vectors = vectors();
    let is_shown = |row: usize| {
        vectors.iter().any(|vector| {
            let Some(body) = vector["body"].as_str() else { return false };
            let mut error = ParsedError::empty();
            error.read(body.as_bytes(), None);
            let first = ENVELOPES.iter().position(|row| error.fields.fit(row, error.text));
            first == Some(row) && vector["expect"]["provider"] == ENVELOPES[row].provider.as_str()
        })
    };
    for (row, envelope) in ENVELOPES.iter().enumerate() {
        assert!(is_shown(row), "{NO_VECTOR} the envelope {envelope:?}");
    }
}

#[test]
fn every_part_of_a_quota_name_is_in_a_vector() {
    let bodies = bodies();
    let is_there =
        |part: &str| bodies.iter().any(|body| body.contains("violations") && body.contains(part));
    let metrics = google_quotas::METRICS.iter().map(|(part, _)| *part);
    let windows = google_quotas::WINDOWS.iter().map(|(part, _)| *part);
    let missing = metrics.chain(windows).filter(|part| !is_there(part));
    assert_none(NO_VECTOR, missing.map(str::to_owned));
}

#[test]
fn every_sentence_begins_the_message_of_a_vector() {
    let bodies = bodies();
    let begins =
        |text: &str| bodies.iter().any(|body| body.contains(&format!("\"message\":\"{text}")));
    let missing = SENTENCES.iter().filter(|row| !begins(row.prefix));
    assert_none(NO_VECTOR, missing.map(|row| row.prefix.to_owned()));
}

#[test]
fn every_family_has_a_near_miss() {
    let mut close = HashSet::new();
    for vector in vectors() {
        let body = vector["body"].as_str().unwrap_or_default();
        let kind = vector["expect"]["kind"].as_str().unwrap_or_default().to_owned();
        each_error(body, |_, message| {
            let text = String::from_utf8_lossy(message).to_lowercase();
            for (family, row) in FAMILIES.iter().enumerate() {
                if row.decides() && row.kind.as_str() != kind && has_words_of(row, &text) {
                    close.insert(family);
                }
            }
        });
    }
    let missing = FAMILIES.iter().enumerate().filter_map(|(family, row)| {
        let is_missing = row.decides() && !close.contains(&family);
        is_missing.then(|| row.name.to_owned())
    });
    assert_none("tests/vectors has no near miss of the family", missing);
}

/// Whether a text has two words of one wording of a family, or the only one.
fn has_words_of(row: &schema::Family, text: &str) -> bool {
    row.wordings.iter().flat_map(|group| group.words).any(|wording| {
        let places = wording.trim_matches(['^', '$', ' ', '.']).split(' ');
        let places = places.filter(|place| !place.trim_matches('.').is_empty());
        let in_text = |place: &&str| place.split('|').any(|word| text.contains(word));
        let (all, found) = (places.clone().count(), places.filter(in_text).count());
        found >= all.min(2)
    })
}

#[test]
fn the_trie_has_every_wording() {
    assert_eq!(phrases::rules().count(), PHRASES.iter().filter(|of| of.rule().is_some()).count());
}
