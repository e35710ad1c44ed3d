//! Reads the test vectors, which the tests of all languages use.

use std::fs;
use std::path::{Path, PathBuf};

use apifault::{Options, Provider, Response};
use base64::prelude::{BASE64_STANDARD, Engine};
use serde::Deserialize;
use serde_json::Value;

/// One response, and the expected content of its report.
#[derive(Deserialize)]
pub(crate) struct Vector {
    pub(crate) id: String,
    #[serde(default = "ok")]
    pub(crate) status: u16,
    #[serde(default)]
    headers: Value,
    body: Option<String>,
    body_base64: Option<String>,
    pub(crate) provider: Option<String>,
    pub(crate) now: Option<f64>,
    /// Whether the body is one event of a stream.
    #[serde(default)]
    stream: bool,
    pub(crate) expect: Value,
    #[serde(default)]
    pub(crate) unsure: Vec<String>,
    #[serde(skip)]
    pub(crate) bytes: Vec<u8>,
    #[serde(skip)]
    pub(crate) header_pairs: Vec<(String, String)>,
}

fn ok() -> u16 {
    200
}

impl Vector {
    pub(crate) fn response(&self) -> Response<'_> {
        self.response_with(&self.bytes)
    }

    /// The response with another body.
    pub(crate) fn response_with<'a>(&'a self, body: &'a [u8]) -> Response<'a> {
        let pairs = self.header_pairs.iter();
        let response =
            Response::new(self.status, body).with_headers(pairs.map(|(name, value)| (name, value)));
        if self.stream { response.as_event() } else { response }
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a time of ours")]
    pub(crate) fn options(&self) -> Options {
        let mut options = Options::new();
        if let Some(now) = self.now {
            options = options.with_now_ms((now * 1000.0) as u64);
        }
        if let Some(provider) = &self.provider {
            let provider = provider.parse::<Provider>().expect("a provider's word");
            options = options.with_provider(provider);
        }
        options
    }
}

/// Every vector of every file, but those of whole streams.
pub(crate) fn vectors() -> Vec<Vector> {
    of_files(|name| !name.starts_with("streams"))
}

/// Every vector of a whole stream.
pub(crate) fn stream_vectors() -> Vec<Vector> {
    of_files(|name| name.starts_with("streams"))
}

fn of_files(wanted: impl Fn(&str) -> bool) -> Vec<Vector> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors");
    let mut files: Vec<PathBuf> = fs::read_dir(&folder)
        .expect("the vectors")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "jsonl"))
        .filter(|path| path.file_name().is_some_and(|name| wanted(&name.to_string_lossy())))
        .collect();
    files.sort();
    files.iter().flat_map(|path| read(path)).collect()
}

fn read(path: &Path) -> Vec<Vector> {
    let text = fs::read_to_string(path).expect("a file of vectors");
    text.lines()
        .map(|line| {
            let mut vector: Vector = serde_json::from_str(line).expect("a vector");
            vector.bytes = match (vector.body.take(), &vector.body_base64) {
                (Some(body), _) => body.into_bytes(),
                (None, Some(text)) => BASE64_STANDARD.decode(text).expect("base64"),
                (None, None) => Vec::new(),
            };
            vector.header_pairs = pairs(&vector.headers);
            vector
        })
        .collect()
}

fn pairs(headers: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    match headers {
        Value::Object(object) => {
            object.iter().map(|(name, value)| (name.clone(), text(value))).collect()
        }
        Value::Array(list) => list.iter().map(|pair| (text(&pair[0]), text(&pair[1]))).collect(),
        _ => Vec::new(),
    }
}
