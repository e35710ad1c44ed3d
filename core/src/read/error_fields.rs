//! The members of a JSON body that rows name, by their position.

use core::ops::Range;

use arrayvec::ArrayVec;

use super::json::{Descend, Reader, Value, Visitor};
use crate::index::envelopes::{self, ENVELOPES, Envelope};
use crate::index::fields::{self, COMPACT, CompactRow, KeySet};
use crate::kind::Provider;
use crate::rules::schema::{Accepts, Effect, Field, JsonType, MemberTest, Parent, Trait};

/// How many members are kept. An error has far fewer.
const MAX: usize = 14;

/// How many elements of a list of details are distinguished.
const MAX_ELEMENTS: u8 = 3;

/// The key of a member that says whether the call succeeded.
const SUCCESS: &str = "success";

/// Stands for no member.
const NONE: u8 = u8::MAX;

/// A member that a row names.
#[derive(Clone, Copy, Debug)]
struct Member {
    /// The lower, the sooner it counts: the parent in the highest four bits, the element of a list in
    /// the next four, the row in the lowest eight.
    precedence: u16,
    field: Field,
    parent: Parent,
    value: Value,
}

impl Member {
    /// What the parent of members that count last is replaced with.
    const LAST: u16 = 15;

    /// The innermost object counts first, of several elements of a list the first, in one object the
    /// first row. Of delays, the outermost counts first.
    #[expect(clippy::cast_possible_truncation, reason = "the assertion rules it out")]
    #[inline]
    const fn new(
        row: usize,
        counts_last: bool,
        field: Field,
        parent: Parent,
        element: u8,
        value: Value,
    ) -> Self {
        const { assert!(fields::COUNT <= 1 << 8, "too many rows") };
        const { assert!(Parent::COUNT <= Self::LAST as usize, "too many parents") };
        let place = if field.is_delay() {
            parent.depth()
        } else if counts_last {
            Self::LAST
        } else {
            parent as u16
        };
        let precedence = place << 12 | (element as u16) << 8 | row as u16;
        Self { precedence, field, parent, value }
    }

    /// The row that names it.
    const fn row(&self) -> usize {
        (self.precedence & 0xFF) as usize
    }

    const fn is(&self, asked: Trait) -> bool {
        COMPACT[self.row()].is(asked)
    }
}

/// The members of an error that rows name.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
#[derive(Clone, Debug)]
pub(crate) struct ErrorFields {
    members: ArrayVec<Member, MAX>,
    /// For each field, the member that counts first.
    first: [u8; Field::COUNT],
    /// A bit for each field that several members hold.
    several: u32,
    /// The innermost object with a message, a type or a code.
    parent: Parent,
    /// Whether something marks the whole as an error.
    pub(crate) is_marked: bool,
    /// The provider, if one member alone shows it.
    pub(crate) provider: Option<Provider>,
    /// How many elements of a list of details have ended.
    element: u8,
    /// Whether there is a list of errors.
    lists_errors: bool,
    /// Whether there is an error object with any member.
    has_error_object: bool,
    /// Whether there is an object that only a successful call has.
    has_result: bool,
    /// Whether a list may have such an object.
    in_result: bool,
}

impl ErrorFields {
    /// No members. Not a constant, because that would be copied from memory.
    #[inline]
    pub(crate) fn none() -> Self {
        Self {
            members: ArrayVec::new_const(),
            first: [NONE; Field::COUNT],
            several: 0,
            parent: Parent::Root,
            is_marked: false,
            provider: None,
            element: 0,
            lists_errors: false,
            has_error_object: false,
            has_result: false,
            in_result: false,
        }
    }

    /// Only a message.
    pub(crate) fn message(value: Value) -> Self {
        let mut fields = Self::none();
        if let Some(row) = fields::find(Parent::Root, b"message").next() {
            fields.push(Member::new(
                row,
                COMPACT[row].counts_last,
                Field::Message,
                Parent::Root,
                0,
                value,
            ));
        }
        fields
    }

    #[expect(clippy::cast_possible_truncation, reason = "the assertion rules it out")]
    #[inline]
    fn push(&mut self, member: Member) {
        const { assert!(MAX < NONE as usize, "too many members") };
        let len = self.members.len();
        let first = &mut self.first[member.field as usize];
        if *first == NONE && len < MAX {
            *first = len as u8;
            self.members.push(member);
        } else {
            self.push_another(member);
        }
    }

