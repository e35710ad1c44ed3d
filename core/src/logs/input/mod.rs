//! Bytes to entries.

use super::entry::{Content, Entry};

/// Divides a piece of a log that ends with a whole line into its entries.
pub(crate) fn entries(text: &str, first_line: u64) -> Vec<Entry<'_>> {
    let lines = text.lines().zip(first_line..);
    lines
        .map(|(line, number)| {
            let record = serde_json::from_str(line).ok();
            let content = record.map_or(Content::Text(line), Content::Record);
            Entry { line: number, when_ms: None, source: 0, content }
        })
        .collect()
}
