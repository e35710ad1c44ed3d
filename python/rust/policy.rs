//! Retries: the policy, and what it remembers, behind locks.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use apifault::Attempt;
use pyo3::prelude::*;
use pyo3::sync::MutexExt;
use pyo3::types::PyDict;
use serde::Serialize;

use crate::errors::value_error;
use crate::input::{Now, Number, now_ms};
use crate::names::member;
use crate::output::{Member, Report};

/// Seconds of milliseconds.
fn seconds(ms: u64) -> f64 {
    Duration::from_millis(ms).as_secs_f64()
}

/// The value as plain dicts, texts and numbers.
fn to_dict<'py>(py: Python<'py>, value: &impl Serialize) -> PyResult<Bound<'py, PyAny>> {
    let json = serde_json::to_string(value).map_err(value_error)?;
    py.import("json")?.call_method1("loads", (json,))
}

fn lock<'a, T>(py: Python<'_>, mutex: &'a Mutex<T>) -> MutexGuard<'a, T> {
    mutex.lock_py_attached(py).unwrap_or_else(PoisonError::into_inner)
}

/// What pickle and copy need: the arguments with which a class makes the object again.
type Arguments<'py> = PyResult<((), Bound<'py, PyDict>)>;

fn arguments<'py>(py: Python<'py>, values: &[(&str, u64)]) -> Arguments<'py> {
    let arguments = PyDict::new(py);
    for (name, value) in values {
        arguments.set_item(name, value)?;
    }
    Ok(((), arguments))
}

fn call_repr(class: &str, values: &[(&str, u64)]) -> String {
    let values: Vec<_> = values.iter().map(|(name, value)| format!("{name}={value}")).collect();
    format!("{class}({})", values.join(", "))
}

/// What a policy remembers of one call, from attempt to attempt. Each call begins with a new one.
///
/// `RetryPolicy.next` changes it.
#[pyclass(frozen, module = "apifault._core")]
pub(crate) struct RetryState(Mutex<apifault::RetryState>);

impl RetryState {
    fn values(&self, py: Python<'_>) -> [(&'static str, u64); 3] {
        let state = *lock(py, &self.0);
        [
            ("attempts", state.attempts.into()),
            ("now_retries", state.now_retries.into()),
            ("last_cost", state.last_cost.into()),
        ]
    }
}

#[pymethods]
impl RetryState {
    #[new]
    #[pyo3(signature = (*, attempts=Number(0), now_retries=Number(0), last_cost=Number(0)), text_signature = "(*, attempts=0, now_retries=0, last_cost=0)")]
    fn new(attempts: Number<u32>, now_retries: Number<u32>, last_cost: Number<u32>) -> Self {
        let mut state = apifault::RetryState::new();
        state.attempts = attempts.0;
        state.now_retries = now_retries.0;
        state.last_cost = last_cost.0;
        Self(Mutex::new(state))
    }

    /// How many attempts have ended.
    #[getter]
    fn attempts(&self, py: Python<'_>) -> u32 {
        lock(py, &self.0).attempts
    }

    /// How many of the retries were at once, as the advice `now` says.
    #[getter]
    fn now_retries(&self, py: Python<'_>) -> u32 {
        lock(py, &self.0).now_retries
    }

    /// What the last retry took from the budget: a success gives it back.
    #[getter]
    fn last_cost(&self, py: Python<'_>) -> u32 {
        lock(py, &self.0).last_cost
    }

    /// The state as a dict; `RetryState(**it)` makes the state again.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        Ok(arguments(py, &self.values(py))?.1)
    }

    fn __eq__(&self, other: &Self, py: Python<'_>) -> bool {
        self.values(py) == other.values(py)
    }

    fn __repr__(&self, py: Python<'_>) -> String {
        call_repr("RetryState", &self.values(py))
    }

    fn __getnewargs_ex__<'py>(&self, py: Python<'py>) -> Arguments<'py> {
        arguments(py, &self.values(py))
    }
}

