//! The marks of providers, grouped by the place where each may occur.

use super::table;
use crate::kind::Provider;
use crate::rules::schema::{MarkPlace, MarkRow, mark};

table!(COUNT, MARKS: [MarkRow], marks, mark(MarkPlace::Page, "", Provider::Groq));

/// A text that only one provider sends, and that provider.
type Mark = (&'static str, Provider);

const fn count(place: MarkPlace) -> usize {
    let mut count = 0;
    let mut row = 0;
    while row < COUNT {
        if MARKS[row].place as u8 == place as u8 {
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
        if MARKS[row].place as u8 == place as u8 {
            marks[count] = (MARKS[row].text, MARKS[row].provider);
            count += 1;
        }
        row += 1;
    }
    marks
}

pub(crate) static PAGES: [Mark; count(MarkPlace::Page)] = marks(MarkPlace::Page);
pub(crate) static TEXTS: [Mark; count(MarkPlace::Text)] = marks(MarkPlace::Text);
pub(crate) static SERVERS: [Mark; count(MarkPlace::Server)] = marks(MarkPlace::Server);
pub(crate) static PREFIXES: [Mark; count(MarkPlace::Prefix)] = marks(MarkPlace::Prefix);
pub(crate) static HOSTS: [Mark; count(MarkPlace::Host)] = marks(MarkPlace::Host);