    /// Takes a member if its field has one already, or if there is no room. If one object has a member
    /// twice, the last counts, as in other JSON parsers.
    #[expect(clippy::cast_possible_truncation, reason = "the assertion rules it out")]
    #[cold]
    fn push_another(&mut self, member: Member) {
        const { assert!(Field::COUNT <= 32, "too many fields") };
        let slot = member.field as usize;
        let first = self.first(member.field).map(|known| known.precedence);
        self.several |= u32::from(first.is_some()) << slot;
        let twin = match first {
            Some(precedence) if precedence <= member.precedence => {
                self.all().iter().position(|known| known.precedence == member.precedence)
            }
            _ => None,
        };
        let at = match twin {
            Some(at) => at,
            None if !self.members.is_full() => {
                self.members.push(member);
                self.members.len() - 1
            }
            // The slot of an outer member whose field an inner one holds as well.
            None => {
                let is_spare = |(at, known): (usize, &Member)| {
                    known.parent > member.parent
                        && usize::from(self.first[known.field as usize]) != at
                };
                match self.all().iter().enumerate().position(is_spare) {
                    Some(at) => at,
                    None => return,
                }
            }
        };
        self.members[at] = member;
        if first.is_none_or(|precedence| precedence > member.precedence) {
            self.first[slot] = at as u8;
        }
    }

    /// The rows of the members.
    #[cfg(test)]
    pub(crate) fn rows(&self) -> Vec<usize> {
        self.all().iter().map(Member::row).collect()
    }

    /// Whether no row names a member.
    pub(crate) fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    fn all(&self) -> &[Member] {
        &self.members
    }

    fn first(&self, field: Field) -> Option<&Member> {
        self.members.get(usize::from(self.first[field as usize]))
    }

    /// Whether a member holds the field.
    #[inline]
    pub(crate) fn has(&self, field: Field) -> bool {
        self.first[field as usize] != NONE
    }

    /// The value of a field. Type, parameter and failed generation come from the object of the error;
    /// the others may come from an object around it.
    #[inline]
    pub(crate) fn get(&self, field: Field) -> Option<Value> {
        let of_one_object = matches!(field, Field::Type | Field::Param | Field::FailedGeneration);
        let member = self.first(field)?;
        let is_detail = self.parent == Parent::Detail && field == Field::Type;
        (!of_one_object || is_detail || member.parent == self.parent).then_some(member.value)
    }

    /// The values of a field in every object, in the order in which they count.
    pub(crate) fn get_all(&self, field: Field) -> impl Iterator<Item = Value> {
        let values = self.in_order(self.has(field), move |member| member.field == field);
        values.map(|member| member.value)
    }

    /// The fields that state a delay, in the order in which they count.
    pub(crate) fn delays(&self) -> impl Iterator<Item = (Field, Parent, Value)> {
        let delays = self.in_order(self.state_delay(), |member| member.field.is_delay());
        delays.map(|member| (member.field, member.parent, member.value))
    }

    /// The wanted members in their order, if there are any.
    fn in_order(
        &self,
        any: bool,
        is_wanted: impl Fn(&Member) -> bool,
    ) -> impl Iterator<Item = &Member> {
        let mut next = if any { 0 } else { u16::MAX };
        std::iter::from_fn(move || {
            let later = self.all().iter().filter(|member| member.precedence >= next);
            let first =
                later.filter(|member| is_wanted(member)).min_by_key(|member| member.precedence)?;
            next = first.precedence + 1;
            Some(first)
        })
    }

    /// Whether a field states a delay.
    pub(crate) fn state_delay(&self) -> bool {
        const DELAYS: [Field; 4] =
            [Field::DelayMs, Field::DelaySeconds, Field::DelayNanos, Field::DelayUntil];
        DELAYS.into_iter().any(|of| self.has(of))
    }

    /// A word that may be a code, beside the message that counts.
    pub(crate) fn word_beside_message(&self) -> Option<Value> {
        if self.several & 1 << Field::Message as u32 == 0 {
            return None;
        }
        let message = self.first(Field::Message)?;
        let is_beside = |member: &&Member| {
            member.field == Field::Message
                && member.parent == message.parent
                && member.precedence > message.precedence
                && member.is(Trait::MayBeCode)
        };
        self.all().iter().find(is_beside).map(|member| member.value)
    }