/// Bounds the retries of all calls of a client together: a bucket of tokens.
///
/// A retry takes some, more after a timeout, and is given up if too few are left; a success gives
/// tokens back. Threads may share a budget: none of its tokens is lost.
#[pyclass(frozen, module = "apifault._core")]
pub(crate) struct RetryBudget(Mutex<apifault::RetryBudget>);

impl RetryBudget {
    fn values(&self, py: Python<'_>) -> [(&'static str, u64); 2] {
        let budget = lock(py, &self.0);
        [("capacity", budget.capacity.into()), ("tokens", budget.tokens.into())]
    }
}

#[pymethods]
impl RetryBudget {
    #[new]
    #[pyo3(signature = (capacity=Number(DEFAULT_CAPACITY), *, tokens=None), text_signature = "(capacity=100, *, tokens=None)")]
    fn new(capacity: Number<u32>, tokens: Option<Number<u32>>) -> Self {
        let capacity = capacity.0;
        let budget = apifault::RetryBudget::new(capacity);
        Self(Mutex::new(budget.with_tokens(tokens.map_or(capacity, |tokens| tokens.0))))
    }

    /// The most tokens that it holds.
    #[getter]
    fn capacity(&self, py: Python<'_>) -> u32 {
        lock(py, &self.0).capacity
    }

    /// The tokens that are left.
    #[getter]
    fn tokens(&self, py: Python<'_>) -> u32 {
        lock(py, &self.0).tokens
    }

    /// The budget as a dict; `RetryBudget(**it)` makes the budget again.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        Ok(arguments(py, &self.values(py))?.1)
    }

    fn __repr__(&self, py: Python<'_>) -> String {
        call_repr("RetryBudget", &self.values(py))
    }

    fn __getnewargs_ex__<'py>(&self, py: Python<'py>) -> Arguments<'py> {
        arguments(py, &self.values(py))
    }
}

/// What to do next with a call: it is done, is sent again after a wait, or is given up.
#[pyclass(frozen, eq, hash, module = "apifault._core")]
#[derive(PartialEq, Eq, Hash)]
pub(crate) struct Step(apifault::Step);

#[pymethods]
impl Step {
    /// Whether the call succeeded.
    #[getter]
    fn is_done(&self) -> bool {
        self.0 == apifault::Step::Done
    }

    /// How long to wait before the same request is sent again, in milliseconds; 0 is at once. None
    /// if it is not sent again.
    #[getter]
    fn wait_ms(&self) -> Option<u64> {
        match self.0 {
            apifault::Step::Wait(ms) => Some(ms),
            _ => None,
        }
    }

    /// The same in seconds, the unit of `time.sleep`.
    #[getter]
    fn wait(&self) -> Option<f64> {
        self.wait_ms().map(seconds)
    }

    /// Why the call is given up; None if it is not.
    #[getter]
    fn reason(&self, py: Python<'_>) -> Member {
        match self.0 {
            apifault::Step::GiveUp { reason, .. } => member(py, reason),
            _ => Ok(None),
        }
    }

    /// The delay in milliseconds that the server stated, if the call is given up and it stated one.
    #[getter]
    fn delay_ms(&self) -> Option<u64> {
        match self.0 {
            apifault::Step::GiveUp { delay_ms, .. } => delay_ms,
            _ => None,
        }
    }

    /// The step as a dict: `step` is `done`, `wait` or `give_up`.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0)
    }

    fn __repr__(&self) -> String {
        match self.0 {
            apifault::Step::Done => "<Step done>".to_owned(),
            apifault::Step::Wait(ms) => format!("<Step wait {ms} ms>"),
            apifault::Step::GiveUp { reason, delay_ms: None } => {
                format!("<Step give up: {reason}>")
            }
            apifault::Step::GiveUp { reason, delay_ms: Some(ms) } => {
                format!("<Step give up: {reason}, delay {ms} ms>")
            }
        }
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, StepParts)> {
        let restore = py.import("apifault._core")?.getattr("_step")?;
        let parts = match self.0 {
            apifault::Step::GiveUp { reason, delay_ms } => {
                (None, Some(reason.as_str().to_owned()), delay_ms)
            }
            _ => (self.wait_ms(), None, None),
        };
        Ok((restore, parts))
    }
}

