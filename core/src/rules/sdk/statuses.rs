//! How clients print the status of a response.

use super::{
    AI_SDK, AIOHTTP, AXIOS, AZURE, CODEX, COHERE, CURL, DOTNET, GENAI_GO, GENAI_PYTHON, GO, HTTPX,
    OPENAI_NODE, OPENAI_PYTHON, PRISM, REQUESTS, SEEN, URLLIB, URLLIB3,
};
use crate::rules::schema::{StatusWords, Words, states, words};

/// The words before a status. If several end beside a number, the surest counts.
pub(crate) const BEFORE: &[StatusWords] = &[
    states("status code").source(AXIOS),
    states("status code of").source(SEEN),
    states("statuscode").source(AI_SDK),
    states("status_code").source(COHERE),
    states("status").source(DOTNET),
    states("httpstatus").source(SEEN),
    states("error code").source(OPENAI_PYTHON),
    states("error status").source(SEEN),
    states("http").source(PRISM),
    states("http error").source(URLLIB),
    states("http code").source(SEEN),
    states("http response code").source(CURL),
    states("response code").source(SEEN),
    states("response code for connect").source(SEEN),
    states("responsecode").source(SEEN),
    states("response status is").source(SEEN),
    states("api error").source(SEEN),
    states("server error").source(HTTPX),
    states("client error").source(HTTPX),
    states("unexpected status").source(CODEX),
    states("returned error").source(CURL),
    states("response").source(AZURE),
    states("responded with").source(SEEN),
    states("returned http").source(SEEN),
    states("returned status").source(SEEN),
    states("tunnel connection failed").source(URLLIB),
    states("tunnel failed, response").source(CURL),
    states("too many").weak().source(URLLIB3),
    states("error").weak().source(GENAI_GO),
    states("returned").weak().source(SEEN),
    states("failed,").weak().source(SEEN),
    states("failed with").weak().source(SEEN),
    states("failed").weak().source(SEEN),
    states("got").weak().source(SEEN),
    states("code").weak().source(SEEN),
    states("received").weak().source(SEEN),
];

/// The words after a status.
pub(crate) const AFTER: &[StatusWords] = &[
    states("status code (no body)").source(OPENAI_NODE),
    states("status code").source(OPENAI_NODE),
    states("client error").source(REQUESTS),
    states("server error").source(REQUESTS),
    states("error responses").source(URLLIB3),
    states(", message=").source(AIOHTTP),
    states("none.").source(GENAI_PYTHON),
    states("page not found").source(GO),
    states("generatecontentrequest").source(GENAI_PYTHON),
];

/// The words after a number that make it a quantity.
pub(crate) const UNITS: Words = words(
    "ms|s|sec|second|seconds|m|min|minute|minutes|h|hours|token|tokens|request|requests|\
     bytes|byte|kb|mb|gb|px|items|characters|chars|words|lines|files|images|messages|\
     errors|times|attempts|retries|rpm|tpm|rpd|requests/min|per|of|days|users|rows|\
     entries|samples|steps|x|credits",
);

/// The reason phrases that RFC 9110 and its forerunners give beside those of the rows of statuses.
pub(crate) const OTHER_REASONS: &[(u16, &str)] = &[
    (407, "Proxy Authentication Required"),
    (408, "Request Timeout"),
    (408, "Request Time-out"),
    (413, "Payload Too Large"),
    (413, "Content Too Large"),
    (413, "Request Entity Too Large"),
    (422, "Unprocessable Content"),
    (500, "Internal Server Error"),
    (504, "Gateway Timeout"),
    (504, "Gateway Time-out"),
    (529, "Overloaded"),
    (529, "Site is overloaded"),
];
