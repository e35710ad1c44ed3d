//! One event: what rows say about its members.

use arrayvec::ArrayVec;

use super::reason::{self, Reason};
use crate::index::fields;
use crate::index::places::{self, Dialects, NONE, Node, ROOT};
use crate::read::json::{Descend, Reader, Value, Visitor};
use crate::rules::schema::{Accepts, Effect, EventSays, Field, JsonType, Parent, Role};
use crate::rules::streams::BLOCKED;

/// How many values of an event may differ from those of the one before it: see `shape.rs`.
pub(super) const MAX_SPANS: usize = 24;

/// A value that no row reads: it may differ between two events of the same meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) json_type: JsonType,
}

/// How much of a text is a JSON object or list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    /// All of it.
    Whole,
    /// It begins like one.
    Part,
}

/// An error at a place of its own, or a reason that is one.
#[derive(Clone, Copy, Debug)]
pub(super) enum Problem {
    /// An object or a text.
    Error(Value),
    Reason(Reason),
}

/// What an event says.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(super) struct Facts {
    pub(super) dialects: Dialects,
    /// The dialects that it is of if it is of no other.
    perhaps: Dialects,
    /// The dialects in which the answer is whole.
    pub(super) ends: Dialects,
    /// The dialects in which nothing of interest follows.
    pub(super) is_last: Dialects,
    pub(super) keeps_alive: bool,
    /// The event broke off.
    pub(super) is_partial: bool,
    /// Its data is text rather than JSON.
    pub(super) is_text: bool,
    pub(super) has_content: bool,
    /// A bit for each choice that it holds, and for each of them that is finished.
    pub(super) choices: u64,
    pub(super) finished: u64,
    pub(super) problem: Option<Problem>,
    /// The text beside a reason.
    pub(super) explanation: Option<Value>,
    pub(super) base64: Option<Value>,
    /// A guardrail intervened, and it blocked the answer.
    intervened: Option<Reason>,
    has_blocked: bool,
    /// A member makes the event an error, or its name says that it is one.
    pub(super) is_marked: bool,
    pub(super) fails: bool,
    pub(super) may_be_error: bool,
    /// A member makes an event of no known dialect an error.
    may_be_detail: bool,
    pub(super) spans: ArrayVec<Span, MAX_SPANS>,
}

impl Facts {
    /// Takes the name of the event.
    pub(super) fn take_name(&mut self, name: &[u8]) {
        for (says, dialects) in places::of_name(name) {
            self.dialects |= dialects;
            match says {
                EventSays::Shows => {}
                EventSays::Ends => {
                    self.ends |= dialects;
                    self.is_last |= dialects;
                }
                EventSays::Fails => self.fails = true,
                EventSays::KeepsAlive => self.keeps_alive = true,
                EventSays::Text => self.is_text = true,
            }
        }
    }

    /// Forgets what counts only in a whole event.
    pub(super) fn forget_marks(&mut self) {
        (self.ends, self.is_last, self.is_partial) = (0, 0, true);
        self.finished = 0;
        self.problem = None;
        self.base64 = None;
    }

    /// Reads the object or the list that begins here. `with_content` is false if it is known already
    /// that content has come: then content is a value like any other.
    pub(super) fn read(&mut self, text: &[u8], with_content: bool) -> Extent {
        let mut reader = <Reader>::new(text, 0);
        let mut visitor = Collector {
            text,
            facts: self,
            with_content,
            index: None,
            element: 0,
            is_finished: false,
            has_code: false,
        };
        let is_read = reader.read(ROOT, &mut visitor).is_ok();
        let has_code = visitor.has_code;
        self.has_content &= !has_code;
        if self.dialects == 0 {
            self.dialects = self.perhaps;
        }
        self.is_marked |= self.may_be_detail && self.dialects == 0;
        if let (Some(reason), true) = (self.intervened, self.has_blocked) {
            self.problem = self.problem.or(Some(Problem::Reason(reason)));
        }
        if is_read && reader.at_end() { Extent::Whole } else { Extent::Part }
    }
}

/// Collects the facts of an event while it is read.
struct Collector<'t, 'f> {
    text: &'t [u8],
    facts: &'f mut Facts,
    with_content: bool,
    /// Of the element of a list of choices that is read: its number, its position, and whether it is
    /// finished.
    index: Option<u32>,
    element: u32,
    is_finished: bool,
    /// A code says that the text is not content.
    has_code: bool,
}

