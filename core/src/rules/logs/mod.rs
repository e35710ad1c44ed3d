//! What logs look like: the routes of LLM APIs, the names of fields, the forms of records and lines.

pub(crate) mod fields;
pub(crate) mod lines;
pub(crate) mod providers;
pub(crate) mod records;
pub(crate) mod routes;
pub(crate) mod words;
