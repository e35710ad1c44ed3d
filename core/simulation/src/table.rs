//! Means over the seeds, as tables and as files.

use std::fmt::Write as _;

use crate::run::{BIN, METRICS, Outcomes, offered_per_bin};

/// The overloads of this length are drawn.
const DRAWN_OVERLOAD: u64 = 3 * 60_000;
/// From this many bins before the start of the overload to so many after it.
const DRAWN: (usize, usize) = (18, 78);

const START: &str = "<!-- simulation -->\n";
const END: &str = "<!-- end of simulation -->";

/// What one policy showed in all seeds.
pub(crate) struct Row {
    name: String,
    /// The mean and the standard deviation of each of [`METRICS`].
    values: [(f64, f64); METRICS.len()],
    /// The mean load around the drawn overloads, times the offered load, in bins.
    load: Vec<f64>,
}

#[expect(clippy::cast_precision_loss, reason = "seeds are few")]
fn mean_and_deviation(values: &[f64]) -> (f64, f64) {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    (mean, if values.len() < 2 { 0.0 } else { (squares / (count - 1.0)).sqrt() })
}

impl Row {
    pub(crate) fn of<'a>(name: &str, outcomes: impl Iterator<Item = &'a Outcomes>) -> Self {
        let outcomes: Vec<_> = outcomes.collect();
        let values = std::array::from_fn(|index| {
            let values: Vec<f64> = outcomes.iter().map(|outcome| outcome.metrics[index]).collect();
            mean_and_deviation(&values)
        });
        let drawn: Vec<_> = outcomes
            .iter()
            .filter(|outcome| outcome.overload.end - outcome.overload.start == DRAWN_OVERLOAD)
            .collect();
        let load = (0..DRAWN.0 + DRAWN.1).map(|bin| {
            let loads: Vec<f64> = drawn
                .iter()
                .map(|outcome| {
                    let start = (outcome.overload.start / BIN) as usize - DRAWN.0;
                    f64::from(outcome.attempts[start + bin]) / offered_per_bin(outcome.calls)
                })
                .collect();
            if loads.is_empty() { 0.0 } else { mean_and_deviation(&loads).0 }
        });
        Self { name: name.to_owned(), values, load: load.collect() }
    }

    fn value(&self, metric: &str) -> (f64, f64) {
        let index = METRICS.iter().position(|(name, _)| *name == metric);
        self.values[index.expect("it is measured")]
    }
}

/// All that was measured, for a terminal.
pub(crate) fn text(rows: &[Row]) -> String {
    let mut text = String::new();
    let width = rows.iter().map(|row| row.name.len()).max().unwrap_or(0);
    _ = write!(text, "{:width$}", "");
    for (name, _) in METRICS {
        _ = write!(text, " {name:>w$}", w = name.len().max(6));
    }
    text.push('\n');
    for row in rows {
        _ = write!(text, "{:width$}", row.name);
        for ((name, _), (mean, _)) in METRICS.iter().zip(row.values) {
            _ = write!(text, " {mean:w$.2}", w = name.len().max(6));
        }
        text.push('\n');
    }
    text
}

/// A column of a table: its head, the metric, and the digits after the point.
type Column = (&'static str, &'static str, usize);

const CALLS: [Column; 7] = [
    ("finished, %", "finished", 2),
    ("of those over a limit, %", "finished_of_limited", 1),
    ("hopeless retries", "hopeless", 1),
    ("failed retries", "failed_retries", 1),
    ("paid twice, %", "paid_twice", 2),
    ("median, s", "median", 2),
    ("p99, s", "p99", 1),
];

const LOAD: [Column; 5] = [
    ("overload: mean", "overload_mean", 2),
    ("peak", "overload_peak", 2),
    ("minute after: mean", "after_mean", 2),
    ("peak", "after_peak", 2),
    ("refused in that minute, %", "after_refused", 2),
];

fn markdown_table(rows: &[Row], columns: &[Column]) -> String {
    let mut table = "| policy |".to_owned();
    for (head, _, _) in columns {
        _ = write!(table, " {head} |");
    }
    _ = write!(table, "\n|---|{}\n", "--:|".repeat(columns.len()));
    for row in rows {
        _ = write!(table, "| {} |", row.name);
        for (_, metric, digits) in columns {
            let (mean, deviation) = row.value(metric);
            _ = write!(table, " {mean:.digits$} ± {deviation:.digits$} |");
        }
        table.push('\n');
    }
    table
}

/// The tables of the page.
pub(crate) fn markdown(rows: &[Row]) -> String {
    format!("{}\n{}", markdown_table(rows, &CALLS), markdown_table(rows, &LOAD))
}

/// The page with the tables between its markers; none if it has no markers.
pub(crate) fn between_markers(page: &str, tables: &str) -> Option<String> {
    let (before, rest) = page.split_once(START)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{START}\n{tables}\n{END}{after}"))
}

/// The mean and the deviation of everything that was measured.
pub(crate) fn csv(rows: &[Row]) -> String {
    let mut csv = "policy,metric,meaning,mean,deviation\n".to_owned();
    for row in rows {
        for ((name, meaning), (mean, deviation)) in METRICS.iter().zip(row.values) {
            _ = writeln!(csv, "\"{}\",{name},\"{meaning}\",{mean:.6},{deviation:.6}", row.name);
        }
    }
    csv
}

/// The load around an overload: a line for each policy and bin, with seconds from the start.
pub(crate) fn load_csv(rows: &[Row]) -> String {
    let mut csv = "policy,seconds,load\n".to_owned();
    for row in rows {
        for (bin, load) in row.load.iter().enumerate() {
            let seconds = (bin as i64 - DRAWN.0 as i64) * (BIN / 1_000) as i64;
            _ = writeln!(csv, "\"{}\",{seconds},{load:.6}", row.name);
        }
    }
    csv
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_deviation_is_that_of_a_sample() {
        assert_eq!(mean_and_deviation(&[1.0, 3.0]), (2.0, 2.0_f64.sqrt()));
        assert_eq!(mean_and_deviation(&[5.0]), (5.0, 0.0));
    }

    #[test]
    fn the_tables_replace_what_is_between_the_markers_and_nothing_else() {
        let page = format!("before\n{START}old\n{END}\nafter\n");
        let new = between_markers(&page, "| new |\n").expect("it has markers");
        assert_eq!(new, format!("before\n{START}\n| new |\n\n{END}\nafter\n"));
        assert_eq!(between_markers(&new, "| new |\n"), Some(new.clone()));
        assert_eq!(between_markers("no markers", ""), None);
    }
}