impl Collector<'_, '_> {
    /// A finish reason. Of several that are errors, the first that has a code counts; an error counts
    /// before all of them. Returns whether it says that the answer, or a choice, is finished.
    fn reason(&mut self, value: Value) -> bool {
        let raw = value.raw(self.text);
        if !matches!(value.json_type(), JsonType::String | JsonType::Number)
            || reason::is_unfinished(raw)
        {
            return false;
        }
        if let Some(reason) = reason::find(value, self.text) {
            match self.facts.problem {
                Some(Problem::Error(_)) => {}
                Some(Problem::Reason(known)) if !reason.says_more_than(known) => {}
                _ => self.facts.problem = Some(Problem::Reason(reason)),
            }
        }
        true
    }

    /// Takes a member that rows name. Returns whether its value matters.
    fn take(&mut self, parent: Node, node: Node, value: Value) -> bool {
        let raw = value.raw(self.text);
        let is_null = value.json_type() == JsonType::Literal && !matches!(raw, b"true" | b"false");
        let is_empty = is_null || is_empty(value, raw);
        let mut matters = false;
        for (role, dialects) in places::roles(node) {
            let facts = &mut *self.facts;
            match role {
                Role::Shows | Role::Choices => {
                    if !is_null {
                        facts.dialects |= dialects;
                    }
                    continue;
                }
                Role::Content => {
                    if !self.with_content {
                        continue;
                    }
                    facts.has_content |= !is_empty && value.json_type() != JsonType::Literal;
                }
                Role::Index => {
                    self.index = std::str::from_utf8(raw).ok().and_then(|raw| raw.parse().ok());
                }
                Role::Reason => {
                    facts.dialects |= dialects;
                    let is_finished = self.reason(value);
                    if is_choice(parent) {
                        self.is_finished |= is_finished;
                    } else if is_finished {
                        self.facts.ends |= dialects;
                    }
                }
                Role::NativeReason => {
                    self.reason(value);
                }
                Role::Block => {
                    if !is_null && !reason::is_unfinished(raw) && facts.problem.is_none() {
                        let reason =
                            reason::find(value, self.text).unwrap_or(reason::blocked(value));
                        facts.problem = Some(Problem::Reason(reason));
                    }
                }
                Role::Explanation => {
                    if value.is_string() && !is_empty {
                        facts.explanation = Some(value);
                    }
                }
                // In each event but the last, it is `null`.
                Role::Ends => {
                    facts.dialects |= dialects;
                    if !is_empty {
                        facts.ends |= dialects;
                    }
                }
                Role::EndsIfTrue => {
                    if matches!(raw, b"true" | b"false") {
                        facts.perhaps |= dialects;
                    }
                    if raw == b"true" {
                        facts.ends |= dialects;
                        facts.is_last |= dialects;
                    }
                }
                Role::Name => {
                    if value.is_string() {
                        facts.take_name(raw);
                    }
                }
                Role::Error => {
                    let is_error = value.is_string() || (value.is_container() && !is_success(raw));
                    if !is_empty && is_error {
                        facts.problem = Some(Problem::Error(value));
                    }
                }
                Role::MakesError => facts.may_be_detail |= !is_null && !is_empty,
                Role::Code => {
                    if !is_null && !is_empty && raw != b"0" && facts.problem.is_none() {
                        facts.problem = Some(Problem::Reason(reason::code(value)));
                        self.has_code = true;
                    }
                }
                Role::Base64 => {
                    if value.is_string() {
                        facts.base64 = Some(value);
                    }
                }
                Role::Guardrail => facts.intervened = reason::find(value, self.text),
                Role::Trace => {
                    let has = |text: &str| memchr::memmem::find(raw, text.as_bytes()).is_some();
                    facts.has_blocked |= BLOCKED.into_iter().any(has);
                }
            }
            matters = true;
        }
        matters
    }
}

/// Whether an object is a choice.
fn is_choice(node: Node) -> bool {
    node != NONE && places::roles(node).any(|(role, _)| role == Role::Choices)
}

/// Whether an error object has the code 0, as some servers send with every event.
fn is_success(raw: &[u8]) -> bool {
    const CODE: &[u8] = b"\"code\":";
    memchr::memmem::find(raw, CODE).is_some_and(|at| {
        let code = raw[at + CODE.len()..].trim_ascii_start();
        code.first() == Some(&b'0') && !code.get(1).is_some_and(u8::is_ascii_digit)
    })
}

