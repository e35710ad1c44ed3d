//! Numbers, durations and dates as servers write them.

use std::time::UNIX_EPOCH;

use arrayvec::ArrayString;

use crate::report::Retry;

pub(crate) const NANOS_PER_MS: u64 = 1_000_000;
const NANOS_PER_SECOND: u64 = 1_000_000_000;

/// The units of durations and their nanoseconds, the most frequent unit first.
const UNITS: &[(&str, u64)] = &[
    ("s", 1_000_000_000),
    ("ms", 1_000_000),
    ("m", 60_000_000_000),
    ("h", 3_600_000_000_000),
    ("d", 86_400_000_000_000),
    ("us", 1_000),
    ("µs", 1_000),
    ("μs", 1_000),
    ("ns", 1),
    ("millisecond", 1_000_000),
    ("milliseconds", 1_000_000),
    ("sec", 1_000_000_000),
    ("secs", 1_000_000_000),
    ("second", 1_000_000_000),
    ("seconds", 1_000_000_000),
    ("min", 60_000_000_000),
    ("mins", 60_000_000_000),
    ("minute", 60_000_000_000),
    ("minutes", 60_000_000_000),
    ("hour", 3_600_000_000_000),
    ("hours", 3_600_000_000_000),
    ("hr", 3_600_000_000_000),
    ("hrs", 3_600_000_000_000),
    ("day", 86_400_000_000_000),
    ("days", 86_400_000_000_000),
    ("week", 604_800_000_000_000),
    ("weeks", 604_800_000_000_000),
];

/// The nanoseconds of a unit.
pub(crate) fn unit(name: &[u8]) -> Option<u64> {
    UNITS
        .iter()
        .find(|(unit, _)| unit.as_bytes().eq_ignore_ascii_case(name))
        .map(|&(_, nanos)| nanos)
}

/// A decimal number of at least 0, exact to nine decimal places and rounded up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Decimal {
    whole: u64,
    billionths: u64,
}

impl Decimal {
    /// The number at the start of a text, and its length in bytes. Commas may separate groups of
    /// digits.
    #[inline]
    pub(crate) fn parse_prefix(text: &[u8]) -> Option<(Self, usize)> {
        let (mut whole, mut at) = read_digits(text, 0);
        while at > 0
            && let [b',', group @ ..] = &text[at..]
            && let (number, len @ 1..) = read_digits(group, whole)
        {
            whole = number;
            at += 1 + len;
        }
        Self::with_fraction(whole, text, at)
    }

    /// A whole text as a number, without the white space around it.
    pub(crate) fn parse(text: &[u8]) -> Option<Self> {
        if let [digit @ b'0'..=b'9'] = text {
            return Some(Self { whole: u64::from(digit - b'0'), billionths: 0 });
        }
        let text = text.trim_ascii();
        let (whole, at) = read_digits(text, 0);
        let (number, len) = Self::with_fraction(whole, text, at)?;
        (len == text.len()).then_some(number)
    }

    /// The number with this whole part, which ends at `at`, and the end of the number.
    #[inline]
    fn with_fraction(whole: u64, text: &[u8], mut at: usize) -> Option<(Self, usize)> {
        if at == 0 {
            return None;
        }
        let mut billionths = 0;
        if let [b'.', b'0'..=b'9', ..] = text[at..] {
            at += 1;
            let mut place = 100_000_000;
            let mut beyond = false;
            while let Some(&digit @ b'0'..=b'9') = text.get(at) {
                billionths += place * u64::from(digit - b'0');
                beyond |= place == 0 && digit != b'0';
                place /= 10;
                at += 1;
            }
            billionths += u64::from(beyond);
        }
        Some((Self { whole, billionths }, at))
    }

    /// The whole part.
    pub(crate) const fn trunc(self) -> u64 {
        self.whole
    }

    /// The number, rounded up.
    pub(crate) const fn ceil(self) -> u64 {
        self.whole.saturating_add((self.billionths > 0) as u64)
    }

    /// This many of a unit, in nanoseconds.
    const fn to_nanos(self, unit: u64) -> u128 {
        // A billionth of a unit below a second is less than a nanosecond: round up.
        let (seconds, rest) = (unit / NANOS_PER_SECOND, unit % NANOS_PER_SECOND);
        let fraction =
            self.billionths * seconds + (self.billionths * rest).div_ceil(NANOS_PER_SECOND);
        self.whole as u128 * unit as u128 + fraction as u128
    }

    /// This many of the named unit in milliseconds, rounded up, if there is such a unit.
    pub(crate) fn in_unit(self, name: &[u8]) -> Option<u64> {
        Some(round_up(self.to_nanos(unit(name)?)))
    }

    /// This many milliseconds, rounded up.
    pub(crate) fn milliseconds(self) -> u64 {
        round_up(self.to_nanos(NANOS_PER_MS))
    }

    /// This many seconds in milliseconds, rounded up.
    #[inline]
    pub(crate) fn seconds(self) -> u64 {
        if self.whole < 1 << 40 {
            return self.whole * 1_000 + self.billionths.div_ceil(NANOS_PER_MS);
        }
        round_up(self.to_nanos(NANOS_PER_SECOND))
    }
}

