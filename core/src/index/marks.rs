//! The marks of providers, grouped by the place where each may occur.

use super::name_map::equal_names;
use super::{Texts, headers, joined_len, table};
use crate::kind::Provider;
use crate::rules::schema::{MarkPlace, MarkRow, mark};

table!(COUNT, MARKS: [MarkRow], marks, mark(MarkPlace::Page, "", Provider::Groq));

/// A text that only one provider sends, and that provider.
type Mark = (&'static str, Provider);

const fn same(a: MarkPlace, b: MarkPlace) -> bool {
    matches!(
        (a, b),
        (MarkPlace::Page, MarkPlace::Page)
            | (MarkPlace::Text, MarkPlace::Text)
            | (MarkPlace::Header(_), MarkPlace::Header(_))
            | (MarkPlace::Prefix, MarkPlace::Prefix)
            | (MarkPlace::Suffix, MarkPlace::Suffix)
            | (MarkPlace::Name, MarkPlace::Name)
            | (MarkPlace::Host, MarkPlace::Host)
    )
}

const fn count(place: MarkPlace) -> usize {
    let mut count = 0;
    let mut row = 0;
    while row < COUNT {
        if same(MARKS[row].place, place) {
            count += 1;
        }
        row += 1;
    }
    count
}

const fn marks<const LEN: usize>(place: MarkPlace) -> [Mark; LEN] {
    let mut marks = [("", Provider::Groq); LEN];
    let (mut count, mut row) = (0, 0);
    while row < COUNT {
        if same(MARKS[row].place, place) {
            marks[count] = (MARKS[row].text, MARKS[row].provider);
            count += 1;
        }
        row += 1;
    }
    marks
}

pub(crate) static PAGES: [Mark; count(MarkPlace::Page)] = marks(MarkPlace::Page);
pub(crate) static TEXTS: [Mark; count(MarkPlace::Text)] = marks(MarkPlace::Text);
/// The marks at the start of a header's value.
pub(crate) static HEADER_VALUES: [Mark; count(MarkPlace::Header(""))] =
    marks(MarkPlace::Header(""));

/// The row of the header of each of these marks.
pub(crate) static HEADER_ROWS: [usize; HEADER_VALUES.len()] = {
    let mut rows = [0; HEADER_VALUES.len()];
    let (mut count, mut row) = (0, 0);
    while row < COUNT {
        if let MarkPlace::Header(name) = MARKS[row].place {
            while !equal_names(headers::NAMES[rows[count]], name) {
                rows[count] += 1;
            }
            count += 1;
        }
        row += 1;
    }
    rows
};

/// Whether the value of a header may begin with a mark, for each row.
pub(crate) static HAS_MARK: [bool; headers::COUNT] = {
    let mut has_mark = [false; headers::COUNT];
    let mut mark = 0;
    while mark < HEADER_ROWS.len() {
        has_mark[HEADER_ROWS[mark]] = true;
        mark += 1;
    }
    has_mark
};

pub(crate) static PREFIXES: [Mark; count(MarkPlace::Prefix)] = marks(MarkPlace::Prefix);
pub(crate) static SUFFIXES: [Mark; count(MarkPlace::Suffix)] = marks(MarkPlace::Suffix);
pub(crate) static NAMES: [Mark; count(MarkPlace::Name)] = marks(MarkPlace::Name);
/// The hosts, for tests and for [`hosts`].
pub(crate) static HOSTS: [Mark; count(MarkPlace::Host)] = marks(MarkPlace::Host);

const HOST_NAMES: [&str; HOSTS.len()] = {
    let mut names = [""; HOSTS.len()];
    let mut row = 0;
    while row < HOSTS.len() {
        names[row] = HOSTS[row].0;
        row += 1;
    }
    names
};

static HOST_TEXTS: Texts<{ HOSTS.len() }, { joined_len(&HOST_NAMES) }> = Texts::new(&HOST_NAMES);
static HOST_OWNERS: [Provider; HOSTS.len()] = {
    let mut owners = [Provider::Groq; HOSTS.len()];
    let mut row = 0;
    while row < HOSTS.len() {
        owners[row] = HOSTS[row].1;
        row += 1;
    }
    owners
};

/// The last label of the host of a mark: `com`.
const fn last_label(mark: &'static str) -> &'static str {
    let bytes = mark.as_bytes();
    let (mut start, mut end) = (0, 0);
    while end < bytes.len() && bytes[end] != b'/' {
        if bytes[end] == b'.' {
            start = end + 1;
        }
        end += 1;
    }
    mark.split_at(end).0.split_at(start).1
}

/// The last labels of the hosts, each once, and their number.
const LAST_LABELS: ([&str; HOSTS.len()], usize) = {
    let mut labels = [""; HOSTS.len()];
    let (mut count, mut row) = (0, 0);
    while row < HOSTS.len() {
        let label = last_label(HOSTS[row].0);
        let mut known = 0;
        while known < count && !equal_names(labels[known], label) {
            known += 1;
        }
        labels[known] = label;
        if known == count {
            count += 1;
        }
        row += 1;
    }
    (labels, count)
};

/// The last labels of the hosts of providers.
pub(crate) static TOP_LEVELS: Texts<{ LAST_LABELS.1 }, { joined_len(&LAST_LABELS.0) }> = {
    let mut labels = [""; LAST_LABELS.1];
    let mut row = 0;
    while row < labels.len() {
        labels[row] = LAST_LABELS.0[row];
        row += 1;
    }
    Texts::new(&labels)
};

/// The hosts, each with its owner.
pub(crate) fn hosts() -> impl Iterator<Item = (&'static [u8], Provider)> {
    HOST_TEXTS.iter().zip(HOST_OWNERS)
}
