//! The times in logs.
//!
//! A time without a zone is read in [`Zone`](super::zone::Zone). A time without a year is the latest one that is not after
//! the present time that the caller gave; if it gave none, the time is not known. A time of day without
//! a date only serves to compare.

use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};

use super::options::LogOptions;
use super::zone::{number, offset};

/// How far into a line its own time is looked for.
const NEAR: usize = 120;

const YEARS: std::ops::RangeInclusive<i16> = 1970..=2200;

/// A day, for clocks that differ.
const DAY_MS: i64 = 86_400_000;

const MONTHS: [&[u8; 3]; 12] = [
    b"jan", b"feb", b"mar", b"apr", b"may", b"jun", b"jul", b"aug", b"sep", b"oct", b"nov", b"dec",
];

const WEEKDAYS: [&[u8; 3]; 7] = [b"mon", b"tue", b"wed", b"thu", b"fri", b"sat", b"sun"];

/// A time as Unix milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Moment {
    pub(crate) ms: i64,
    /// Whether it had no zone of its own.
    pub(crate) zoneless: bool,
}

/// A time as a log writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stamp {
    /// A date and a time, with the offset of its zone in seconds, if it has one.
    Dated(DateTime, Option<i32>),
    /// A date without a year: the year 1972 stands for it, which has a 29 February.
    Yearless(DateTime),
    /// The milliseconds of a day.
    OfDay(u32),
    /// Unix milliseconds.
    Unix(i64),
}

impl Stamp {
    /// The time in Unix milliseconds, if it is known.
    pub(crate) fn moment(self, options: &LogOptions) -> Option<Moment> {
        match self {
            Self::Unix(ms) => Some(Moment { ms, zoneless: false }),
            Self::Dated(civil, Some(seconds)) => {
                let offset = Offset::from_seconds(seconds).ok()?;
                let ms = offset.to_timestamp(civil).ok()?.as_millisecond();
                Some(Moment { ms, zoneless: false })
            }
            Self::Dated(civil, None) => {
                let ambiguous = options.zone.0.to_ambiguous_timestamp(civil);
                let ms = ambiguous.compatible().ok()?.as_millisecond();
                Some(Moment { ms, zoneless: true })
            }
            Self::Yearless(civil) => {
                let today_ms = i64::try_from(options.today_ms?).ok()?;
                let today = jiff::Timestamp::from_millisecond(today_ms).ok()?;
                let year = TimeZone::UTC.to_datetime(today).year();
                // A clock may be ahead, and the zone be another one.
                [year.checked_add(1)?, year, year.checked_sub(1)?, year.checked_sub(4)?]
                    .into_iter()
                    .filter_map(|year| civil.with().year(year).build().ok())
                    .filter_map(|civil| Self::Dated(civil, None).moment(options))
                    .find(|moment| moment.ms <= today_ms.saturating_add(DAY_MS))
            }
            Self::OfDay(_) => None,
        }
    }

    /// The time of day in milliseconds, if the date is not known.
    pub(crate) fn of_day_ms(self) -> Option<u32> {
        match self {
            Self::OfDay(ms) => Some(ms),
            Self::Yearless(civil) => {
                let since = civil.duration_since(civil.start_of_day());
                u32::try_from(since.as_millis()).ok()
            }
            Self::Unix(_) | Self::Dated(..) => None,
        }
    }
}

/// Reads a time that is a text of its own: the value of a field.
pub(crate) fn parse(text: &str, options: &LogOptions) -> Option<Moment> {
    let text = text.trim();
    let bytes = text.as_bytes();
    let bytes = match bytes {
        [b'[', inner @ .., b']'] => inner,
        _ => bytes,
    };
    if bytes.first()?.is_ascii_digit() && bytes.iter().all(|b| b.is_ascii_digit() || *b == b'.') {
        let ms = from_number(text.parse().ok()?)?;
        return Some(Moment { ms, zoneless: false });
    }
    let (stamp, _) = at(bytes)?;
    stamp.moment(options)
}

/// Reads a number of seconds, milliseconds, microseconds or nanoseconds since 1970.
pub(crate) fn from_number(number: f64) -> Option<i64> {
    // The year 5138 in seconds, 1973 in milliseconds.
    const LARGEST: f64 = 1e11;
    // The end of the last year.
    const LAST: f64 = 7_289_654_400.0;
    if !number.is_finite() || number <= 0.0 {
        return None;
    }
    let mut seconds = number;
    for _ in 0..3 {
        if seconds > LARGEST {
            seconds /= 1_000.0;
        }
    }
    // A smaller number counts something else, such as a duration.
    if !(1e8..LAST).contains(&seconds) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "it is in range")]
    Some((seconds * 1_000.0).round() as i64)
}