/// Appends the digits at the start of a text to a number. Returns the number and how many digits
/// there are.
#[inline]
pub(crate) fn read_digits(text: &[u8], number: u64) -> (u64, usize) {
    let digit = |byte: &u8| Some(byte.wrapping_sub(b'0')).filter(|digit| *digit <= 9);
    let (mut read, mut len) = (0u64, 0);
    while let Some(digit) = text.get(len).and_then(digit) {
        read = read.wrapping_mul(10).wrapping_add(u64::from(digit));
        len += 1;
    }
    // A number of at most 19 digits fits in 64 bits.
    if number == 0 && len <= 19 {
        return (read, len);
    }
    let push = |number: u64, digit| number.saturating_mul(10).saturating_add(u64::from(digit));
    (text[..len].iter().filter_map(digit).fold(number, push), len)
}

// Not inlined: the code of its 128-bit division would slow down its callers.
#[inline(never)]
fn round_up(nanos: u128) -> u64 {
    // Five centuries fit in 64 bits, and a 64-bit division is much faster.
    match u64::try_from(nanos) {
        Ok(nanos) => nanos.div_ceil(NANOS_PER_MS),
        Err(_) => u64::try_from(nanos.div_ceil(u128::from(NANOS_PER_MS)))
            .map_or(Retry::MAX_DELAY_MS, |ms| ms.min(Retry::MAX_DELAY_MS)),
    }
}

/// The duration at the start of a text, such as `1m13.46s`, in milliseconds rounded up, and its
/// length in bytes (Go's `time.ParseDuration`).
pub(crate) fn read_duration(text: &[u8]) -> Option<(u64, usize)> {
    let mut nanos = 0u128;
    let mut at = 0;
    while at < text.len()
        && let Some((number, len)) = Decimal::parse_prefix(&text[at..])
    {
        let rest = &text[at + len..];
        let letters =
            rest.iter().take_while(|byte| byte.is_ascii_alphabetic() || !byte.is_ascii()).count();
        let Some(unit) = unit(&rest[..letters]) else {
            break;
        };
        nanos = nanos.saturating_add(number.to_nanos(unit));
        at += len + letters;
    }
    (at > 0).then(|| (round_up(nanos), at))
}

/// A whole text as a duration, or as a number of seconds if it has no unit.
pub(crate) fn parse_duration(text: &[u8]) -> Option<u64> {
    let text = text.trim_ascii();
    if text.last().is_some_and(u8::is_ascii_digit) {
        return Decimal::parse(text).map(Decimal::seconds);
    }
    // A fast path: most durations are in seconds.
    if let Some((number, len)) = Decimal::parse_prefix(text)
        && text[len..] == *b"s"
    {
        return Some(number.seconds());
    }
    let (ms, len) = read_duration(text)?;
    (len == text.len()).then_some(ms)
}

/// An HTTP date (RFC 9110, section 5.6.7) in Unix milliseconds. The name of the day may be wrong.
pub(crate) fn parse_http_date(text: &[u8]) -> Option<u64> {
    const LONGEST: usize = "Wednesday, 01-Jan-70 00:00:00 GMT".len();
    const DAYS: [&str; 7] =
        ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    let text = core::str::from_utf8(text.trim_ascii()).ok().filter(|text| text.len() <= LONGEST)?;
    let parse = |text: &str| {
        let since = httpdate::parse_http_date(text).ok()?.duration_since(UNIX_EPOCH).ok()?;
        u64::try_from(since.as_millis()).ok()
    };
    let name_len = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let with_day = |day: &&'static str| {
        let name = if name_len == 3 { &day[..3] } else { day };
        let mut date: ArrayString<{ LONGEST + 6 }> = ArrayString::new();
        date.push_str(name);
        date.push_str(&text[name_len..]);
        parse(&date)
    };
    let may_be_date = name_len >= 3 && text.len() > name_len;
    parse(text).or_else(|| DAYS.iter().filter(|_| may_be_date).find_map(with_day))
}

