//! Failures without a response: the kind of each, and what to do about it.

use crate::kind::Failure::{
    self, Cancelled, Certificate, Connection, Cors, CutOutput, FilteredOutput, InvalidCall,
    InvalidOutput, LocalServer, MissingCredentials, Other, Proxy, Refused, Reset, Timeout, Tls,
    TooManyRedirects, Unreachable, Unresolved,
};
use crate::kind::Kind;

/// A failure and what follows from it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FailureRow {
    pub(crate) failure: Failure,
    pub(crate) id: &'static str,
    pub(crate) kind: Kind,
    /// What happened, in a few words.
    pub(crate) evidence: &'static str,
    /// What to do, if that is more precise than the action of the kind.
    pub(crate) action: Option<&'static str>,
}

const fn row(failure: Failure, id: &'static str, kind: Kind, evidence: &'static str) -> FailureRow {
    FailureRow { failure, id, kind, evidence, action: None }
}

impl FailureRow {
    const fn action(self, action: &'static str) -> Self {
        Self { action: Some(action), ..self }
    }
}

/// One row for each failure, in the order of their numbers.
pub(crate) const ROWS: &[FailureRow] = &[
    row(Other, "failure/other", Kind::Unknown, "no response, and no known reason"),
    row(Timeout, "failure/timeout", Kind::Timeout, "no response within the client's time limit"),
    row(
        Connection,
        "failure/connection",
        Kind::BadGateway,
        "no connection to the server, or one that broke off",
    ),
    row(Cancelled, "failure/cancelled", Kind::Cancelled, "a call that the caller cancelled"),
    row(
        InvalidCall,
        "failure/invalid_call",
        Kind::InvalidRequest,
        "a call that the client did not send",
    )
    .action(CORRECT_CALL),
    row(
        MissingCredentials,
        "failure/missing_credentials",
        Kind::Authentication,
        "no key, or an expired login",
    )
    .action(GIVE_KEY),
    row(Refused, "failure/refused", Kind::BadGateway, "a refused connection").action(START_SERVER),
    row(
        LocalServer,
        "failure/local_server",
        Kind::BadGateway,
        "a refused connection to the same machine",
    )
    .action(START_LOCAL_SERVER),
    row(Reset, "failure/reset", Kind::BadGateway, "a connection that was reset or closed early"),
    row(
        Unresolved,
        "failure/unresolved",
        Kind::BadGateway,
        "a host name that could not be resolved",
    )
    .action(CHECK_NAME),
    row(
        Unreachable,
        "failure/unreachable",
        Kind::BadGateway,
        "a network without a route to the server",
    )
    .action(CHECK_NETWORK),
    row(Tls, "failure/tls", Kind::BadGateway, "a TLS handshake that broke off").action(CHECK_TLS),
    row(
        Certificate,
        "failure/certificate",
        Kind::InvalidRequest,
        "a certificate or a TLS version that the client does not accept",
    )
    .action(TRUST_CERTIFICATE),
    row(Proxy, "failure/proxy", Kind::BadGateway, "a proxy that did not let the call through")
        .action(CHECK_PROXY),
    row(
        Cors,
        "failure/cors",
        Kind::InvalidRequest,
        "a call that a browser blocked for its page's origin",
    )
    .action(CALL_FROM_SERVER),
    row(
        TooManyRedirects,
        "failure/too_many_redirects",
        Kind::Redirect,
        "more redirects than the client follows",
    ),
    row(
        InvalidOutput,
        "failure/invalid_output",
        Kind::GenerationFailed,
        "an output without the form that the client expects",
    ),
    row(
        CutOutput,
        "failure/cut_output",
        Kind::InvalidRequest,
        "an output that was cut at its token limit",
    )
    .action(RAISE_LIMIT),
    row(
        FilteredOutput,
        "failure/filtered_output",
        Kind::ContentPolicy,
        "an output that a content filter stopped",
    ),
];

const CORRECT_CALL: &str =
    "Correct the address and the arguments of the call: the client did not send it.";
const GIVE_KEY: &str = "Give the client an API key, or log in again.";
const START_SERVER: &str = "Check that the server runs and that the address and port are right; then retry with exponential backoff.";
const START_LOCAL_SERVER: &str = "Start the server on this machine, or correct the port; in a container, `localhost` is the container itself: use the name or address of the host.";
const CHECK_NAME: &str =
    "Check the spelling of the host name and that DNS works; then retry with exponential backoff.";
const CHECK_NETWORK: &str =
    "Check the network, the VPN and the firewall; then retry with exponential backoff.";
const CHECK_TLS: &str = "Check that the address serves HTTPS and that no proxy or firewall breaks off TLS; then retry with exponential backoff.";
const TRUST_CERTIFICATE: &str = "Trust the server's certificate (behind a company's proxy: that of the proxy), or correct the address.";
const CHECK_PROXY: &str =
    "Check the proxy's address and login; exclude local addresses from it with `NO_PROXY`.";
const CALL_FROM_SERVER: &str = "Call the API from your own server, or let the API's server allow the page's origin: browsers block other calls.";
const RAISE_LIMIT: &str =
    "Raise the token limit of the output, or ask for less: the same call would be cut again.";
