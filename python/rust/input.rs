//! Arguments from Python: a wrong type raises `TypeError`, bad bytes never raise.

use std::borrow::Cow;
use std::str::FromStr;

use apifault::Options;
use pyo3::exceptions::PyOverflowError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyByteArray, PyBytes, PyDict, PyList, PyMemoryView, PyString, PyTuple};

use crate::errors::{type_error, value_error};
use crate::names::Named;

/// A number that is too large for what it is read into becomes `None`.
fn in_range<T>(py: Python<'_>, number: PyResult<T>) -> PyResult<Option<T>> {
    match number {
        Ok(number) => Ok(Some(number)),
        Err(error) if error.is_instance_of::<PyOverflowError>(py) => Ok(None),
        Err(error) => Err(error),
    }
}

/// An HTTP status; an integer outside 0 to 65535 counts as 0, which means no status.
pub(crate) struct Status(pub(crate) u16);

impl FromPyObject<'_, '_> for Status {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        Ok(Self(in_range(value.py(), value.extract())?.unwrap_or(0)))
    }
}

/// A whole number; the error for one that does not fit says which ones do.
pub(crate) struct Number<T>(pub(crate) T);

macro_rules! numbers {
    ($($type:ident)+) => {
        $(impl FromPyObject<'_, '_> for Number<$type> {
            type Error = PyErr;

            fn extract(value: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
                match in_range(value.py(), value.extract())? {
                    Some(number) => Ok(Self(number)),
                    None => {
                        let most = $type::MAX;
                        let text = format!("expected a number from 0 to {most}");
                        Err(PyOverflowError::new_err(text))
                    }
                }
            }
        })+
    };
}

numbers!(u32 u64);

/// A Unix time in seconds; `None` if it is negative or not finite.
pub(crate) struct Now(Option<f64>);

impl FromPyObject<'_, '_> for Now {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        let seconds = in_range(value.py(), value.extract::<f64>())?;
        Ok(Self(seconds.filter(|seconds| seconds.is_finite() && *seconds >= 0.0)))
    }
}

/// A member of `apifault.Provider`, or its word.
pub(crate) struct Provider(pub(crate) apifault::Provider);

impl FromPyObject<'_, '_> for Provider {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        named("provider", value).map(Self)
    }
}

/// A member of `apifault.Failure`, or its word.
pub(crate) struct Failure(pub(crate) apifault::Failure);

impl FromPyObject<'_, '_> for Failure {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        named("failure", value).map(Self)
    }
}

/// The value that a member of an enumeration or its word names.
fn named<T: Named + FromStr>(what: &str, value: Borrowed<'_, '_, PyAny>) -> PyResult<T> {
    let Ok(word) = value.cast::<PyString>() else {
        return Err(type_error(&format!("a {what} or its word"), &value));
    };
    let word = word.to_string_lossy();
    word.parse().map_err(|_| value_error(apifault::unknown_word(what, &word, &all_words::<T>())))
}

// Not inlined: if LLVM 22 knows how many words are joined, it optimizes for many minutes.
#[inline(never)]
fn all_words<T: Named>() -> Vec<&'static str> {
    T::VALUES.iter().map(|value| value.word()).collect()
}

/// The Unix time in milliseconds, if it is known.
pub(crate) fn now_ms(now: Option<Now>) -> Option<u64> {
    let Now(seconds) = now?;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it is not negative, and the cast saturates"
    )]
    seconds.map(|seconds| (seconds * 1000.0).round() as u64)
}

/// The options for a response with these headers. If no time is given, the response's own counts, else
/// that of the clock, if it is given.
pub(crate) fn options_for(
    now: Option<Now>,
    provider: Option<Provider>,
    headers: &HeaderBytes<'_>,
    clock: Option<Now>,
) -> Options {
    let options = options(now, provider);
    match now_ms(clock) {
        None => options,
        Some(clock_ms) => {
            options.with_date_of(headers.iter().map(|(name, value)| (&**name, &**value)), clock_ms)
        }
    }
}

/// The options of the core.
pub(crate) fn options(now: Option<Now>, provider: Option<Provider>) -> Options {
    let mut options = Options::new();
    if let Some(now_ms) = now_ms(now) {
        options = options.with_now_ms(now_ms);
    }
    if let Some(Provider(provider)) = provider {
        options = options.with_provider(provider);
    }
    options
}

/// The bytes of a `bytes` or `str`; `None` for any other type.
///
/// A lone surrogate in a `str` becomes three bytes, which are not valid UTF-8.
fn text<'a>(value: Borrowed<'a, '_, PyAny>) -> PyResult<Option<Cow<'a, [u8]>>> {
    if let Ok(bytes) = value.extract::<&[u8]>() {
        return Ok(Some(Cow::Borrowed(bytes)));
    }
    if !value.is_instance_of::<PyString>() {
        return Ok(None);
    }
    if let Ok(text) = value.extract::<&str>() {
        return Ok(Some(Cow::Borrowed(text.as_bytes())));
    }
    let encoded = value.call_method1("encode", ("utf-8", "surrogatepass"))?;
    Ok(Some(Cow::Owned(encoded.extract()?)))
}