/// The parts of a step: how long to wait, why it is given up, and the stated delay.
type StepParts = (Option<u64>, Option<String>, Option<u64>);

/// Makes a step again from its parts: for pickle and copy only.
#[pyfunction]
#[pyo3(name = "_step")]
pub(crate) fn step(
    wait_ms: Option<u64>,
    reason: Option<&str>,
    delay_ms: Option<u64>,
) -> PyResult<Step> {
    Ok(Step(match (wait_ms, reason) {
        (_, Some(reason)) => {
            apifault::Step::GiveUp { reason: reason.parse().map_err(value_error)?, delay_ms }
        }
        (Some(ms), None) => apifault::Step::Wait(ms),
        (None, None) => apifault::Step::Done,
    }))
}

const DEFAULT_CAPACITY: u32 = apifault::RetryBudget::DEFAULT_CAPACITY;

const DEFAULT: apifault::RetryPolicy = apifault::RetryPolicy::new();

/// Decides whether a failed call is sent again, and after which wait.
#[pyclass(frozen, subclass, eq, hash, module = "apifault._core")]
#[derive(PartialEq, Eq, Hash)]
pub(crate) struct RetryPolicy(apifault::RetryPolicy);

#[pymethods]
impl RetryPolicy {
    #[new]
    #[pyo3(
        signature = (
            *,
            max_attempts=Number(DEFAULT.max_attempts),
            max_now_retries=Number(DEFAULT.max_now_retries),
            max_delay_ms=Number(DEFAULT.max_delay_ms),
            deadline_ms=Number(DEFAULT.deadline_ms),
            backoff_base_ms=Number(DEFAULT.backoff_base_ms),
            backoff_cap_ms=Number(DEFAULT.backoff_cap_ms),
            overload_base_ms=Number(DEFAULT.overload_base_ms),
            overload_cap_ms=Number(DEFAULT.overload_cap_ms),
            rate_limit_base_ms=Number(DEFAULT.rate_limit_base_ms),
            rate_limit_cap_ms=Number(DEFAULT.rate_limit_cap_ms),
            retry_cost=Number(DEFAULT.retry_cost),
            timeout_retry_cost=Number(DEFAULT.timeout_retry_cost),
            rate_limit_retry_cost=Number(DEFAULT.rate_limit_retry_cost),
            success_refund=Number(DEFAULT.success_refund),
        ),
        text_signature = "(*, max_attempts=4, max_now_retries=2, max_delay_ms=60000, deadline_ms=600000, \
             backoff_base_ms=500, backoff_cap_ms=8000, overload_base_ms=2000, overload_cap_ms=60000, \
             rate_limit_base_ms=5000, rate_limit_cap_ms=60000, retry_cost=5, timeout_retry_cost=10, \
             rate_limit_retry_cost=1, success_refund=1)"
    )]
    #[expect(clippy::too_many_arguments, reason = "Python passes them by name")]
    fn new(
        max_attempts: Number<u32>,
        max_now_retries: Number<u32>,
        max_delay_ms: Number<u64>,
        deadline_ms: Number<u64>,
        backoff_base_ms: Number<u64>,
        backoff_cap_ms: Number<u64>,
        overload_base_ms: Number<u64>,
        overload_cap_ms: Number<u64>,
        rate_limit_base_ms: Number<u64>,
        rate_limit_cap_ms: Number<u64>,
        retry_cost: Number<u32>,
        timeout_retry_cost: Number<u32>,
        rate_limit_retry_cost: Number<u32>,
        success_refund: Number<u32>,
    ) -> Self {
        let mut policy = apifault::RetryPolicy::new();
        policy.max_attempts = max_attempts.0;
        policy.max_now_retries = max_now_retries.0;
        policy.max_delay_ms = max_delay_ms.0;
        policy.deadline_ms = deadline_ms.0;
        policy.backoff_base_ms = backoff_base_ms.0;
        policy.backoff_cap_ms = backoff_cap_ms.0;
        policy.overload_base_ms = overload_base_ms.0;
        policy.overload_cap_ms = overload_cap_ms.0;
        policy.rate_limit_base_ms = rate_limit_base_ms.0;
        policy.rate_limit_cap_ms = rate_limit_cap_ms.0;
        policy.retry_cost = retry_cost.0;
        policy.timeout_retry_cost = timeout_retry_cost.0;
        policy.rate_limit_retry_cost = rate_limit_retry_cost.0;
        policy.success_refund = success_refund.0;
        Self(policy)
    }

    /// How often a call is sent at most, the first attempt included.
    #[getter]
    fn max_attempts(&self) -> u32 {
        self.0.max_attempts
    }

    /// How often a call is sent again at once, as the advice `now` says.
    #[getter]
    fn max_now_retries(&self) -> u32 {
        self.0.max_now_retries
    }

    /// The longest delay of a server that is waited for, in milliseconds.
    #[getter]
    fn max_delay_ms(&self) -> u64 {
        self.0.max_delay_ms
    }

    /// The time for the whole call, in milliseconds: no attempt begins at or after it.
    #[getter]
    fn deadline_ms(&self) -> u64 {
        self.0.deadline_ms
    }

    /// The bound of the first wait after most failures, in milliseconds; each attempt doubles it.
    #[getter]
    fn backoff_base_ms(&self) -> u64 {
        self.0.backoff_base_ms
    }

    /// The bound that no wait after most failures exceeds, in milliseconds.
    #[getter]
    fn backoff_cap_ms(&self) -> u64 {
        self.0.backoff_cap_ms
    }

    /// The bound of the first wait after `overloaded` and `service_unavailable`, in milliseconds.
    #[getter]
    fn overload_base_ms(&self) -> u64 {
        self.0.overload_base_ms
    }

    /// The bound that no such wait exceeds, in milliseconds.
    #[getter]
    fn overload_cap_ms(&self) -> u64 {
        self.0.overload_cap_ms
    }

    /// The bound of the first wait after `rate_limited` without a stated delay, in milliseconds.
    #[getter]
    fn rate_limit_base_ms(&self) -> u64 {
        self.0.rate_limit_base_ms
    }

    /// The bound that no such wait exceeds, in milliseconds.
    #[getter]
    fn rate_limit_cap_ms(&self) -> u64 {
        self.0.rate_limit_cap_ms
    }

    /// The tokens that a retry takes from the budget.
    #[getter]
    fn retry_cost(&self) -> u32 {
        self.0.retry_cost
    }

    /// The tokens that a retry after a timeout takes from the budget.
    #[getter]
    fn timeout_retry_cost(&self) -> u32 {
        self.0.timeout_retry_cost
    }

    /// The tokens that a retry after `rate_limited` takes from the budget.
    #[getter]
    fn rate_limit_retry_cost(&self) -> u32 {
        self.0.rate_limit_retry_cost
    }

    /// The tokens that a call gives to the budget if it succeeds without a retry.
    #[getter]
    fn success_refund(&self) -> u32 {
        self.0.success_refund
    }

    /// What to do after an attempt of a call: a `Step`.
    ///
    /// `state` counts the attempt. `elapsed_ms` is the time since the first attempt of the call began;
    /// `random` is a random number from 0 to below 1. `sent` is False if the request cannot have
    /// reached the server, `idempotent` False if the call must not be executed twice, `delivered`
    /// True if content of a stream has reached the caller. `budget` bounds the retries of all calls
    /// together.
    #[pyo3(signature = (
        state, report, *, elapsed_ms, random, budget=None, sent=true, idempotent=true, delivered=false
    ))]
    #[expect(clippy::too_many_arguments, reason = "Python passes them by name")]
    fn next(
        &self,
        py: Python<'_>,
        state: &RetryState,
        report: &Report,
        elapsed_ms: Number<u64>,
        random: f64,
        budget: Option<&RetryBudget>,
        sent: bool,
        idempotent: bool,
        delivered: bool,
    ) -> Step {
        let attempt = Attempt::new(elapsed_ms.0)
            .with_sent(sent)
            .with_idempotent(idempotent)
            .with_delivered(delivered);
        let mut state = lock(py, &state.0);
        let mut budget = budget.map(|budget| lock(py, &budget.0));
        Step(self.0.next(&mut state, budget.as_deref_mut(), report.core(), attempt, random))
    }

    /// The policy as a dict; `RetryPolicy(**it)` makes the policy again.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let values = self.to_dict(py)?.cast_into::<PyDict>()?;
        let values: Vec<_> = values.iter().map(|(name, value)| format!("{name}={value}")).collect();
        Ok(format!("RetryPolicy({})", values.join(", ")))
    }

    fn __getnewargs_ex__<'py>(&self, py: Python<'py>) -> Arguments<'py> {
        Ok(((), self.to_dict(py)?.cast_into()?))
    }
}