    /// A type beside the error object rather than in it.
    pub(crate) fn type_beside_error(&self) -> Option<Value> {
        let first = self.first(Field::Type)?;
        let is_several = self.several & 1 << Field::Type as u32 != 0;
        if self.parent == Parent::Root || (first.parent != Parent::Root && !is_several) {
            return None;
        }
        self.all().iter().find(|member| member.is(Trait::BesideError)).map(|member| member.value)
    }

    /// A member of an object, or of the one that has the error's fields.
    fn member(&self, parent: Option<Parent>, key: &str) -> Option<Value> {
        let parent = parent.unwrap_or(self.parent);
        let is_named = |member: &&Member| {
            member.parent == parent && fields::key(member.row()) == key.as_bytes()
        };
        self.all().iter().find(is_named).map(|member| member.value)
    }

    /// The object that has the error's fields.
    pub(crate) fn parent(&self) -> Parent {
        self.parent
    }

    /// The provider whose envelope has these members.
    pub(crate) fn envelope(&self, text: &[u8]) -> Option<Provider> {
        let mut keys = KeySet::EMPTY;
        for member in self.all() {
            keys.add_row(member.row());
        }
        let mut rows = ENVELOPES.iter().zip(&envelopes::KEYS);
        rows.find(|(row, of)| keys.has_all(of) && self.fit(row, text)).map(|(row, _)| row.provider)
    }

    /// Whether an envelope has these members.
    pub(crate) fn fit(&self, envelope: &Envelope, text: &[u8]) -> bool {
        let holds = |test: &MemberTest| {
            let value = self.member(test.parent, test.key);
            value.is_some_and(|value| accepts(test.accepts, value, text))
        };
        envelope.has.iter().all(holds) && !envelope.lacks.iter().any(holds)
    }

    /// Whether the body states the status of an error, with a message.
    pub(crate) fn state_error_status(&self, text: &[u8]) -> bool {
        let status = self.first(Field::Status);
        status.is_some_and(|status| {
            let is_in_error =
                matches!(status.parent, Parent::Inner | Parent::Error | Parent::Response);
            is_error_status(status.value, text) && (is_in_error || self.has(Field::Message))
        })
    }

    /// Whether the body says that there is no result.
    fn lack_result(&self, text: &[u8]) -> bool {
        let mut results = self.all().iter().filter(|member| member.field == Field::Result);
        results.any(|member| matches!(member.value.raw(text), b"false" | b"null"))
    }

    /// Whether a result stands beside the error: a member for it that is not empty.
    fn have_result(&self, text: &[u8]) -> bool {
        let is_empty = |raw: &[u8]| {
            let is_container = matches!(raw.first(), Some(b'[' | b'{'));
            let ends = &raw[usize::from(is_container)..raw.len() - usize::from(is_container)];
            matches!(ends.trim_ascii(), b"" | b"null" | b"false" | b"true")
        };
        let mut results = self.all().iter().filter(|member| member.field == Field::Result);
        self.has_result || results.any(|member| !is_empty(member.value.raw(text)))
    }

    /// Whether the body says that the call did not succeed.
    fn deny_success(&self, text: &[u8]) -> bool {
        let mut results = self.all().iter().filter(|member| member.field == Field::Result);
        results.any(|member| {
            member.value.raw(text) == b"false" && fields::key(member.row()) == SUCCESS.as_bytes()
        })
    }

    /// Whether the text is an object with a message and nothing else.
    pub(crate) fn are_lone_message(&self, text: &[u8]) -> bool {
        let [message] = self.all() else { return false };
        let Range { start, end } = message.value.range();
        let before = text.get(..start).unwrap_or_default().trim_ascii_start();
        let after = text.get(end..).unwrap_or_default().trim_ascii();
        // The only quotes are those of the key and the opening one of the message.
        let quotes = memchr::memchr_iter(b'"', before).count();
        message.field == Field::Message
            && before.starts_with(b"{")
            && quotes == 3
            && matches!(after, [b'"', rest @ ..] if rest.trim_ascii() == b"}")
    }

    /// Whether only an error has so many of them: two, beside a message.
    pub(crate) fn look_like_error(&self) -> bool {
        let fields = [Field::Type, Field::Code, Field::Param, Field::Status];
        fields.into_iter().filter(|&field| self.has(field)).count() >= 2
    }

    /// Whether they are the fields of an error, rather than of a successful response.
    pub(crate) fn are_error(&self, text: &[u8]) -> bool {
        if self.say_nothing_happened(text) && !self.is_marked {
            return false;
        }
        let mut of_error = self.all().iter().filter(|member| is_of_error(member.field));
        self.has_error_object
            || of_error.any(|member| self.is_marked || self.makes_error(member, text))
    }

