//! Finds the row of a header by its name.

use super::name_map::{NameMap, slots};
use super::{TextBuilder, Texts, part, table};
use crate::kind::{Provider, Window};
use crate::rules::ALL;
use crate::rules::schema::{Bucket, BucketRow, HeaderMeaning, HeaderRow, bucket, header};

table!(PLAIN, HEADERS: [HeaderRow], headers, header("", HeaderMeaning::Provider));
table!(BUCKETS, BUCKET_ROWS: [BucketRow], buckets, bucket("", "", Bucket::Bare));

/// The number of headers.
pub(crate) const COUNT: usize = PLAIN + 3 * BUCKETS;

/// The rows, with three for each bucket.
pub(crate) const ROWS: [HeaderRow; COUNT] = {
    let mut rows = [HEADERS[0]; COUNT];
    let mut row = 0;
    while row < COUNT {
        rows[row] = if row < PLAIN {
            HEADERS[row]
        } else {
            BUCKET_ROWS[(row - PLAIN) / 3].headers()[(row - PLAIN) % 3]
        };
        row += 1;
    }
    rows
};

/// The meaning of each row, and the provider if only this one sends the header.
pub(crate) static MEANINGS: [(HeaderMeaning, Option<Provider>); COUNT] = {
    let mut meanings = [(HeaderMeaning::Provider, None); COUNT];
    let mut row = 0;
    while row < COUNT {
        meanings[row] = (ROWS[row].meaning, ROWS[row].only);
        row += 1;
    }
    meanings
};

/// A set of bits: the rows of buckets with a window of a month.
pub(crate) static OF_A_MONTH: [u64; COUNT.div_ceil(64)] = {
    let mut bits = [0; COUNT.div_ceil(64)];
    let mut row = 0;
    while row < COUNT {
        if let HeaderMeaning::Bucket(bucket, _) = ROWS[row].meaning
            && matches!(bucket.window(), Some(Window::Month))
        {
            bits[row / 64] |= 1 << (row % 64);
        }
        row += 1;
    }
    bits
};

const TEXT_LEN: usize = {
    let mut len = 0;
    let mut row = 0;
    while row < COUNT {
        let [a, b, c] = ROWS[row].name;
        len += a.len() + b.len() + c.len();
        row += 1;
    }
    len
};

static TEXT: [u8; TEXT_LEN] = {
    let mut text = TextBuilder::new();
    let mut row = 0;
    while row < COUNT {
        let [a, b, c] = ROWS[row].name;
        text = text.push(a).push(b).push(c);
        row += 1;
    }
    text.bytes
};

/// The names of the rows, for other constants and for tests.
pub(crate) static NAMES: [&str; COUNT] = {
    let mut names = [""; COUNT];
    let (mut row, mut start) = (0, 0);
    while row < COUNT {
        let [a, b, c] = ROWS[row].name;
        let len = a.len() + b.len() + c.len();
        names[row] = part(&TEXT, start, len);
        start += len;
        row += 1;
    }
    names
};

static NAME_TEXTS: Texts<COUNT, TEXT_LEN> = Texts::new(&NAMES);
static NAME_MAP: NameMap<COUNT, { slots(COUNT) }> = NameMap::new(&NAMES);

/// For each first letter, the lengths of the names, as a set of bits. This test rejects most
/// headers.
static LENGTHS: [u64; 32] = {
    let mut lengths = [0; 32];
    let mut row = 0;
    while row < COUNT {
        let name = NAMES[row].as_bytes();
        lengths[name[0] as usize % 32] |= 1 << name.len();
        row += 1;
    }
    lengths
};

/// The number of the row of a header.
#[inline]
pub(crate) fn find(name: &[u8]) -> Option<usize> {
    let first = *name.first()?;
    if name.len() >= 64 || LENGTHS[usize::from(first % 32)] & (1 << name.len()) == 0 {
        return None;
    }
    NAME_MAP.find(name, |row| NAME_TEXTS.get(row))
}

const WINDOW_COUNT: usize = {
    let mut count = 0;
    let mut provider = 0;
    while provider < ALL.len() {
        count += ALL[provider].windows.len();
        provider += 1;
    }
    count
};

/// The windows that providers document for buckets if their headers do not state one.
static WINDOWS: [(Option<Provider>, Bucket, Window); WINDOW_COUNT] = {
    let mut windows = [(None, Bucket::Bare, Window::Day); WINDOW_COUNT];
    let (mut count, mut provider) = (0, 0);
    while provider < ALL.len() {
        let mut row = 0;
        while row < ALL[provider].windows.len() {
            let (bucket, window) = ALL[provider].windows[row];
            windows[count] = (ALL[provider].provider, bucket, window);
            count += 1;
            row += 1;
        }
        provider += 1;
    }
    windows
};

/// The window of a bucket: the one that the provider documents, or else the one in the header's
/// name.
pub(crate) fn window(bucket: Bucket, provider: Option<Provider>) -> Option<Window> {
    let of_provider = |row: &&(Option<Provider>, Bucket, Window)| {
        row.0.is_some() && row.0 == provider && row.1 == bucket
    };
    let documented = WINDOWS.iter().find(of_provider).map(|&(.., window)| window);
    documented.or(bucket.window())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_finds_its_own_row_in_any_case() {
        for (row, name) in NAMES.iter().enumerate() {
            assert_eq!(find(name.as_bytes()), Some(row), "{name}");
            assert_eq!(find(name.to_ascii_uppercase().as_bytes()), Some(row), "{name}");
        }
        assert_eq!(find(b"retry-afte"), None);
        assert_eq!(find(b""), None);
        assert_eq!(find(&[b'x'; 100]), None);
    }

    #[test]
    fn providers_document_windows_that_their_headers_do_not_state() {
        let window_for = |provider| window(Bucket::Requests, provider);
        assert_eq!(window_for(Some(Provider::Groq)), Some(Window::Day));
        assert_eq!(window_for(Some(Provider::Sambanova)), Some(Window::Minute));
        assert_eq!(window_for(Some(Provider::Openai)), None);
        assert_eq!(window_for(None), None);
        assert_eq!(window(Bucket::TokensPerHour, None), Some(Window::Hour));
    }
}
