//! The times of records.

use serde_json::Value;

use crate::read::time::parse_rfc_3339;

/// A larger number of seconds is one of milliseconds, or of smaller units.
const MAX_SECONDS: f64 = 1e11;

/// A time in Unix milliseconds: text, or a number of seconds, milliseconds, microseconds or
/// nanoseconds since 1970.
pub(super) fn moment(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => of_number(number.as_f64()?),
        Value::String(text) => of_text(text),
        _ => None,
    }
}

fn of_text(text: &str) -> Option<i64> {
    let text = text.trim();
    if text.len() > 64 {
        return None;
    }
    if text.starts_with(|c: char| c.is_ascii_digit())
        && let Ok(number) = text.parse()
    {
        return of_number(number);
    }
    let ms = parse_rfc_3339(text.as_bytes())
        .or_else(|| parse_rfc_3339(text.replace(',', ".").as_bytes()))
        .or_else(|| parse_rfc_3339(format!("{}Z", text.replace(',', ".")).as_bytes()))?;
    i64::try_from(ms).ok()
}

#[expect(clippy::cast_possible_truncation, reason = "it is in the range")]
fn of_number(number: f64) -> Option<i64> {
    if !number.is_finite() || number <= 0.0 || number > 1e22 {
        return None;
    }
    let mut seconds = number;
    while seconds > MAX_SECONDS {
        seconds /= 1_000.0;
    }
    Some((seconds * 1_000.0).round() as i64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn times_are_read_in_every_unit() {
        for value in [
            json!(1_773_742_830),
            json!(1_773_742_830_000_i64),
            json!("1773742830000000000"),
            json!("2026-03-17T10:20:30Z"),
            json!("2026-03-17 10:20:30"),
            json!("2026-03-17T10:20:30,000"),
        ] {
            assert_eq!(moment(&value), Some(1_773_742_830_000), "{value}");
        }
        for value in [json!(-1), json!(1e300), json!("soon"), json!([]), json!("Infinity")] {
            assert_eq!(moment(&value), None, "{value}");
        }
    }
}