    /// Whether the code is 0 and there is no message: some servers send such an object with every
    /// answer.
    fn say_nothing_happened(&self, text: &[u8]) -> bool {
        let raw = |field| self.first(field).map(|member| member.value.raw(text));
        raw(Field::Code) == Some(b"0") && raw(Field::Message).is_none_or(<[u8]>::is_empty)
    }

    fn makes_error(&self, member: &Member, text: &[u8]) -> bool {
        let raw = member.value.raw(text);
        let is_code = member.field == Field::Code;
        let is_failure = || {
            let mut success = fields::success(member.row()).iter();
            !success.any(|success| success.as_bytes().eq_ignore_ascii_case(raw))
        };
        match member.parent {
            Parent::BaseResp => is_code && is_failure(),
            Parent::Root if is_code => {
                let is_alone = || !raw.is_empty() && is_failure() && !self.have_result(text);
                self.has(Field::Message) && (is_error_status(member.value, text) || is_alone())
            }
            Parent::Detail if self.lists_errors => is_code || self.lack_result(text),
            Parent::Root if member.field == Field::Message && self.deny_success(text) => true,
            Parent::Detail | Parent::Root => member.is(Trait::OnlyInErrors) && !raw.is_empty(),
            // An object that holds the answer of a call is an error only by its own words.
            Parent::Response => {
                member.field == Field::Type && fields::accepts(member.row()).needs_value_check()
            }
            _ => true,
        }
    }
}

/// Whether a value is a number, and the status of an error.
fn is_error_status(value: Value, text: &[u8]) -> bool {
    value.json_type() == JsonType::Number && matches!(value.raw(text), [b'4' | b'5', _, _])
}

/// Whether a field belongs to the error object itself.
const fn is_of_error(field: Field) -> bool {
    matches!(
        field,
        Field::Message
            | Field::Type
            | Field::AwsType
            | Field::Code
            | Field::Param
            | Field::FailedGeneration
    )
}

/// Whether a row accepts a value.
fn accepts(accepts: Accepts, value: Value, text: &[u8]) -> bool {
    accepts.json_types() & value.json_type().bit() != 0 && accepts.holds(value.raw(text))
}

/// How far reading a text came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extent {
    /// The text broke off or stopped being JSON.
    Part,
    /// The value was read to its end, and something follows it.
    Value,
    /// All of the text was read.
    Whole,
}

/// Collects the members of the body that it reads.
pub(crate) struct Collector<'t, 'm> {
    text: &'t [u8],
    fields: &'m mut ErrorFields,
}

impl<'t, 'm> Collector<'t, 'm> {
    pub(crate) const fn new(text: &'t [u8], fields: &'m mut ErrorFields) -> Self {
        Self { text, fields }
    }

    /// Reads the object or the list that begins here. Returns whether it is JSON: text that breaks
    /// off or goes on without any known member is not.
    #[inline]
    pub(crate) fn read(&mut self, start: usize) -> bool {
        let mut reader = <Reader>::new(self.text, start);
        let is_read = reader.read(Parent::Root, self).is_ok();
        !self.fields.is_empty() || (is_read && is_unknown_json(&mut reader, &self.text[start..]))
    }

    /// Reads the object or the list that begins here, in JSON or as Python's `repr`. Returns how far
    /// that came, and whether it was JSON.
    pub(crate) fn read_python(&mut self, start: usize) -> (Extent, bool) {
        let mut reader = Reader::<true>::new(self.text, start);
        let extent = match reader.read(Parent::Root, self) {
            Err(_) => Extent::Part,
            Ok(()) if reader.at_end() => Extent::Whole,
            Ok(()) => Extent::Value,
        };
        (extent, reader.is_strict())
    }

    /// Reads the object or list that the whole text is. Returns whether it is that.
    pub(crate) fn read_whole(&mut self) -> bool {
        let mut reader = <Reader>::new(self.text, 0);
        reader.read(Parent::Root, self).is_ok() && reader.at_end()
    }

    /// Reads the scalar that the text is from here to its end; a string is a message. Returns whether
    /// it is that.
    pub(crate) fn read_scalar(&mut self, start: usize) -> bool {
        let mut reader = <Reader>::new(self.text, start);
        match reader.scalar() {
            Ok(value) if reader.at_end() => {
                if value.is_string() {
                    *self.fields = ErrorFields::message(value);
                }
                true
            }
            _ => false,
        }
    }

