//! Any response gives a report that says what the decision says, and is read back from its JSON.

#![no_main]

use apifault::{Options, Provider, Report, Response, classify, decide};
use libfuzzer_sys::fuzz_target;

/// A response as `curl -i` prints it, else a status in two bytes and a body.
fn response(data: &[u8]) -> Option<Response<'_>> {
    Response::from_raw(data).ok().or_else(|| {
        let (status, body) = data.split_first_chunk()?;
        Some(Response::new(u16::from_le_bytes(*status), body))
    })
}

fuzz_target!(|data: &[u8]| {
    let Some(response) = response(data) else { return };
    let known = Options::new().with_now_ms(1_767_225_600_000).with_provider(Provider::Groq);
    for options in [Options::new(), known] {
        let decision = decide(&response, &options);
        let report = classify(&response, &options);
        assert_eq!(report.kind, decision.kind);
        assert_eq!(report.fault, decision.fault);
        assert_eq!(report.retry, decision.retry);
        assert_eq!(report.provider, decision.provider);
        assert_eq!(report.rule, decision.rule.id());
        assert_eq!(report.action, decision.rule.action());
        let json = serde_json::to_string(&report).expect("a report is JSON");
        let back: Report<'_> = serde_json::from_str(&json).expect("it is read back");
        assert_eq!(back, report);
        assert_eq!(report.clone().into_owned(), report);
    }
});
