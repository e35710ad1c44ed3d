//! Failures without a response: the kind of each, and what to do about it.

use crate::failure::Failure::{self, *};
use crate::kind::Kind;

/// A failure, its rule, its kind, and what to do if that is more precise than the action of the kind.
pub(crate) type FailureRow = (Failure, &'static str, Kind, Option<&'static str>);

/// One row for each failure but `Other`.
pub(crate) const ROWS: &[FailureRow] = &[
    (Timeout, "failure/timeout", Kind::Timeout, None),
    (Connection, "failure/connection", Kind::BadGateway, None),
    (Cancelled, "failure/cancelled", Kind::Cancelled, None),
    (InvalidCall, "failure/invalid_call", Kind::InvalidRequest, Some(CORRECT_CALL)),
    (MissingCredentials, "failure/missing_credentials", Kind::Authentication, Some(GIVE_KEY)),
    (Refused, "failure/refused", Kind::BadGateway, Some(START_SERVER)),
    (LocalServer, "failure/local_server", Kind::BadGateway, Some(START_LOCAL_SERVER)),
    (Reset, "failure/reset", Kind::BadGateway, None),
    (Unresolved, "failure/unresolved", Kind::BadGateway, Some(CHECK_NAME)),
    (Unreachable, "failure/unreachable", Kind::BadGateway, Some(CHECK_NETWORK)),
    (Tls, "failure/tls", Kind::BadGateway, Some(CHECK_TLS)),
    (Certificate, "failure/certificate", Kind::InvalidRequest, Some(TRUST_CERTIFICATE)),
    (Proxy, "failure/proxy", Kind::BadGateway, Some(CHECK_PROXY)),
    (Cors, "failure/cors", Kind::InvalidRequest, Some(CALL_FROM_SERVER)),
    (TooManyRedirects, "failure/too_many_redirects", Kind::Redirect, None),
    (InvalidOutput, "failure/invalid_output", Kind::GenerationFailed, None),
    (CutOutput, "failure/cut_output", Kind::InvalidRequest, Some(RAISE_LIMIT)),
    (FilteredOutput, "failure/filtered_output", Kind::ContentPolicy, None),
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
    "Check the proxy's address and login; exclude local addresses from it with NO_PROXY.";
const CALL_FROM_SERVER: &str = "Call the API from your own server, or let the API's server allow the page's origin: browsers block other calls.";
const RAISE_LIMIT: &str =
    "Raise the token limit of the output, or ask for less: the same call would be cut again.";
