//! Reports and their parts as JSON, as dicts, and made again from these.

use std::fmt::Display;

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyList, PyString, PyTuple};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use serde_path_to_error::{Path, Segment};

use crate::errors::{shown, value_error};

/// How deep a dict is read: deeper than any report.
const DEPTH: usize = 16;

pub(crate) fn to_json(value: &impl Serialize) -> PyResult<String> {
    serde_json::to_string(value).map_err(value_error)
}

pub(crate) fn to_dict<'py>(py: Python<'py>, value: &impl Serialize) -> PyResult<Bound<'py, PyAny>> {
    py.import("json")?.call_method1("loads", (to_json(value)?,))
}

/// Makes a value from its JSON. An error begins with the name of the class, and names the member.
pub(crate) fn from_json<T>(class: &str, json: &[u8]) -> PyResult<T>
where
    T: DeserializeOwned + Serialize,
{
    let value = serde_json::from_slice(json).map_err(|error| refused(class, "", error))?;
    made(class, &value)
}

/// The same from a dict.
pub(crate) fn from_dict<T>(class: &str, data: &Bound<'_, PyAny>) -> PyResult<T>
where
    T: DeserializeOwned + Serialize,
{
    if !data.is_instance_of::<PyDict>() {
        let name = data.get_type().name()?;
        return Err(PyTypeError::new_err(format!("data must be a dict, not {name}")));
    }
    made(class, &value_of(class, data, "", DEPTH)?)
}

fn refused(class: &str, path: &str, why: impl Display) -> PyErr {
    let member = if path.is_empty() { String::new() } else { format!("{path}: ") };
    value_error(format!("this is no {class}: {member}{why}"))
}

fn made<T: DeserializeOwned + Serialize>(class: &str, value: &Value) -> PyResult<T> {
    let made: T = serde_path_to_error::deserialize(value).map_err(|error| {
        let path = error.path().clone();
        // What is wrong may be a long text, with keys in it.
        let why = match at(value, &path).and_then(Value::as_str) {
            Some(text) => error.inner().to_string().replace(text, &shown(text)),
            None => error.inner().to_string(),
        };
        let path = path.to_string();
        refused(class, if path == "." { "" } else { &path }, why)
    })?;
    // What may be null must be there, too.
    match serde_json::to_value(&made).ok().and_then(|all| missing(&all, value, String::new())) {
        Some(path) => Err(refused(class, &path, "missing")),
        None => Ok(made),
    }
}

/// The value at the end of a path.
fn at<'a>(value: &'a Value, path: &Path) -> Option<&'a Value> {
    path.iter().try_fold(value, |value, segment| match segment {
        Segment::Map { key } => value.get(key),
        Segment::Seq { index } => value.get(index),
        Segment::Enum { .. } | Segment::Unknown => Some(value),
    })
}

/// The path of the first member of `all` that `given` does not have.
fn missing(all: &Value, given: &Value, path: String) -> Option<String> {
    match (all, given) {
        (Value::Object(all), Value::Object(given)) => all.iter().find_map(|(key, value)| {
            let dot = if path.is_empty() { "" } else { "." };
            let path = format!("{path}{dot}{key}");
            match given.get(key) {
                Some(given) => missing(value, given, path),
                None => Some(path),
            }
        }),
        (Value::Array(all), Value::Array(given)) => {
            let mut pairs = all.iter().zip(given).enumerate();
            pairs.find_map(|(at, (value, given))| missing(value, given, format!("{path}[{at}]")))
        }
        _ => None,
    }
}

/// A value of Python as JSON.
fn value_of(class: &str, value: &Bound<'_, PyAny>, path: &str, depth: usize) -> PyResult<Value> {
    let Some(depth) = depth.checked_sub(1) else {
        return Err(refused(class, path, "nested too deeply"));
    };
    if value.is_none() {
        return Ok(Value::Null);
    }
    if let Ok(text) = value.cast::<PyString>() {
        return Ok(Value::String(text.to_string_lossy().into_owned()));
    }
    if let Ok(flag) = value.cast::<PyBool>() {
        return Ok(Value::Bool(flag.is_true()));
    }
    if value.is_instance_of::<PyInt>() {
        return match (value.extract::<u64>(), value.extract::<i64>()) {
            (Ok(number), _) => Ok(number.into()),
            (_, Ok(number)) => Ok(number.into()),
            _ => Err(refused(class, path, "the number is too large")),
        };
    }
    if value.is_instance_of::<PyFloat>() {
        let number = value.extract::<f64>()?;
        if !number.is_finite() {
            return Err(refused(class, path, format!("JSON has no {number}")));
        }
        return Ok(number.into());
    }
    if let Ok(dict) = value.cast::<PyDict>() {
        let mut members = Map::new();
        for (key, value) in dict.iter() {
            let Ok(key) = key.cast::<PyString>() else {
                return Err(refused(class, path, "a key must be a str"));
            };
            let key = key.to_string_lossy();
            let dot = if path.is_empty() { "" } else { "." };
            let value = value_of(class, &value, &format!("{path}{dot}{}", shown(&key)), depth)?;
            members.insert(key.into_owned(), value);
        }
        return Ok(Value::Object(members));
    }
    if value.is_instance_of::<PyList>() || value.is_instance_of::<PyTuple>() {
        let items = value.try_iter()?.enumerate();
        let items =
            items.map(|(at, item)| value_of(class, &item?, &format!("{path}[{at}]"), depth));
        return Ok(Value::Array(items.collect::<PyResult<_>>()?));
    }
    let name = value.get_type().name()?;
    Err(refused(class, path, format!("JSON has no {name}")))
}