/// The time of a line, which stands near its beginning: the range of its bytes as well.
pub(crate) fn of_line(line: &str) -> Option<(Stamp, usize, usize)> {
    let bytes = line.as_bytes();
    let mut clock = None;
    let mut place = 0;
    while place < bytes.len().min(NEAR) {
        let byte = bytes[place];
        let before = place.checked_sub(1).and_then(|before| bytes.get(before));
        let is_start = before.is_none_or(|before| !before.is_ascii_alphanumeric())
            && byte.is_ascii_alphanumeric();
        if is_start && let Some((stamp, length)) = at(&bytes[place..]) {
            // A number is a time only as the first of the line or as a value.
            let is_number = matches!(stamp, Stamp::Unix(_))
                && place > 0
                && !matches!(before, Some(b'=' | b'[' | b':' | b'"'));
            if !is_number && !is_of_message(&bytes[..place]) {
                let found = (stamp, place, place + length);
                if !matches!(stamp, Stamp::OfDay(_)) {
                    return Some(found);
                }
                clock = clock.or(Some(found));
            }
            place += length;
            continue;
        }
        // The rest of the word begins no time.
        place += 1;
        if byte.is_ascii_alphanumeric() {
            while bytes.get(place).is_some_and(u8::is_ascii_alphanumeric) {
                place += 1;
            }
        }
    }
    clock
}

/// Whether the text before a time makes it a part of a sentence: `will reset at 2026-…`.
fn is_of_message(before: &[u8]) -> bool {
    let end = before.trim_ascii_end();
    if end.len() == before.len() {
        return false;
    }
    let start = end.iter().rposition(|byte| !byte.is_ascii_lowercase()).map_or(0, |at| at + 1);
    let word = &end[start..];
    let levels: [&[u8]; 8] =
        [b"info", b"warn", b"warning", b"error", b"debug", b"trace", b"fatal", b"critical"];
    word.len() >= 2
        && (start == 0 || end.get(start.wrapping_sub(1)) == Some(&b' '))
        && !levels.contains(&word)
}

/// Reads the time at the beginning of some bytes, and how long it is.
pub(crate) fn at(bytes: &[u8]) -> Option<(Stamp, usize)> {
    let first = *bytes.first()?;
    if first.is_ascii_digit() {
        let digits = bytes.iter().take(20).take_while(|byte| byte.is_ascii_digit()).count();
        return match (digits, bytes.get(digits)) {
            (4, Some(b'-' | b'/')) => year_first(bytes),
            (1 | 2, Some(b'/')) => day_first(bytes).or_else(|| numbered(bytes, digits)),
            (1 | 2, Some(b'-' | b' ')) => day_first(bytes),
            (1 | 2, Some(b':')) => {
                let (of_day, length) = clock(bytes)?;
                Some((Stamp::OfDay(of_day), length))
            }
            (10 | 13 | 16 | 19, _) => unix(bytes, digits),
            _ => None,
        };
    }
    if matches!(first, b'I' | b'W' | b'E' | b'F') && bytes.get(1).is_some_and(u8::is_ascii_digit) {
        return klog(bytes);
    }
    named(bytes)
}

/// `2026-01-05T10:00:00.123Z`, `2026/01/05 - 10:00:00`.
fn year_first(bytes: &[u8]) -> Option<(Stamp, usize)> {
    let separator = bytes[4];
    let year = number(bytes, 0, 4)?;
    let month = number(bytes, 5, 2)?;
    if bytes.get(7) != Some(&separator) {
        return None;
    }
    let day = number(bytes, 8, 2)?;
    let between = between(bytes.get(10..)?)?;
    let mut end = 10 + between;
    let (of_day, length) = clock(&bytes[end..])?;
    end += length;
    dated(bytes, year, month, day, of_day, end)
}

/// `05/Jan/2026:10:00:00 +0000`, `05 Jan 2026 10:00:00 GMT`.
fn day_first(bytes: &[u8]) -> Option<(Stamp, usize)> {
    let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let day = number(bytes, 0, digits)?;
    let month = month(bytes.get(digits + 1..)?)?;
    let separator = bytes[digits];
    if bytes.get(digits + 4) != Some(&separator) {
        return None;
    }
    let year = number(bytes, digits + 5, 4)?;
    let mut end = digits + 9;
    if !matches!(bytes.get(end), Some(b':' | b' ')) {
        return None;
    }
    end += 1;
    let (of_day, length) = clock(&bytes[end..])?;
    end += length;
    dated(bytes, year, month, day, of_day, end)
}