/// Bytes, or text as UTF-8; a copy if Python could change them meanwhile.
pub(crate) struct Bytes<'a>(Cow<'a, [u8]>);

impl Bytes<'_> {
    pub(crate) fn as_slice(&self) -> &[u8] {
        &self.0
    }
}

impl<'a> FromPyObject<'a, '_> for Bytes<'a> {
    type Error = PyErr;

    fn extract(value: Borrowed<'a, '_, PyAny>) -> PyResult<Self> {
        if let Some(bytes) = text(value)? {
            return Ok(Self(bytes));
        }
        match copied(value)? {
            Some(bytes) => Ok(Self(Cow::Owned(bytes))),
            None => Err(type_error("bytes, bytearray, memoryview or str", &value)),
        }
    }
}

/// A copy of the bytes of a `bytearray` or `memoryview`; `None` for any other type.
fn copied(value: Borrowed<'_, '_, PyAny>) -> PyResult<Option<Vec<u8>>> {
    if !value.is_instance_of::<PyByteArray>() && !value.is_instance_of::<PyMemoryView>() {
        return Ok(None);
    }
    value.py().get_type::<PyBytes>().call1((value,))?.extract().map(Some)
}

/// A piece of a stream: bytes, which text would not be if it is cut inside a character.
pub(crate) struct Piece<'a>(Cow<'a, [u8]>);

impl Piece<'_> {
    pub(crate) fn as_slice(&self) -> &[u8] {
        &self.0
    }
}

impl<'a> FromPyObject<'a, '_> for Piece<'a> {
    type Error = PyErr;

    fn extract(value: Borrowed<'a, '_, PyAny>) -> PyResult<Self> {
        if let Ok(bytes) = value.extract::<&[u8]>() {
            return Ok(Self(Cow::Borrowed(bytes)));
        }
        match copied(value)? {
            Some(bytes) => Ok(Self(Cow::Owned(bytes))),
            None => Err(type_error("bytes, bytearray or memoryview", &value)),
        }
    }
}

/// Headers in any of their forms, as Python's names and values.
pub(crate) struct Headers<'py>(Vec<(Bound<'py, PyAny>, Bound<'py, PyAny>)>);

pub(crate) type HeaderBytes<'a> = Vec<(Cow<'a, [u8]>, Cow<'a, [u8]>)>;

impl<'py> FromPyObject<'_, 'py> for Headers<'py> {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        let mut headers = Self(Vec::new());
        if value.is_none() {
            return Ok(headers);
        }
        if let Ok(dict) = value.cast_exact::<PyDict>() {
            for (name, value) in dict.iter() {
                headers.push(name, value)?;
            }
            return Ok(headers);
        }
        let py = value.py();
        // httpx keeps the headers as it received them: a list is faster to read than its mapping.
        let raw = value.getattr_opt(intern!(py, "raw"))?;
        let pairs = match raw.filter(PyAnyMethods::is_instance_of::<PyList>) {
            Some(raw) => raw,
            None => match value.getattr_opt(intern!(py, "items"))? {
                Some(items) => items.call0()?,
                None => value.to_owned(),
            },
        };
        let Ok(pairs) = pairs.try_iter() else {
            return Err(type_error("a mapping or (name, value) pairs", &value));
        };
        for pair in pairs {
            let (name, value) = pair_of(&pair?)?;
            headers.push(name, value)?;
        }
        Ok(headers)
    }
}

fn pair_of<'py>(pair: &Bound<'py, PyAny>) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyAny>)> {
    let is_pair = pair.is_instance_of::<PyTuple>() || pair.is_instance_of::<PyList>();
    if is_pair && pair.len()? == 2 {
        return Ok((pair.get_item(0)?, pair.get_item(1)?));
    }
    Err(type_error("a (name, value) pair", pair))
}

impl<'py> Headers<'py> {
    /// Adds a header, once for each of its values.
    fn push(&mut self, name: Bound<'py, PyAny>, value: Bound<'py, PyAny>) -> PyResult<()> {
        if value.is_instance_of::<PyList>() || value.is_instance_of::<PyTuple>() {
            for value in value.try_iter()? {
                self.0.push((name.clone(), value?));
            }
        } else {
            self.0.push((name, value));
        }
        Ok(())
    }

    pub(crate) fn bytes(&self) -> PyResult<HeaderBytes<'_>> {
        self.0.iter().map(|(name, value)| Ok((header_text(name)?, header_text(value)?))).collect()
    }
}

fn header_text<'a>(value: &'a Bound<'_, PyAny>) -> PyResult<Cow<'a, [u8]>> {
    text(value.as_borrowed())?
        .ok_or_else(|| type_error("bytes or str in a header's name or value", value))
}
