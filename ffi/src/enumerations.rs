//! Every public enumeration with its names and numbers: the header and the table of released numbers
//! are written from it.

use apifault_core::{
    Advice, DelaySource, Ended, Failure, Fault, GiveUp, Kind, Metric, Provider, Remedy, Scope,
    Window,
};

use crate::names;
use crate::outcome::Outcome;
use crate::text::apifault_text;

/// One value of an enumeration. The name is the one that every language and JSON use.
pub(crate) struct Value {
    pub(crate) name: &'static str,
    pub(crate) number: u32,
    pub(crate) meaning: &'static str,
}

impl Value {
    /// The name as an identifier, such as `retry_after` for `retry-after`.
    pub(crate) fn identifier(&self) -> String {
        self.name.replace('-', "_")
    }
}

pub(crate) struct Enumeration {
    /// Such as `delay_source`.
    pub(crate) name: &'static str,
    pub(crate) values: Vec<Value>,
    /// The function of C that names its values, if there is one.
    pub(crate) name_of: Option<extern "C" fn(u32) -> apifault_text>,
}

impl Enumeration {
    /// The name of the constant in C.
    pub(crate) fn constant(&self, value: &Value) -> String {
        format!("apifault_{}_{}", self.name, value.identifier()).to_uppercase()
    }
}

macro_rules! values {
    ($type:ident) => {{
        let value = |value: &$type| Value {
            name: value.as_str(),
            number: value.as_u32(),
            meaning: value.meaning(),
        };
        $type::ALL.iter().map(value).collect()
    }};
}

/// The enumerations of the header, in its order.
pub(crate) fn of_the_header() -> Vec<Enumeration> {
    macro_rules! enumeration {
        ($name:literal, $type:ident, $name_of:ident) => {
            Enumeration { name: $name, values: values!($type), name_of: Some(names::$name_of) }
        };
    }
    let result = |&(name, outcome): &(&'static str, Outcome)| Value {
        name,
        number: outcome.number(),
        meaning: outcome.message(),
    };
    vec![
        enumeration!("kind", Kind, apifault_kind_name),
        enumeration!("fault", Fault, apifault_fault_name),
        enumeration!("advice", Advice, apifault_advice_name),
        enumeration!("scope", Scope, apifault_scope_name),
        enumeration!("remedy", Remedy, apifault_remedy_name),
        enumeration!("provider", Provider, apifault_provider_name),
        enumeration!("delay_source", DelaySource, apifault_delay_source_name),
        enumeration!("metric", Metric, apifault_metric_name),
        enumeration!("window", Window, apifault_window_name),
        enumeration!("ended", Ended, apifault_ended_name),
        enumeration!("give_up", GiveUp, apifault_give_up_name),
        enumeration!("failure", Failure, apifault_failure_name),
        Enumeration {
            name: "result",
            values: Outcome::ALL.iter().map(result).collect(),
            name_of: None,
        },
    ]
}
