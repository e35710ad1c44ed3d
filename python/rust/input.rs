//! Arguments from Python: a wrong type raises `TypeError` with the name of the argument, bad bytes never
//! raise.

use std::borrow::Cow;
use std::convert::Infallible;
use std::str::FromStr;

use apifault::Options;
use pyo3::exceptions::{PyOverflowError, PyTypeError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyByteArray, PyBytes, PyDict, PyList, PyMemoryView, PyString, PyTuple};

use crate::errors::value_error;
use crate::names::Named;

/// Why a value cannot be an argument.
pub(crate) enum Wrong {
    /// A sentence about its type, without its subject: the name of the argument.
    Type(String),
    /// The same about its value.
    Value(String),
    /// The same about a number that is out of range.
    Range(String),
    /// What Python raised.
    Raised(PyErr),
}

impl Wrong {
    fn of(expected: &str, got: &Bound<'_, PyAny>) -> Self {
        match got.get_type().name() {
            Ok(name) => Self::Type(format!("must be {expected}, not {name}")),
            Err(error) => Self::Raised(error),
        }
    }

    fn named(self, name: &str) -> PyErr {
        let sentence = |text| if name.is_empty() { text } else { format!("{name} {text}") };
        match self {
            Self::Type(text) => PyTypeError::new_err(sentence(text)),
            Self::Value(text) => value_error(sentence(text)),
            Self::Range(text) => PyOverflowError::new_err(sentence(text)),
            Self::Raised(error) => error,
        }
    }
}

impl From<PyErr> for Wrong {
    fn from(error: PyErr) -> Self {
        Self::Raised(error)
    }
}

impl From<Wrong> for PyErr {
    fn from(wrong: Wrong) -> Self {
        // PyO3 names the argument.
        wrong.named("")
    }
}

/// An argument as it was given: the errors of `PyO3` do not begin with its name.
pub(crate) struct Given<T>(Result<T, Wrong>);

impl<'a, 'py, T: FromPyObject<'a, 'py, Error = Wrong>> FromPyObject<'a, 'py> for Given<T> {
    type Error = Infallible;

    fn extract(value: Borrowed<'a, 'py, PyAny>) -> Result<Self, Infallible> {
        Ok(Self(value.extract()))
    }
}

impl<T> Given<T> {
    /// The argument, or the error that names it.
    pub(crate) fn named(self, name: &str) -> PyResult<T> {
        self.0.map_err(|wrong| wrong.named(name))
    }
}

/// An argument that may be missing, or the error that names it.
pub(crate) fn named<T>(given: Option<Given<T>>, name: &str) -> PyResult<Option<T>> {
    given.map(|given| given.named(name)).transpose()
}

/// A number that is too large for what it is read into becomes `None`.
fn in_range<T>(py: Python<'_>, number: PyResult<T>) -> PyResult<Option<T>> {
    match number {
        Ok(number) => Ok(Some(number)),
        Err(error) if error.is_instance_of::<PyOverflowError>(py) => Ok(None),
        Err(error) => Err(error),
    }
}

/// An integer; `None` if it is too large, or negative and may not be.
fn integer<'a, 'py, T>(value: Borrowed<'a, 'py, PyAny>) -> Result<Option<T>, Wrong>
where
    T: FromPyObject<'a, 'py, Error = PyErr>,
{
    if value.is_instance_of::<PyBool>() {
        return Err(Wrong::of("an int", &value));
    }
    match in_range(value.py(), value.extract()) {
        Err(error) if error.is_instance_of::<PyTypeError>(value.py()) => {
            Err(Wrong::of("an int", &value))
        }
        number => Ok(number?),
    }
}

/// An HTTP status; an integer over 65535 counts as 0, which means no status.
pub(crate) struct Status(pub(crate) u16);

impl FromPyObject<'_, '_> for Status {
    type Error = Wrong;

    fn extract(value: Borrowed<'_, '_, PyAny>) -> Result<Self, Wrong> {
        match integer(value)? {
            Some(status) => Ok(Self(status)),
            None if value.lt(0)? => Err(Wrong::Value("must not be negative".to_owned())),
            None => Ok(Self(0)),
        }
    }
}

/// The status that an exception has: whatever it is, it is no mistake of the caller.
pub(crate) struct StatusOfException(pub(crate) u16);

