//! Every row is hit by a vector.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::envelopes::ENVELOPES;
use super::forms::FORMS;
use super::headers::{HEADERS, Header};
use super::phrases::{Means, PHRASES};
use super::providers::{HOSTS, Mark, PAGES, PREFIXES, SERVERS, TEXTS};
use super::quotas;
use super::shapes::{Field, Of, SHAPES, Shape, Then};
use super::{all, codes, spellings};
use crate::body::Object;
use crate::kind::Kind;
use crate::message;

/// Every vector, as it stands in its file.
fn vectors() -> Vec<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/vectors");
    let entries = fs::read_dir(folder).expect("the vectors");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    paths
        .filter(|path| path.extension().is_some_and(|extension| extension == "jsonl"))
        .flat_map(|path| {
            let text = fs::read_to_string(path).expect("a file of vectors");
            let lines = text.lines().map(|line| serde_json::from_str(line).expect("a vector"));
            lines.collect::<Vec<Value>>()
        })
        .collect()
}

/// No row is left that no vector hits.
fn assert_none<T: std::fmt::Debug>(rows: impl Iterator<Item = T>) {
    let rows: Vec<String> = rows.map(|row| format!("no vector for {row:?}")).collect();
    assert!(rows.is_empty(), "{}", rows.join("\n"));
}

/// A body, and the errors in it, outermost first.
fn errors(body: &str) -> Vec<Object<'_>> {
    let mut outer = Object::empty();
    outer.read(body.as_bytes());
    let mut errors = vec![outer];
    while let Some(inner) = errors.last().and_then(Object::inner)
        && errors.len() < 4
    {
        errors.push(inner);
    }
    errors
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
    assert_none(HEADERS.iter().filter(|header| !sent.contains(header.name)));
}

#[test]
fn every_member_that_tells_a_field_is_read_in_a_vector() {
    let bodies = bodies();
    let mut read = HashSet::new();
    for body in &bodies {
        read.extend(errors(body).iter().flat_map(|error| error.members.rows()));
    }
    let told = |row, shape: &Shape| match shape.then {
        Then::Is(field) if field != Field::Mark => read.contains(&row),
        // Objects to enter and marks leave no member behind.
        _ => bodies.iter().any(|body| body.contains(&format!("\"{}\"", shape.key))),
    };
    let rows = SHAPES.iter().enumerate();
    assert_none(rows.filter(|&(row, shape)| !told(row, shape)));
}

#[test]
fn every_mark_of_a_provider_stands_in_a_vector_that_names_it() {
    let vectors = vectors();
    let shows = |mark: &Mark| {
        vectors.iter().any(|vector| {
            let body = vector["body"].as_str().unwrap_or_default();
            let server = vector["headers"]["server"].as_str().unwrap_or_default();
            let stands = body.contains(mark.text) || server.starts_with(mark.text);
            stands && vector["expect"]["provider"] == mark.provider.as_str()
        })
    };
    let marks = [PAGES, TEXTS, SERVERS, PREFIXES, HOSTS].into_iter().flatten();
    assert_none(marks.filter(|mark| !shows(mark)));
}

#[test]
fn every_wording_stands_in_the_message_of_a_vector() {
    let mut found = HashSet::new();
    for vector in vectors() {
        let body = vector["body"].as_str().unwrap_or_default();
        let kind = vector["expect"]["kind"].as_str().and_then(|kind| kind.parse().ok());
        let status = vector["status"].as_u64().and_then(|status| u16::try_from(status).ok());
        let status = super::statuses::of(status.expect("a status")).kind();
        for object in errors(body) {
            let message = object.decoded().get(Field::Message).unwrap_or_default();
            let look = &message.as_bytes()[..message.len().min(message::MAX_LOOK)];
            for (row, wording) in message::wordings_in(look, status) {
                // Where it tells a kind, it is shown by a vector of that kind.
                let shows = match &PHRASES[row].means {
                    Means::Kind(rule) => Some(rule.kind) == kind,
                    _ => true,
                };
                if shows {
                    found.insert((row, wording));
                }
            }
        }
    }
    let rows = PHRASES.iter().enumerate();
    let wordings = rows.flat_map(|(row, phrase)| {
        let wordings = phrase.wordings.iter().enumerate();
        wordings.map(move |(index, wording)| {
            ((row, index), (phrase.rule().map(|rule| rule.id), wording.words))
        })
    });
    assert_none(wordings.filter(|(place, _)| !found.contains(place)));
}

