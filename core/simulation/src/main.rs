//! Clients against a model of a provider, under this project's retry policy and under others.
//!
//!     simulate [--seeds N] [--sweep] [--results FOLDER] [--page FILE]
//!
//! It prints a table. `--results` writes what was measured, `--page` writes the table between the
//! markers of a page, and `--sweep` tries other numbers for this project's policy. The same seeds give
//! the same output on every machine: it draws no number that depends on time or on threads.

mod answer;
mod bucket;
mod load;
mod policies;
mod random;
mod run;
mod server;
mod table;

use std::env;
use std::fs;
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use apifault::{RetryBudget, RetryPolicy};

use crate::policies::{Policy, Smithy};
use crate::run::{Case, Outcomes};
use crate::table::Row;

const SEEDS: u64 = 100;
const THREADS: usize = 2;

fn case(name: &str, policy: Policy) -> Case {
    Case { name: name.to_owned(), policy, is_split: false }
}

fn cases() -> Vec<Case> {
    let ours = Policy::Apifault(RetryPolicy::new(), Some(RetryBudget::DEFAULT_CAPACITY));
    vec![
        case("no retry", Policy::NoRetry),
        case("openai-python", Policy::OpenAi),
        case("groq-python", Policy::Groq),
        case("litellm `completion`", Policy::LitellmCompletion),
        case("litellm `Router`", Policy::LitellmRouter),
        case("smithy 2.0", Policy::Smithy(Smithy::V2_0)),
        case("smithy 2.1", Policy::Smithy(Smithy::V2_1)),
        case("apifault", ours),
        Case { is_split: true, ..case("smithy 2.1, 480 processes", Policy::Smithy(Smithy::V2_1)) },
        Case { is_split: true, ..case("apifault, 480 processes", ours) },
    ]
}

/// This project's policy with other numbers.
fn variants() -> Vec<Case> {
    let default = RetryPolicy::new();
    let mut variants = vec![
        case("default", Policy::Apifault(default, Some(RetryBudget::DEFAULT_CAPACITY))),
        case("no budget", Policy::Apifault(default, None)),
    ];
    for capacity in [50, 100, 200, 500, 1_000] {
        let policy = Policy::Apifault(default, Some(capacity));
        variants.push(case(&format!("capacity {capacity}"), policy));
        let name = format!("capacity {capacity}, split");
        variants.push(Case { is_split: true, ..case(&name, policy) });
    }
    let mut vary = |name: &str, values: &[u32], set: fn(&mut RetryPolicy, u32)| {
        for &value in values {
            let mut policy = default;
            set(&mut policy, value);
            let policy = Policy::Apifault(policy, Some(RetryBudget::DEFAULT_CAPACITY));
            variants.push(case(&format!("{name} {value}"), policy));
        }
    };
    vary("max_attempts", &[2, 3, 5, 6, 8], |policy, value| policy.max_attempts = value);
    vary("max_now_retries", &[1, 3], |policy, value| policy.max_now_retries = value);
    vary("max_delay_ms", &[20_000, 120_000], |policy, value| policy.max_delay_ms = value.into());
    vary("backoff_base_ms", &[250, 1_000, 2_000], |policy, value| {
        policy.backoff_base_ms = value.into()
    });
    vary("overload_base_ms", &[500, 1_000, 4_000, 8_000, 20_000], |policy, value| {
        policy.overload_base_ms = value.into();
    });
    vary("retry_cost", &[1, 3, 10], |policy, value| policy.retry_cost = value);
    vary("success_refund", &[0, 2], |policy, value| policy.success_refund = value);
    variants
}

/// Runs every case with every seed. The result has the seeds in order, and in each the cases.
fn simulate(seeds: u64, cases: &[Case]) -> Vec<Vec<Outcomes>> {
    let next = AtomicU64::new(0);
    let done = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= seeds {
                        break;
                    }
                    let calls = load::calls(seed);
                    let outcomes: Vec<_> =
                        cases.iter().map(|case| run::run(seed, &calls, case)).collect();
                    done.lock().expect("no thread panics").push((seed, outcomes));
                }
            });
        }
    });
    let mut done = done.into_inner().expect("no thread panics");
    done.sort_by_key(|(seed, _)| *seed);
    done.into_iter().map(|(_, outcomes)| outcomes).collect()
}