/// A time such as `2026-03-14T09:27:00.5Z` or `2026-03-14T10:27:00+01:00` (RFC 3339, section 5.6)
/// in Unix milliseconds, rounded up.
pub(crate) fn parse_rfc_3339(text: &[u8]) -> Option<u64> {
    let text = text.trim_ascii();
    let number = |from: usize, len: usize| -> Option<i64> {
        let digits = text.get(from..from + len)?;
        digits.iter().try_fold(0, |number, digit| {
            digit.is_ascii_digit().then(|| number * 10 + i64::from(digit - b'0'))
        })
    };
    let mark = |at: usize, marks: &[u8]| text.get(at).filter(|mark| marks.contains(mark)).copied();
    mark(4, b"-")?;
    mark(7, b"-")?;
    mark(10, b"Tt ")?;
    mark(13, b":")?;
    mark(16, b":")?;
    let (year, month, day) = (number(0, 4)?, number(5, 2)?, number(8, 2)?);
    let (hour, minute) = (number(11, 2)?, number(14, 2)?);
    number(17, 2)?;
    let (second, len) = Decimal::parse_prefix(&text[17..])?;
    let zone = 17 + len;
    let (offset_minutes, zone_len) = match mark(zone, b"Zz+- ")? {
        b'+' => (number(zone + 1, 2)? * 60 + number(zone + 4, 2)?, 6),
        b'-' => (-(number(zone + 1, 2)? * 60 + number(zone + 4, 2)?), 6),
        b' ' if text[zone..] == *b" UTC" => (0, 4),
        b' ' => return None,
        _ => (0, 1),
    };
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days_in_month = match month {
        2 => 28 + i64::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    let valid = (1..=12).contains(&month)
        && (1..=days_in_month).contains(&day)
        && hour < 24
        && minute < 60
        && second.whole < 61
        && text.len() == zone + zone_len;
    if !valid {
        return None;
    }
    // Days since 1970-01-01. Years begin in March, so that a leap day is the last day of its year
    // (Howard Hinnant's algorithm days_from_civil).
    let year = if month <= 2 { year - 1 } else { year };
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let days = year * 365 + year / 4 - year / 100 + year / 400 + day_of_year - 719_468;
    let minutes = (days * 24 + hour) * 60 + minute - offset_minutes;
    u64::try_from(minutes).ok()?.checked_mul(60_000)?.checked_add(second.seconds())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn go_durations_become_milliseconds_rounded_up() {
        for (text, ms) in [
            ("7.66s", 7_660),
            ("2m59.56s", 179_560),
            ("1ms", 1),
            ("1m13.46s", 73_460),
            ("6m0s", 360_000),
            ("2h3m5s", 7_385_000),
            ("114h18m0s", 411_480_000),
            ("6.780999999s", 6_781),
            ("1.984999999s", 1_985),
            ("0s", 0),
            ("1ns", 1),
            ("5µs", 1),
            ("1.0000000001s", 1_001),
            ("12", 12_000),
            ("0.5", 500),
        ] {
            assert_eq!(parse_duration(text.as_bytes()), Some(ms), "{text}");
        }
    }

    #[test]
    fn what_is_no_duration_is_absent() {
        for text in
            ["", "s", "-1s", "+1", "1x", "1s2", "NaN", "inf", "1e3", "1.", ".5", "1,5", "1 2"]
        {
            assert_eq!(parse_duration(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn what_is_too_long_is_capped() {
        let digits = "9".repeat(40);
        assert_eq!(parse_duration(digits.as_bytes()), Some(Retry::MAX_DELAY_MS));
        let long = format!("{digits}h{digits}h");
        assert_eq!(parse_duration(long.as_bytes()), Some(Retry::MAX_DELAY_MS));
        assert_eq!(
            Decimal::parse(digits.as_bytes()).map(Decimal::milliseconds),
            Some(Retry::MAX_DELAY_MS)
        );
    }

    #[test]
    fn a_number_may_group_its_digits_in_prose_only() {
        assert_eq!(
            Decimal::parse_prefix(b"20,000 tokens").map(|(n, len)| (n.trunc(), len)),
            Some((20_000, 6))
        );
        assert_eq!(
            Decimal::parse_prefix(b"20, and").map(|(n, len)| (n.trunc(), len)),
            Some((20, 2))
        );
        assert_eq!(Decimal::parse(b"20,000"), None);
    }

    #[test]
    fn the_three_forms_of_an_http_date_are_read() {
        for text in [
            "Sun, 06 Nov 1994 08:49:37 GMT",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994",
        ] {
            assert_eq!(parse_http_date(text.as_bytes()), Some(784_111_777_000), "{text}");
        }
        assert_eq!(parse_http_date(b"soon"), None);
    }

    #[test]
    fn rfc_3339_times_are_read_in_every_zone() {
        for (text, ms) in [
            ("1970-01-01T00:00:00Z", 0),
            ("2026-03-14T09:27:00Z", 1_773_480_420_000),
            ("2026-03-14T10:27:00+01:00", 1_773_480_420_000),
            ("2024-02-29 23:59:59.0001z", 1_709_251_199_001),
            ("2000-12-31T20:00:00-04:00", 978_307_200_000),
            ("2000-02-29T00:00:00Z", 951_782_400_000),
        ] {
            assert_eq!(parse_rfc_3339(text.as_bytes()), Some(ms), "{text}");
        }
        for text in [
            "",
            "2026-03-14",
            "2026-13-14T09:27:00Z",
            "2026-02-29T09:27:00Z",
            "2024-02-30T09:27:00Z",
            "1900-02-29T09:27:00Z",
            "2026-04-31T09:27:00Z",
            "2026-01-32T09:27:00Z",
            "2026-01-00T09:27:00Z",
            "2026-03-14T24:27:00Z",
            "2026-03-14T09:27:00",
            "2026-03-14T09:27:00Zx",
            "2026-03-14T09:27:00+01",
            "1969-12-31T23:59:59Z",
            "+026-03-14T09:27:00Z",
        ] {
            assert_eq!(parse_rfc_3339(text.as_bytes()), None, "{text}");
        }
    }
}