/// Texts that a wording stands for, with few other words.
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
fn no_wording_is_shadowed_by_another_of_its_row_or_an_earlier_one() {
    let is_first = |place: (usize, usize), kind: Kind, text: &str| {
        let found = message::wordings_in(text.as_bytes(), kind);
        let rivals = found.iter().filter(|(row, _)| {
            PHRASES[*row].rule().is_some() && PHRASES[*row].strength == PHRASES[place.0].strength
        });
        found.contains(&place)
            && rivals.min() == Some(&place)
            && !found.iter().any(|&(row, wording)| row == place.0 && wording != place.1)
    };
    let rows = PHRASES.iter().enumerate().filter(|(_, phrase)| phrase.rule().is_some());
    let wordings = rows.flat_map(|(row, phrase)| {
        let wordings = phrase.wordings.iter().enumerate();
        wordings.map(move |(index, wording)| ((row, index), wording.words))
    });
    assert_none(wordings.filter(|&(place, words)| {
        let texts = texts_of(words);
        let mut kinds = Kind::ALL.iter().filter(|&&kind| PHRASES[place.0].under.holds(kind));
        !kinds.any(|&kind| texts.iter().any(|text| is_first(place, kind, text)))
    }));
}

#[test]
fn no_header_host_or_member_is_shadowed_by_an_earlier_row() {
    let is_later = |(row, header): (usize, &Header)| {
        HEADERS[..row].iter().any(|known| known.name.eq_ignore_ascii_case(header.name))
    };
    assert_none(HEADERS.iter().enumerate().filter(|&row| is_later(row)));
    let is_own = |host: &&Mark| {
        let first = HOSTS.iter().find(|known| {
            let below = host.text.strip_suffix(known.text);
            below.is_some_and(|above| above.is_empty() || above.ends_with('.'))
        });
        first.is_some_and(|first| std::ptr::eq(first, *host))
    };
    assert_none(HOSTS.iter().filter(|host| !is_own(host)));
    let is_left = |(row, shape): (usize, &Shape)| {
        let earlier = |place| {
            SHAPES[..row].iter().any(|known| {
                let enters = |shape: &Shape| matches!(shape.then, Then::Enter(_));
                known.key == shape.key
                    && known.within.contains(place)
                    && enters(known) == enters(shape)
                    && shape.of.forms() & !known.of.forms() == 0
                    && !matches!(known.of, Of::Word(_) | Of::Begins(_))
                    && (shape.of.forms() != 0 || known.of == shape.of)
            })
        };
        !shape.within.iter().any(|place| !earlier(place))
    };
    assert_none(SHAPES.iter().enumerate().filter(|&row| is_left(row)));
}

#[test]
fn every_envelope_stands_in_a_vector_that_names_its_provider() {
    let vectors = vectors();
    let shown: HashSet<usize> = vectors
        .iter()
        .filter_map(|vector| {
            let mut object = Object::empty();
            object.read(vector["body"].as_str()?.as_bytes());
            let row = ENVELOPES.iter().position(|envelope| object.fits(envelope))?;
            (vector["expect"]["provider"] == ENVELOPES[row].provider.as_str()).then_some(row)
        })
        .collect();
    let rows = ENVELOPES.iter().enumerate();
    assert_none(rows.filter(|(row, _)| !shown.contains(row)));
}

#[test]
fn every_part_of_a_quota_name_stands_in_a_vector() {
    let bodies = bodies();
    let stands =
        |part: &str| bodies.iter().any(|body| body.contains("violations") && body.contains(part));
    let metrics = quotas::METRICS.iter().map(|(part, _)| *part);
    let windows = quotas::WINDOWS.iter().map(|(part, _)| *part);
    assert_none(metrics.chain(windows).filter(|part| !stands(part)));
}

#[test]
fn every_code_finds_its_own_row() {
    for code in codes::CODES {
        let places =
            if code.within.is_empty() { &[super::shapes::Place::Error] } else { code.within };
        for &place in places {
            let found = spellings::find(code.word().as_bytes(), place).map(|found| found.rule.id);
            assert_eq!(found, Some(code.rule.id));
        }
    }
}

#[test]
fn every_form_begins_the_message_of_a_vector() {
    let bodies = bodies();
    let begins =
        |text: &str| bodies.iter().any(|body| body.contains(&format!("\"message\":\"{text}")));
    assert_none(FORMS.iter().filter(|form| !begins(form.begins)));
}

#[test]
fn every_row_has_a_source() {
    let sources = SHAPES.iter().map(|row| row.source);
    let sources = sources.chain(HEADERS.iter().map(|row| row.source));
    let marks = [PAGES, TEXTS, SERVERS, PREFIXES, HOSTS].into_iter().flatten();
    let sources = sources.chain(marks.map(|mark| mark.source));
    let sources = sources.chain(FORMS.iter().map(|form| form.source));
    let sources = sources.chain(ENVELOPES.iter().map(|row| row.source));
    let wordings = PHRASES.iter().flat_map(|row| row.wordings);
    let sources = sources.chain(wordings.map(|wording| wording.source));
    let sources = sources.chain(all().map(|rule| rule.source));
    for source in sources {
        assert!(!source.name().is_empty());
    }
}