/// What to leave alone after a failure, and for how long: for whoever has another key, model or
/// provider.
#[pyclass(frozen, eq, hash, module = "apifault._core")]
#[derive(PartialEq, Eq, Hash)]
pub(crate) struct Cooldown(apifault::Cooldown);

#[pymethods]
impl Cooldown {
    /// What rests after this report; None if nothing does, because the call succeeded, or only this
    /// request fails. `now` is the time in Unix seconds.
    #[staticmethod]
    fn of(report: &Report, now: Now) -> Option<Self> {
        apifault::Cooldown::of(report.core(), now_ms(Some(now)).unwrap_or(0)).map(Self)
    }

    /// What fails alike: the model, the credential or the provider.
    #[getter]
    fn scope(&self, py: Python<'_>) -> Member {
        member(py, self.0.scope)
    }

    /// Whether it fails for this model only, so that the same credential still serves another model.
    #[getter]
    fn only_this_model(&self) -> bool {
        self.0.only_this_model
    }

    /// For how long, in milliseconds: as the server stated, else by kind. None if no wait helps.
    #[getter]
    fn wait_ms(&self) -> Option<u64> {
        self.0.wait_ms
    }

    /// Until when, in Unix milliseconds. None if no wait helps.
    #[getter]
    fn until_ms(&self) -> Option<u64> {
        self.0.until_ms
    }