/// `1/5/2026, 8:00:01.123 AM` and `13/01/2026 08:00:01`: the month is first before a clock of twelve hours,
/// else it is the one that can be a month. If both can, the date is not known.
fn numbered(bytes: &[u8], digits: usize) -> Option<(Stamp, usize)> {
    let first = number(bytes, 0, digits)?;
    let rest = bytes.get(digits + 1..)?;
    let digits_of_second = rest.iter().take(3).take_while(|byte| byte.is_ascii_digit()).count();
    let second =
        number(rest, 0, digits_of_second).filter(|_| (1..=2).contains(&digits_of_second))?;
    let mut end = digits + 1 + digits_of_second;
    if bytes.get(end) != Some(&b'/') {
        return None;
    }
    let year = number(bytes, end + 1, 4)?;
    end += 5;
    end += usize::from(bytes.get(end) == Some(&b','));
    if bytes.get(end) != Some(&b' ') {
        return None;
    }
    end += 1;
    let (mut of_day, length) = clock(bytes.get(end..)?)?;
    end += length;
    let half = match bytes.get(end..)? {
        [b' ', b'A' | b'a', b'M' | b'm', ..] => Some(0),
        [b' ', b'P' | b'p', b'M' | b'm', ..] => Some(12),
        _ => None,
    };
    if let Some(half) = half {
        const HOUR: u32 = 3_600_000;
        let hour = of_day / HOUR;
        if !(1..=12).contains(&hour) {
            return None;
        }
        of_day = of_day % HOUR + (hour % 12 + half) * HOUR;
        end += 3;
    }
    let (month, day) = match (first, second) {
        _ if half.is_some() => (first, second),
        (1..=12, 13..) => (first, second),
        (13.., 1..=12) => (second, first),
        _ => return None,
    };
    dated(bytes, year, month, day, of_day, end)
}

/// `Jan  5 10:00:00`, `Mon Jan 05 10:00:00.123456 2026`, `Mon, 05 Jan 2026 10:00:00 GMT`.
fn named(bytes: &[u8]) -> Option<(Stamp, usize)> {
    let mut place = 0;
    let word = three(bytes)?;
    if WEEKDAYS.contains(&&word) {
        place = 3 + usize::from(bytes.get(3) == Some(&b','));
        if bytes.get(place) != Some(&b' ') {
            return None;
        }
        place += 1;
        if bytes.get(place)?.is_ascii_digit() {
            let (stamp, length) = day_first(bytes.get(place..)?)?;
            return Some((stamp, place + length));
        }
    }
    let month = month(bytes.get(place..)?)?;
    place += 3;
    let spaces = bytes.get(place..)?.iter().take_while(|byte| **byte == b' ').count();
    if !(1..=2).contains(&spaces) {
        return None;
    }
    place += spaces;
    let digits = bytes.get(place..)?.iter().take(3).take_while(|b| b.is_ascii_digit()).count();
    if !(1..=2).contains(&digits) {
        return None;
    }
    let day = number(bytes, place, digits)?;
    place += digits;
    place += usize::from(bytes.get(place) == Some(&b','));
    if bytes.get(place) != Some(&b' ') {
        return None;
    }
    place += 1;
    // `Jan 05 2026 10:00:00`
    if let Some(year) = number(bytes, place, 4) {
        let start = place + 5;
        let (of_day, length) = clock(bytes.get(start..)?)?;
        return dated(bytes, year, month, day, of_day, start + length);
    }
    let (of_day, length) = clock(bytes.get(place..)?)?;
    place += length;
    if bytes.get(place) == Some(&b' ')
        && let Some(year) = number(bytes, place + 1, 4)
        && !bytes.get(place + 5).is_some_and(u8::is_ascii_alphanumeric)
        && YEARS.contains(&year)
    {
        let civil = civil(year, month, day, of_day)?;
        return Some((Stamp::Dated(civil, None), place + 5));
    }
    Some((Stamp::Yearless(civil(1972, month, day, of_day)?), place))
}

