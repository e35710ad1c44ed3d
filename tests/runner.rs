//! Runs the test vectors through the Rust interface: reads frames and writes one report per line.
//!
//! A frame is a line `STATUS NOW_MS PROVIDER HEADERS_LEN BODY_LEN` (`-` if a value is not given),
//! then `HEADERS_LEN` bytes of header lines and `BODY_LEN` bytes of body, then a line feed.

use std::error::Error;
use std::io::{BufRead, Read, Write};

use apifault::{Options, Response, classify, decide};

fn main() -> Result<(), Box<dyn Error>> {
    let mut input = std::io::stdin().lock();
    let mut output = std::io::BufWriter::new(std::io::stdout().lock());
    let mut line = String::new();
    loop {
        line.clear();
        if input.read_line(&mut line)? == 0 {
            return Ok(output.flush()?);
        }
        let [status, now_ms, provider, headers_len, body_len] =
            line.split_whitespace().collect::<Vec<_>>()[..]
        else {
            return Err(format!("invalid frame: {line:?}").into());
        };
        let mut options = Options::new();
        if now_ms != "-" {
            options = options.with_now_ms(now_ms.parse()?);
        }
        if provider != "-" {
            options = options.with_provider(provider.parse()?);
        }
        let headers_len: usize = headers_len.parse()?;
        let mut bytes = vec![0; headers_len + body_len.parse::<usize>()? + 1];
        input.read_exact(&mut bytes)?;
        let (headers, body) = bytes[..bytes.len() - 1].split_at(headers_len);

        let response = Response::new(status.parse()?, body).with_header_block(headers);
        let report = classify(&response, &options);
        let decision = decide(&response, &options);
        if (report.kind, report.fault, report.retry, report.provider)
            != (decision.kind, decision.fault, decision.retry, decision.provider)
            || (report.scope, report.remedies) != (decision.scope, decision.remedies)
        {
            return Err(
                format!("the decision {decision:?} differs from the report {report:?}").into()
            );
        }
        serde_json::to_writer(&mut output, &report)?;
        writeln!(output)?;
    }
}