impl FromPyObject<'_, '_> for StatusOfException {
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
            type Error = Wrong;

            fn extract(value: Borrowed<'_, '_, PyAny>) -> Result<Self, Wrong> {
                match integer(value)? {
                    Some(number) => Ok(Self(number)),
                    None => Err(Wrong::Range(format!("must be from 0 to {}", $type::MAX))),
                }
            }
        })+
    };
}

numbers!(u32 u64);

/// A Unix time in seconds; `None` if it is negative or not finite.
pub(crate) struct Now(Option<f64>);

impl FromPyObject<'_, '_> for Now {
    type Error = Wrong;

    fn extract(value: Borrowed<'_, '_, PyAny>) -> Result<Self, Wrong> {
        let expected = "a number of seconds";
        if value.is_instance_of::<PyBool>() {
            return Err(Wrong::of(expected, &value));
        }
        match in_range(value.py(), value.extract::<f64>()) {
            Ok(seconds) => {
                Ok(Self(seconds.filter(|seconds| seconds.is_finite() && *seconds >= 0.0)))
            }
            Err(error) if error.is_instance_of::<PyTypeError>(value.py()) => {
                Err(Wrong::of(expected, &value))
            }
            Err(error) => Err(error.into()),
        }
    }
}

/// `True` or `False`.
pub(crate) struct Flag(pub(crate) bool);

impl FromPyObject<'_, '_> for Flag {
    type Error = Wrong;

    fn extract(value: Borrowed<'_, '_, PyAny>) -> Result<Self, Wrong> {
        match value.cast::<PyBool>() {
            Ok(flag) => Ok(Self(flag.is_true())),
            Err(_) => Err(Wrong::of("True or False", &value)),
        }
    }
}

/// A text.
pub(crate) struct Text<'py>(pub(crate) Bound<'py, PyString>);

impl<'py> FromPyObject<'_, 'py> for Text<'py> {
    type Error = Wrong;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> Result<Self, Wrong> {
        match value.cast::<PyString>() {
            Ok(text) => Ok(Self(text.to_owned())),
            Err(_) => Err(Wrong::of("a str", &value)),
        }
    }
}

/// A member of `apifault.Provider`, or its word.
pub(crate) struct Provider(pub(crate) apifault::Provider);

impl FromPyObject<'_, '_> for Provider {
    type Error = Wrong;

    fn extract(value: Borrowed<'_, '_, PyAny>) -> Result<Self, Wrong> {
        word(value).map(Self)
    }
}

/// A member of `apifault.Failure`, or its word.
pub(crate) struct Failure(pub(crate) apifault::Failure);

impl FromPyObject<'_, '_> for Failure {
    type Error = Wrong;

    fn extract(value: Borrowed<'_, '_, PyAny>) -> Result<Self, Wrong> {
        word(value).map(Self)
    }
}

/// The value that a member of an enumeration or its word names.
fn word<T: Named + FromStr>(value: Borrowed<'_, '_, PyAny>) -> Result<T, Wrong> {
    let class = T::CLASS;
    let Ok(word) = value.cast::<PyString>() else {
        return Err(Wrong::of(&format!("a {class} or its word"), &value));
    };
    let word = word.to_string_lossy();
    let unknown = |_| {
        let what = class.to_lowercase();
        let sentence = apifault::unknown_word(&what, &word, &all_words::<T>());
        Wrong::Raised(value_error(sentence))
    };
    word.parse().map_err(unknown)
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
    now: Option<Given<Now>>,
    provider: Option<Given<Provider>>,
    headers: &Headers<'_>,
    clock: Option<Given<Now>>,
) -> PyResult<Options> {
    let options = options(now, provider)?;
    Ok(match now_ms(named(clock, "clock")?) {
        None => options,
        Some(clock_ms) => options.with_date_of(headers.pairs(), clock_ms),
    })
}

/// The options of the core.
pub(crate) fn options(
    now: Option<Given<Now>>,
    provider: Option<Given<Provider>>,
) -> PyResult<Options> {
    let mut options = Options::new();
    if let Some(now_ms) = now_ms(named(now, "now")?) {
        options = options.with_now_ms(now_ms);
    }
    if let Some(Provider(provider)) = named(provider, "provider")? {
        options = options.with_provider(provider);
    }
    Ok(options)
}