    /// The same in Unix seconds, the unit of `time.time`.
    #[getter]
    fn until(&self) -> Option<f64> {
        self.0.until_ms.map(seconds)
    }

    /// Whether no wait helps: somebody has to pay, replace the key, or choose another model.
    #[getter]
    fn is_permanent(&self) -> bool {
        self.0.is_permanent()
    }

    /// Whether another call, which differs in these things, would fail alike meanwhile.
    #[pyo3(signature = (*, other_provider=false, other_credential=false, other_model=false))]
    fn covers(&self, other_provider: bool, other_credential: bool, other_model: bool) -> bool {
        let mut target = apifault::Target::new();
        target.other_provider = other_provider;
        target.other_credential = other_credential;
        target.other_model = other_model;
        self.0.covers(target)
    }

    /// The cooldown as a dict.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0)
    }

    fn __repr__(&self) -> String {
        let what = self.0.scope;
        let of = if self.0.only_this_model && what != apifault::Scope::Model {
            " for this model"
        } else {
            ""
        };
        match self.0.wait_ms {
            Some(ms) => format!("<Cooldown of the {what}{of} for {ms} ms>"),
            None => format!("<Cooldown of the {what}{of} for good>"),
        }
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        let restore = py.import("apifault._core")?.getattr("_cooldown")?;
        Ok((restore, (serde_json::to_string(&self.0).map_err(value_error)?,)))
    }
}

/// Makes a cooldown again from its JSON: for pickle and copy only.
#[pyfunction]
#[pyo3(name = "_cooldown")]
pub(crate) fn cooldown(json: &str) -> PyResult<Cooldown> {
    serde_json::from_str(json).map(Cooldown).map_err(value_error)
}