/// Whether a value says nothing: an empty text, object or list.
fn is_empty(value: Value, raw: &[u8]) -> bool {
    match value.json_type() {
        JsonType::String => raw.is_empty(),
        JsonType::Container => {
            raw.get(1..raw.len() - 1).is_none_or(|inside| inside.trim_ascii().is_empty())
        }
        JsonType::Number | JsonType::Literal => false,
    }
}

/// Whether a member of an event, beside the members that rows of dialects name, may make it an error:
/// with some value of this type, and with this one.
fn may_make_error(key: &[u8], json_type: JsonType, raw: &[u8]) -> (bool, bool) {
    let mut any = false;
    let this = fields::find(Parent::Root, key).any(|row| {
        let compact = &fields::COMPACT[row];
        match compact.effect {
            Effect::Enter(_) => json_type == JsonType::Container,
            Effect::Is(Field::RequestId | Field::ProviderMarker | Field::Result) => false,
            Effect::Is(_) => {
                let is_of_type = compact.json_types & json_type.bit() != 0;
                any |= is_of_type;
                is_of_type && (!compact.needs_value_check || fields::accepts(row).holds(raw))
            }
        }
    });
    (any || this, this)
}

/// Whether a container may be an error.
fn may_hold_error(key: &[u8]) -> bool {
    fields::find(Parent::Root, key).any(|row| {
        matches!(fields::COMPACT[row].effect, Effect::Enter(_))
            || fields::accepts(row) == Accepts::FirstString
    })
}

impl Visitor for Collector<'_, '_> {
    type Parent = Node;

    fn enter(&mut self, parent: Node, key: &[u8], is_list: bool) -> Option<Descend<Node>> {
        if parent == ROOT && may_hold_error(key) {
            self.facts.may_be_error = true;
        }
        let Some(node) = places::child(parent, key) else {
            // A list that no row reads may have any length: it is one value.
            return (!is_list).then_some(Descend { parent: NONE, each: true });
        };
        for (role, dialects) in places::roles(node) {
            match role {
                Role::Choices => {
                    self.facts.dialects |= dialects;
                    if is_list {
                        (self.element, self.index, self.is_finished) = (0, None, false);
                    }
                }
                Role::Shows => self.facts.dialects |= dialects,
                Role::MakesError => self.facts.may_be_detail = true,
                _ => {}
            }
        }
        if places::has_children(node) {
            return Some(Descend { parent: node, each: true });
        }
        // What stands in an object that is content, or an error, is not read by its members.
        let is_unread = !self.with_content
            && places::roles(node).all(|(role, _)| matches!(role, Role::Content | Role::Shows));
        is_unread.then_some(Descend { parent: NONE, each: true })
    }

    fn element_ended(&mut self, parent: Node) {
        if !is_choice(parent) {
            return;
        }
        let index = self.index.unwrap_or(self.element);
        // The last bit stands for all further ones, of which nobody knows whether all are finished.
        let bit = 1u64.checked_shl(index).unwrap_or(1 << 63);
        self.facts.choices |= bit;
        if self.is_finished && index < 63 {
            self.facts.finished |= bit;
        }
        self.element += 1;
        (self.index, self.is_finished) = (None, false);
    }

    fn value(&mut self, parent: Node, key: &[u8], value: Value) {
        let range = value.range();
        // The text may break off inside a value.
        let json_type = value.json_type();
        if value.is_truncated() || (json_type != JsonType::String && range.end == self.text.len()) {
            self.facts.may_be_error |=
                parent == ROOT && may_make_error(key, json_type, value.raw(self.text)).1;
            return;
        }
        let mut is_read = match places::child(parent, key) {
            Some(node) => self.take(parent, node, value),
            None => false,
        };
        if parent == ROOT {
            // With another value, the next event may be an error although this one is none.
            let (any, this) = may_make_error(key, json_type, value.raw(self.text));
            self.facts.may_be_error |= this;
            is_read |= any;
        }
        if !is_read && json_type != JsonType::Literal {
            let span = Span { start: range.start, end: range.end, json_type };
            let _ = self.facts.spans.try_push(span);
        }
    }
}