/// The bytes of a `bytes` or `str`; `None` for any other type.
///
/// A lone surrogate in a `str` becomes three bytes, which are not valid UTF-8.
fn text<'a>(value: Borrowed<'a, '_, PyAny>) -> PyResult<Option<Cow<'a, [u8]>>> {
    if !value.is_instance_of::<PyString>() {
        return Ok(value.extract::<&[u8]>().ok().map(Cow::Borrowed));
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
    type Error = Wrong;

    fn extract(value: Borrowed<'a, '_, PyAny>) -> Result<Self, Wrong> {
        if let Some(bytes) = text(value)? {
            return Ok(Self(bytes));
        }
        match copied(value)? {
            Some(bytes) => Ok(Self(Cow::Owned(bytes))),
            None => Err(Wrong::of("bytes, bytearray, memoryview or str", &value)),
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
    type Error = Wrong;

    fn extract(value: Borrowed<'a, '_, PyAny>) -> Result<Self, Wrong> {
        if let Ok(bytes) = value.extract::<&[u8]>() {
            return Ok(Self(Cow::Borrowed(bytes)));
        }
        match copied(value)? {
            Some(bytes) => Ok(Self(Cow::Owned(bytes))),
            None => Err(Wrong::of("bytes, bytearray or memoryview", &value)),
        }
    }
}

/// Headers in any of their forms, as Python's names and values: each is bytes, or a text that is valid
/// UTF-8.
#[derive(Default)]
pub(crate) struct Headers<'py>(Vec<(Bound<'py, PyAny>, Bound<'py, PyAny>)>);

impl<'py> FromPyObject<'_, 'py> for Headers<'py> {
    type Error = Wrong;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> Result<Self, Wrong> {
        let mut headers = Self::default();
        if value.is_none() {
            return Ok(headers);
        }
        if let Ok(dict) = value.cast_exact::<PyDict>() {
            headers.0.reserve(dict.len());
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
            return Err(Wrong::of("a mapping or (name, value) pairs", &value));
        };
        for pair in pairs {
            let (name, value) = pair_of(&pair?)?;
            headers.push(name, value)?;
        }
        Ok(headers)
    }
}

fn pair_of<'py>(pair: &Bound<'py, PyAny>) -> Result<(Bound<'py, PyAny>, Bound<'py, PyAny>), Wrong> {
    let is_pair = pair.is_instance_of::<PyTuple>() || pair.is_instance_of::<PyList>();
    if is_pair && pair.len()? == 2 {
        return Ok((pair.get_item(0)?, pair.get_item(1)?));
    }
    let name = pair.get_type().name()?;
    Err(Wrong::Type(format!("must have (name, value) pairs, not {name}")))
}

impl<'py> Headers<'py> {
    /// Adds a header, once for each of its values.
    fn push(&mut self, name: Bound<'py, PyAny>, value: Bound<'py, PyAny>) -> Result<(), Wrong> {
        let name = header_text(name)?;
        if value.is_instance_of::<PyList>() || value.is_instance_of::<PyTuple>() {
            for value in value.try_iter()? {
                self.0.push((name.clone(), header_text(value?)?));
            }
        } else {
            self.0.push((name, header_text(value)?));
        }
        Ok(())
    }

    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&[u8], &[u8])> {
        self.0.iter().map(|(name, value)| (header_bytes(name), header_bytes(value)))
    }
}

/// A name or a value; one that is not valid UTF-8 as bytes.
fn header_text(value: Bound<'_, PyAny>) -> Result<Bound<'_, PyAny>, Wrong> {
    match text(value.as_borrowed())? {
        Some(Cow::Borrowed(_)) => Ok(value),
        Some(Cow::Owned(bytes)) => Ok(PyBytes::new(value.py(), &bytes).into_any()),
        None => {
            let name = value.get_type().name()?;
            Err(Wrong::Type(format!("must have bytes or str as names and values, not {name}")))
        }
    }
}

fn header_bytes<'a>(value: &'a Bound<'_, PyAny>) -> &'a [u8] {
    if let Ok(text) = value.cast::<PyString>() {
        return text.to_str().unwrap_or_default().as_bytes();
    }
    value.extract().unwrap_or_default()
}