    /// Whether a row accepts this value among those of its types. Few rows ask.
    #[inline(never)]
    fn holds(&self, row: usize, value: Value) -> bool {
        fields::accepts(row).holds(value.raw(self.text))
    }

    /// Takes a member that a row names.
    #[inline]
    fn take(&mut self, member: Member, provider: Option<Provider>) {
        let fields = &mut *self.fields;
        fields.provider = fields.provider.or(provider);
        match member.field {
            Field::ErrorMarker => {
                fields.is_marked = true;
            }
            Field::Message | Field::Type | Field::Code => {
                fields.parent = fields.parent.min(member.parent);
            }
            _ => {}
        }
        fields.push(member);
    }
}

/// Whether a text in brackets without a known member is JSON: it was read to its end, and begins as
/// JSON does.
#[cold]
fn is_unknown_json(reader: &mut Reader<'_>, text: &[u8]) -> bool {
    reader.at_end() && begins_json(text)
}

fn begins_json(text: &[u8]) -> bool {
    let inside = text[1..].trim_ascii_start();
    let is_object = text[0] == b'{';
    match inside.first() {
        None | Some(b'"' | b'}' | b']') => true,
        Some(_) if is_object => false,
        Some(b'{' | b'[') => true,
        // A number or a literal ends before a comma or the bracket.
        Some(_) => {
            let in_scalar = |byte: &u8| byte.is_ascii_alphanumeric() || b"+-.".contains(byte);
            let len = inside.iter().take_while(|byte| in_scalar(byte)).count();
            let scalar = &inside[..len];
            let is_value = matches!(scalar, b"null" | b"true" | b"false")
                || scalar.first().is_some_and(|&first| first == b'-' || first.is_ascii_digit());
            is_value && matches!(inside[len..].trim_ascii_start().first(), Some(b',' | b']'))
        }
    }
}

/// The row for the first string of a list that is this member's value.
fn first_string_row(parent: Parent, key: &[u8]) -> Option<usize> {
    fields::find(parent, key).find(|&row| fields::accepts(row) == Accepts::FirstString)
}

impl Visitor for Collector<'_, '_> {
    type Parent = Parent;

    fn enter(&mut self, parent: Parent, key: &[u8], is_list: bool) -> Option<Descend<Parent>> {
        fields::find(parent, key).find_map(|row| {
            let compact = COMPACT[row];
            let Effect::Enter(object) = compact.effect else { return None };
            let accepts = fields::accepts(row);
            if is_list && accepts == Accepts::Object {
                return None;
            }
            self.fields.provider = self.fields.provider.or(compact.only);
            self.fields.lists_errors |= is_list && compact.is(Trait::ListsErrors);
            let is_result = compact.is(Trait::IsResult);
            self.fields.in_result = is_list && is_result;
            self.fields.has_result |= is_result && !is_list;
            Some(Descend { parent: object, each: accepts == Accepts::Each })
        })
    }

    fn wants_first_string(&self, parent: Parent, key: &[u8]) -> bool {
        first_string_row(parent, key).is_some()
    }

    fn first_string(&mut self, parent: Parent, key: &[u8], value: Value) {
        if let Some(row) = first_string_row(parent, key)
            && let Effect::Is(field) = COMPACT[row].effect
        {
            let CompactRow { counts_last, only, .. } = COMPACT[row];
            self.take(Member::new(row, counts_last, field, parent, 0, value), only);
        }
    }

    fn element_ended(&mut self, element: Parent) {
        self.fields.has_result |= self.fields.in_result;
        if element == Parent::DetailEntry {
            self.fields.element = (self.fields.element + 1).min(MAX_ELEMENTS);
        }
    }

    #[inline]
    fn value(&mut self, parent: Parent, key: &[u8], value: Value) {
        // An object of nothing but `null` says no more than `null` itself.
        self.fields.has_error_object |= parent <= Parent::Error
            && (value.json_type() != JsonType::Literal || value.raw(self.text) == b"true");
        let json_type = value.json_type().bit();
        for row in fields::find(parent, key) {
            let compact = &COMPACT[row];
            if compact.json_types & json_type != 0
                && let Effect::Is(field) = compact.effect
                && (!compact.needs_value_check || self.holds(row, value))
            {
                let element = if parent < Parent::DetailEntry { 0 } else { self.fields.element };
                let last = compact.counts_last;
                let member = Member::new(row, last, field, parent, element, value);
                self.take(member, compact.only);
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests;