/// What the command line asks for.
struct Asked {
    seeds: u64,
    sweep: bool,
    results: Option<String>,
    page: Option<String>,
}

fn asked(mut arguments: impl Iterator<Item = String>) -> Option<Asked> {
    let mut asked = Asked { seeds: SEEDS, sweep: false, results: None, page: None };
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--seeds" => asked.seeds = arguments.next()?.parse().ok().filter(|&seeds| seeds > 0)?,
            "--sweep" => asked.sweep = true,
            "--results" => asked.results = Some(arguments.next()?),
            "--page" => asked.page = Some(arguments.next()?),
            _ => return None,
        }
    }
    Some(asked)
}

fn write(asked: &Asked, rows: &[Row], tables: &str, load: &str) -> Result<(), String> {
    let failed = |path: &str| {
        let path = path.to_owned();
        move |error: std::io::Error| format!("{path}: {error}")
    };
    if let Some(folder) = &asked.results {
        fs::create_dir_all(folder).map_err(failed(folder))?;
        for (name, text) in [("simulation.csv", &*table::csv(rows)), ("simulation-load.csv", load)]
        {
            let path = format!("{folder}/{name}");
            fs::write(&path, text).map_err(failed(&path))?;
        }
    }
    if let Some(path) = &asked.page {
        let page = fs::read_to_string(path).map_err(failed(path))?;
        let page = table::between_markers(&page, tables)
            .ok_or_else(|| format!("{path}: it has no markers for the table"))?;
        fs::write(path, page).map_err(failed(path))?;
    }
    Ok(())
}

fn main() -> ExitCode {
    let Some(asked) = asked(env::args().skip(1)) else {
        eprintln!("usage: simulate [--seeds N] [--sweep] [--results FOLDER] [--page FILE]");
        return ExitCode::from(2);
    };
    let cases = if asked.sweep { variants() } else { cases() };
    let outcomes = simulate(asked.seeds, &cases);
    let rows: Vec<Row> = cases
        .iter()
        .enumerate()
        .map(|(index, case)| Row::of(&case.name, outcomes.iter().map(|of_seed| &of_seed[index])))
        .collect();
    let tables = table::markdown(&rows);
    if asked.sweep {
        print!("{}", table::text(&rows));
    } else {
        print!("{}\n{tables}", table::text(&rows));
    }
    match write(&asked, &rows, &tables, &table::load_csv(&rows)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("simulate: {message}");
            ExitCode::FAILURE
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seeds_give_the_same_numbers_whatever_the_threads_do() {
        let cases = cases();
        let numbers = || {
            let outcomes = simulate(3, &cases);
            let of_seed = |of_seed: &Vec<Outcomes>| {
                of_seed.iter().map(|outcome| outcome.attempts.clone()).collect::<Vec<_>>()
            };
            outcomes.iter().map(of_seed).collect::<Vec<_>>()
        };
        assert_eq!(numbers(), numbers());
    }

    #[test]
    fn without_a_retry_the_load_is_the_offered_one() {
        let outcomes = simulate(1, &[case("no retry", Policy::NoRetry)]);
        let names: Vec<_> = run::METRICS.iter().map(|(name, _)| *name).collect();
        for (name, expected) in [("retries", 0.0), ("overload_mean", 1.0), ("after_mean", 1.0)] {
            let index = names.iter().position(|other| *other == name).expect("it is measured");
            assert_eq!(outcomes[0][0].metrics[index], expected);
        }
    }

    #[test]
    fn a_command_line_that_is_not_understood_is_refused() {
        let asked = |line: &str| asked(line.split_whitespace().map(str::to_owned)).is_some();
        assert!(asked("") && asked("--seeds 3 --sweep --results build --page a.md"));
        assert!(!asked("--seeds 0") && !asked("--seeds") && !asked("--what"));
    }
}
