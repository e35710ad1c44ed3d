//! The zone of times that have none of their own.

use jiff::tz::{Offset, TimeZone};

/// The zone of times without one.
#[derive(Clone, Debug)]
pub(crate) struct Zone(pub(super) TimeZone);

impl Default for Zone {
    fn default() -> Self {
        Self(TimeZone::UTC)
    }
}

impl Zone {
    /// The zone of this name or offset; without one, the local zone.
    pub(crate) fn named(name: Option<&str>) -> Option<Self> {
        let Some(name) = name else { return Some(Self(TimeZone::system())) };
        if name.eq_ignore_ascii_case("utc") || name == "Z" {
            return Some(Self::default());
        }
        if let Some((seconds, length)) = offset(name.as_bytes()) {
            let offset = Offset::from_seconds(seconds).ok()?;
            return (length == name.len()).then(|| Self(TimeZone::fixed(offset)));
        }
        TimeZone::get(name).ok().map(Self)
    }
}

/// Reads `+02:00`, `+0200` or `+02`: its seconds, and how long it is.
pub(super) fn offset(bytes: &[u8]) -> Option<(i32, usize)> {
    let sign = match bytes.first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let hours = number(bytes, 1, 2)?;
    let colon = usize::from(bytes.get(3) == Some(&b':'));
    let (minutes, end) = match number(bytes, 3 + colon, 2) {
        Some(minutes) => (minutes, 5 + colon),
        None => (0, 3),
    };
    if hours > 18 || minutes > 59 || bytes.get(end).is_some_and(u8::is_ascii_digit) {
        return None;
    }
    Some((sign * (i32::from(hours) * 3_600 + i32::from(minutes) * 60), end))
}

/// Reads exactly `length` digits.
pub(super) fn number(bytes: &[u8], start: usize, length: usize) -> Option<i16> {
    let digits = bytes.get(start..start.checked_add(length)?)?;
    digits.iter().try_fold(0_i16, |number, digit| {
        let digit = digit.is_ascii_digit().then(|| i16::from(digit - b'0'))?;
        number.checked_mul(10)?.checked_add(digit)
    })
}
