//! Reads one HTTP response from standard input, as `curl -i` prints it, and prints its report.
//!
//! ```sh
//! curl -is https://api.groq.com/openai/v1/models | cargo run -p apifault --example classify
//! ```

use std::error::Error;
use std::io::Read;
use std::time::{SystemTime, UNIX_EPOCH};

use apifault::{Options, Response, catalog, classify};

fn main() -> Result<(), Box<dyn Error>> {
    let mut raw = Vec::new();
    std::io::stdin().read_to_end(&mut raw)?;

    // The library has no clock: the time turns dates in the response into delays.
    let now_ms = SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis();
    let options = Options::new().with_now_ms(u64::try_from(now_ms)?);

    // Servers repeat API keys in their messages, so print only the redacted report.
    let response = Response::from_raw(&raw).map_err(|error| error.to_string())?;
    let report = classify(&response, &options);
    let report = report.redacted();

    println!("{} (status {}): {}", report.kind, report.status, report.kind.meaning());
    println!("who must act: {}", report.fault.meaning());
    println!("what fails: {}", report.scope.meaning());
    for remedy in report.remedies {
        println!("what may help: {}", remedy.meaning());
    }
    println!("what to do: {}", report.action);
    match (report.retry.delay_ms, report.retry.source) {
        (Some(ms), Some(source)) => println!("retry: after {ms} ms, from {source}"),
        _ => println!("retry: {}", report.retry.advice),
    }
    if let Some(provider) = report.provider {
        println!("provider: {provider}");
    }
    // `{:?}` escapes control characters, which could change the terminal.
    if let Some(message) = &report.error.message {
        println!("message: {message:?}");
    }
    if let Some(upstream) =
        report.upstream.as_ref().and_then(|upstream| upstream.error.message.as_ref())
    {
        println!("upstream message: {upstream:?}");
    }
    for limit in &report.limits {
        println!("limit: {limit:?}");
    }
    if let Some(id) = &report.request_id {
        println!("request id: {id:?}");
    }
    let source = catalog::find(&report.rule).map_or("", |rule| rule.source());
    println!("rule: {} ({source})", report.rule);
    Ok(())
}
