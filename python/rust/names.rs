//! The enumerations: their words are the core's, their classes stand in `apifault._enums`.

use apifault::{
    Advice, DelaySource, Ended, Failure, Fault, GiveUp, Kind, Metric, Provider, Remedy, Scope,
    Window,
};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyTuple};

/// An enumeration of the core that has a class of the same name and words in Python.
pub(crate) trait Named: Copy + PartialEq + 'static {
    const CLASS: &'static str;
    const VALUES: &'static [Self];
    fn word(self) -> &'static str;
    fn sentence(self) -> &'static str;
    /// The members of the Python class, in the order of the values.
    fn members() -> &'static PyOnceLock<Vec<Py<PyAny>>>;
}

macro_rules! named {
    ($($name:ident),+) => {
        $(
            impl Named for $name {
                const CLASS: &'static str = stringify!($name);
                const VALUES: &'static [Self] = Self::ALL;

                fn word(self) -> &'static str {
                    self.as_str()
                }

                fn sentence(self) -> &'static str {
                    self.meaning()
                }

                fn members() -> &'static PyOnceLock<Vec<Py<PyAny>>> {
                    static MEMBERS: PyOnceLock<Vec<Py<PyAny>>> = PyOnceLock::new();
                    &MEMBERS
                }
            }
        )+

        /// For each enumeration, its words in order and what each means.
        pub(crate) fn meanings(py: Python<'_>) -> PyResult<Bound<'_, PyDict>> {
            let meanings = PyDict::new(py);
            $(meanings.set_item($name::CLASS, words::<$name>(py)?)?;)+
            Ok(meanings)
        }
    };
}

named!(
    Kind,
    Fault,
    Advice,
    Scope,
    Remedy,
    Provider,
    DelaySource,
    Metric,
    Window,
    Failure,
    Ended,
    GiveUp
);

fn words<T: Named>(py: Python<'_>) -> PyResult<Bound<'_, PyDict>> {
    let words = PyDict::new(py);
    for value in T::VALUES {
        words.set_item(value.word(), value.sentence())?;
    }
    Ok(words)
}

/// What follows from each kind alone: fault, advice, scope, remedies, action, and whether it is a
/// success.
pub(crate) fn kinds(py: Python<'_>) -> PyResult<Bound<'_, PyDict>> {
    let kinds = PyDict::new(py);
    for kind in Kind::ALL {
        let (fault, advice) = (kind.fault().as_str(), kind.advice().as_str());
        let scope = kind.scope().as_str();
        let remedies = PyTuple::new(py, kind.remedies().iter().map(Remedy::as_str))?;
        let follows = (fault, advice, scope, remedies, kind.action(), kind.is_success());
        kinds.set_item(kind.as_str(), follows)?;
    }
    Ok(kinds)
}

/// The kind of each failure without a response.
pub(crate) fn failures(py: Python<'_>) -> PyResult<Bound<'_, PyDict>> {
    let failures = PyDict::new(py);
    for failure in Failure::ALL {
        failures.set_item(failure.as_str(), failure.kind().as_str())?;
    }
    Ok(failures)
}

/// The member of the Python class that stands for a value.
pub(crate) fn member<T: Named>(py: Python<'_>, value: T) -> PyResult<Option<Py<PyAny>>> {
    let members = T::members().get_or_try_init(py, || {
        let class = py.import("apifault._enums")?.getattr(T::CLASS)?;
        T::VALUES
            .iter()
            .map(|value| Ok(class.call1((value.word(),))?.unbind()))
            .collect::<PyResult<Vec<_>>>()
    })?;
    let position = T::VALUES.iter().position(|&known| known == value);
    Ok(position.map(|position| members[position].clone_ref(py)))
}