/// `I0105 10:00:00.123456`.
fn klog(bytes: &[u8]) -> Option<(Stamp, usize)> {
    let month = number(bytes, 1, 2)?;
    let day = number(bytes, 3, 2)?;
    if bytes.get(5) != Some(&b' ') {
        return None;
    }
    let (of_day, length) = clock(&bytes[6..])?;
    Some((Stamp::Yearless(civil(1972, month, day, of_day)?), 6 + length))
}

fn unix(bytes: &[u8], digits: usize) -> Option<(Stamp, usize)> {
    let mut end = digits;
    if bytes.get(end) == Some(&b'.') {
        let fraction = bytes[end + 1..].iter().take(9).take_while(|b| b.is_ascii_digit()).count();
        end += usize::from(fraction > 0) * (1 + fraction);
    }
    if bytes.get(end).is_some_and(u8::is_ascii_alphanumeric) {
        return None;
    }
    let text = std::str::from_utf8(&bytes[..end]).ok()?;
    Some((Stamp::Unix(from_number(text.parse().ok()?)?), end))
}

/// What stands between a date and its time, such as `T` or ` - `.
fn between(bytes: &[u8]) -> Option<usize> {
    match bytes {
        [b' ', b'-', b' ', ..] => Some(3),
        [b'T' | b't' | b' ' | b'_', b'0'..=b'9', ..] => Some(1),
        _ => None,
    }
}

fn dated(
    bytes: &[u8],
    year: i16,
    month: i16,
    day: i16,
    of_day: u32,
    end: usize,
) -> Option<(Stamp, usize)> {
    if !YEARS.contains(&year) {
        return None;
    }
    let civil = civil(year, month, day, of_day)?;
    let rest = bytes.get(end..)?;
    let spaces = usize::from(rest.first() == Some(&b' '));
    let zone = match &rest[spaces..] {
        [b'Z' | b'z', ..] if spaces == 0 => Some((0, 1)),
        [b'U', b'T', b'C', ..] | [b'G', b'M', b'T', ..] => Some((0, 3)),
        // ` -1 ` is no offset.
        rest => offset(rest).filter(|(_, length)| spaces == 0 || *length >= 5),
    };
    Some(match zone {
        Some((seconds, length)) => (Stamp::Dated(civil, Some(seconds)), end + spaces + length),
        None => (Stamp::Dated(civil, None), end),
    })
}

/// Reads `10:00:00.123` as milliseconds of the day, and how long it is.
fn clock(bytes: &[u8]) -> Option<(u32, usize)> {
    let digits = bytes.iter().take(3).take_while(|byte| byte.is_ascii_digit()).count();
    let hours = number(bytes, 0, digits.min(2))?;
    if digits > 2 || digits == 0 || bytes.get(digits) != Some(&b':') {
        return None;
    }
    let minutes = number(bytes, digits + 1, 2)?;
    if bytes.get(digits + 3) != Some(&b':') {
        return None;
    }
    let seconds = number(bytes, digits + 4, 2)?;
    let mut end = digits + 6;
    if bytes.get(end).is_some_and(u8::is_ascii_digit) || hours > 23 || minutes > 59 || seconds > 60
    {
        return None;
    }
    let mut ms = 0;
    if let [b'.' | b',' | b':', fraction @ ..] = &bytes[end..] {
        let fraction = fraction.iter().take_while(|byte| byte.is_ascii_digit()).take(9);
        let digits = fraction.clone().count();
        if digits > 0 {
            for place in 0..3 {
                let digit = fraction.clone().nth(place).map_or(0, |digit| u32::from(digit - b'0'));
                ms = ms * 10 + digit;
            }
            end += 1 + digits;
        }
    }
    // A leap second has no place in Unix time.
    let seconds = u32::from(hours.unsigned_abs()) * 3_600
        + u32::from(minutes.unsigned_abs()) * 60
        + u32::from(seconds.min(59).unsigned_abs());
    Some((seconds * 1_000 + ms, end))
}

fn civil(year: i16, month: i16, day: i16, of_day: u32) -> Option<DateTime> {
    let part = |value: u32| i8::try_from(value).ok();
    DateTime::new(
        year,
        i8::try_from(month).ok()?,
        i8::try_from(day).ok()?,
        part(of_day / 3_600_000)?,
        part(of_day / 60_000 % 60)?,
        part(of_day / 1_000 % 60)?,
        i32::try_from(of_day % 1_000).ok()? * 1_000_000,
    )
    .ok()
}

/// The first three letters, in lower case.
fn three(bytes: &[u8]) -> Option<[u8; 3]> {
    let mut word = *bytes.first_chunk::<3>()?;
    word.make_ascii_lowercase();
    Some(word)
}

fn month(bytes: &[u8]) -> Option<i16> {
    let word = three(bytes)?;
    let index = MONTHS.iter().position(|month| **month == word)?;
    i16::try_from(index + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::{Moment, from_number, of_line, parse};
    use crate::logs::LogOptions;
    use crate::logs::zone::Zone;

    const TEN: i64 = 1_767_607_200_000;

    fn options() -> LogOptions {
        LogOptions {
            zone: Zone::named(Some("+01:00")).expect("an offset"),
            today_ms: Some(1_780_000_000_000),
            ..LogOptions::default()
        }
    }

    fn ms(text: &str) -> Option<(i64, bool)> {
        parse(text, &options()).map(|Moment { ms, zoneless }| (ms - TEN, zoneless))
    }

    #[test]
    fn times_of_every_form_are_read() {
        let hour = 3_600_000;
        for (text, expected) in [
            ("2026-01-05T10:00:00Z", (0, false)),
            ("2026-01-05 10:00:00,250", (250 - hour, true)),
            ("2026-01-05T11:00:00.123456789+01:00", (123, false)),
            ("2026-01-05 11:00:00.5 +0100", (500, false)),
            ("2026-01-05 10:00:00 UTC", (0, false)),
            ("2026/01/05 - 11:00:00", (0, true)),
            ("2026/01/05 11:00:00", (0, true)),
            ("[05/Jan/2026:10:00:00 +0000]", (0, false)),
            ("Mon, 05 Jan 2026 10:00:00 GMT", (0, false)),
            ("Mon Jan 05 11:00:00.020000 2026", (20, true)),
            ("Jan  5 11:00:00", (0, true)),
            ("I0105 11:00:00.120000", (120, true)),
            ("1/5/2026, 10:00:00.250 AM UTC", (250, false)),
            ("01/05/2026 11:00:00 PM", (12 * hour, true)),
            ("1/5/2026, 12:00:00 AM UTC", (-10 * hour, false)),
            ("24/01/2026 11:00:00", (19 * 24 * hour, true)),
            ("01/24/2026 11:00:00", (19 * 24 * hour, true)),
            ("1767607200", (0, false)),
            ("1767607200.25", (250, false)),
            ("1767607200001", (1, false)),
            ("1767607200001000", (1, false)),
            ("1767607200001000000", (1, false)),
        ] {
            assert_eq!(ms(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn impossible_times_are_none() {
        for text in [
            "",
            "[",
            "0001-01-01T00:00:00Z",
            "9999-12-31T23:59:59Z",
            "2026-02-31T00:00:00Z",
            "2026-01-05T24:00:00Z",
            "2026-01-05",
            "05/01/2026 10:00:00",
            "13/5/2026 10:00:00 AM",
            "1/5/2026 13:00:00 AM",
            "1/5/2026 0:00:00 AM",
            "1/5/",
            "12",
            "99999999999999999999999",
            "é",
        ] {
            assert_eq!(ms(text), None, "{text}");
        }
        for number in [f64::NAN, f64::INFINITY, -1.0, 0.0, 7.0, 1e300] {
            assert_eq!(from_number(number), None, "{number}");
        }
    }

    #[test]
    fn a_time_without_a_year_is_the_latest_one_that_is_not_in_the_future() {
        let at = |today_ms| {
            let options = LogOptions { today_ms, ..options() };
            parse("Dec 31 23:00:00", &options).map(|moment| moment.ms)
        };
        assert_eq!(at(Some(1_767_607_200_000)), Some(1_767_218_400_000));
        assert_eq!(at(None), None);
    }

    #[test]
    fn a_time_inside_a_sentence_is_not_that_of_the_line() {
        let place = |line| of_line(line).map(|(_, start, end)| (start, end));
        assert_eq!(place("ERROR 2026-01-05T10:00:00 +5ms service=llm"), Some((6, 25)));
        assert_eq!(place("10.0.0.7 - - [05/Jan/2026:10:00:00 +0200] \"POST /\""), Some((14, 40)));
        assert_eq!(place("time=2026-01-05T10:00:00Z level=INFO"), Some((5, 25)));
        assert_eq!(place("17:07:18 [agent] failed"), Some((0, 8)));
        assert_eq!(place("Your limit will reset at 2026-01-05 10:00:00"), None);
    }
}
