//! The members of a JSON body that rows name, by their position.

use arrayvec::ArrayVec;

use super::json::{Descend, Reader, Value, Visitor};
use crate::index::envelopes::ENVELOPES;
use crate::index::fields::{self, COMPACT, CompactRow, ROWS};
use crate::kind::Provider;
use crate::rules::schema::{
    Accepts, Effect, EnvelopeRow, Field, JsonType, MemberTest, Parent, Trait,
};

/// How many members are kept. An error has far fewer.
const MAX: usize = 14;

/// How many elements of a list of details are told apart.
const MAX_ELEMENTS: u8 = 3;

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
    /// Whether that mark precedes the error.
    is_marked_first: bool,
    /// The provider, if one member alone shows it.
    pub(crate) provider: Option<Provider>,
    /// How many elements of a list of details have ended.
    element: u8,
    /// Whether there is a list of errors.
    lists_errors: bool,
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
            is_marked_first: false,
            provider: None,
            element: 0,
            lists_errors: false,
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
    pub(crate) fn delays(&self) -> impl Iterator<Item = (Field, Value)> {
        let delays = self.in_order(self.state_delay(), |member| member.field.is_delay());
        delays.map(|member| (member.field, member.value))
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
        [Field::DelayMs, Field::DelaySeconds, Field::DelayUntil].into_iter().any(|of| self.has(of))
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
        let is_named = |member: &&Member| member.parent == parent && ROWS[member.row()].key == key;
        self.all().iter().find(is_named).map(|member| member.value)
    }

    /// The object that has the error's fields.
    pub(crate) fn parent(&self) -> Parent {
        self.parent
    }

    /// The provider whose envelope has these members.
    pub(crate) fn envelope(&self, text: &[u8]) -> Option<Provider> {
        ENVELOPES.iter().find(|row| self.fit(row, text)).map(|row| row.provider)
    }

    /// Whether an envelope has these members.
    pub(crate) fn fit(&self, envelope: &EnvelopeRow, text: &[u8]) -> bool {
        let holds = |test: &MemberTest| {
            let value = self.member(test.parent, test.key);
            value.is_some_and(|value| accepts(test.accepts, value, text))
        };
        (!envelope.marked_first || self.is_marked_first)
            && envelope.has.iter().all(holds)
            && !envelope.lacks.iter().any(holds)
    }

    /// Whether the body states the status of an error, with a message.
    pub(crate) fn state_error_status(&self, text: &[u8]) -> bool {
        let status = self.first(Field::Status);
        status.is_some_and(|status| {
            let is_in_error = matches!(status.parent, Parent::Inner | Parent::Error);
            is_error_status(status.value, text) && (is_in_error || self.has(Field::Message))
        })
    }

    /// Whether the body says that there is no result.
    fn lack_result(&self, text: &[u8]) -> bool {
        let mut results = self.all().iter().filter(|member| member.field == Field::Result);
        results.any(|member| matches!(member.value.raw(text), b"false" | b"null"))
    }

    /// Whether only an error has so many of them: two, beside a message.
    pub(crate) fn look_like_error(&self) -> bool {
        let fields = [Field::Type, Field::Code, Field::Param, Field::Status];
        fields.into_iter().filter(|&field| self.has(field)).count() >= 2
    }

    /// Whether they are the fields of an error, rather than of a successful response.
    pub(crate) fn are_error(&self, text: &[u8]) -> bool {
        let mut of_error = self.all().iter().filter(|member| is_of_error(member.field));
        of_error.any(|member| self.is_marked || self.makes_error(member, text))
    }

    fn makes_error(&self, member: &Member, text: &[u8]) -> bool {
        let raw = member.value.raw(text);
        let is_code = member.field == Field::Code;
        match member.parent {
            Parent::BaseResp => {
                let success = ROWS[member.row()].success;
                is_code && success.is_none_or(|success| success.as_bytes() != raw)
            }
            Parent::Root if is_code => {
                is_error_status(member.value, text) && self.has(Field::Message)
            }
            Parent::Detail if self.lists_errors => is_code || self.lack_result(text),
            Parent::Detail | Parent::Root => member.is(Trait::OnlyInErrors) && !raw.is_empty(),
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
    /// off before any known member is not.
    pub(crate) fn read(&mut self, start: usize) -> bool {
        let read = <Reader>::new(self.text, start).read(Parent::Root, self);
        read.is_ok() || !self.fields.is_empty()
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
        ROWS[row].accepts.holds(value.raw(self.text))
    }

    /// Takes a member that a row names.
    #[inline]
    fn take(&mut self, member: Member, provider: Option<Provider>) {
        let fields = &mut *self.fields;
        fields.provider = fields.provider.or(provider);
        match member.field {
            Field::ErrorMarker => {
                fields.is_marked = true;
                fields.is_marked_first = fields.is_empty();
            }
            Field::Message | Field::Type | Field::Code => {
                fields.parent = fields.parent.min(member.parent);
            }
            _ => {}
        }
        fields.push(member);
    }
}

/// The row for the first string of a list that is this member's value.
fn first_string_row(parent: Parent, key: &[u8]) -> Option<usize> {
    fields::find(parent, key).find(|&row| ROWS[row].accepts == Accepts::FirstString)
}

impl Visitor for Collector<'_, '_> {
    type Parent = Parent;

    fn enter(&mut self, parent: Parent, key: &[u8], is_list: bool) -> Option<Descend<Parent>> {
        fields::find(parent, key).find_map(|row| {
            let compact = COMPACT[row];
            let Effect::Enter(object) = compact.effect else { return None };
            let accepts = ROWS[row].accepts;
            if is_list && accepts == Accepts::Object {
                return None;
            }
            self.fields.provider = self.fields.provider.or(compact.only);
            self.fields.lists_errors |= is_list && compact.is(Trait::ListsErrors);
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
        if element == Parent::DetailEntry {
            self.fields.element = (self.fields.element + 1).min(MAX_ELEMENTS);
        }
    }

    #[inline]
    fn value(&mut self, parent: Parent, key: &[u8], value: Value) {
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
mod tests {
    use super::*;
    use crate::rules::schema::{envelope, in_body, in_error};

    fn read(body: &str) -> ErrorFields {
        let mut fields = ErrorFields::none();
        Collector::new(body.as_bytes(), &mut fields).read(0);
        fields
    }

    /// A field as it is in the text.
    fn raw(body: &str, field: Field) -> Option<&str> {
        read(body).get(field).map(|value| value.part_of(body).expect("no escapes"))
    }

    /// Every value of a field, in the order in which they count.
    fn raw_all(body: &str, field: Field) -> Vec<&str> {
        let fields = read(body);
        fields.get_all(field).map(|value| value.part_of(body).expect("no escapes")).collect()
    }

    #[test]
    fn the_innermost_object_counts_first_wherever_it_is_in_the_body() {
        for body in [
            r#"{"message":"root","fault":{"message":"error","error":{"message":"inner"}}}"#,
            r#"{"fault":{"error":{"message":"inner"},"message":"error"},"message":"root"}"#,
        ] {
            assert_eq!(raw(body, Field::Message), Some("inner"));
            assert_eq!(raw_all(body, Field::Message), ["inner", "error", "root"]);
            assert_eq!(read(body).parent(), Parent::Inner);
        }
    }

    #[test]
    fn the_parent_is_the_innermost_object_with_a_message_a_type_or_a_code() {
        for (body, parent) in [
            ("{}", Parent::Root),
            (r#"{"message":"m"}"#, Parent::Root),
            (r#"{"error":{"param":"p"}}"#, Parent::Root),
            (r#"{"fault":{"type":"t"},"message":"m"}"#, Parent::Error),
            (r#"{"fault":{"message":"m","data":{"code":"c"}}}"#, Parent::Inner),
            (r#"{"detail":[{"msg":"m"}]}"#, Parent::Detail),
            (r#"{"base_resp":{"status_code":1002}}"#, Parent::BaseResp),
        ] {
            assert_eq!(read(body).parent(), parent, "{body}");
        }
    }

    #[test]
    fn type_parameter_and_failed_generation_come_from_the_object_of_the_error() {
        let body = r#"{"error":{"message":"m"},"code":"c","type":"t","param":"p","failed_generation":"g","request_id":"r"}"#;
        assert_eq!(raw(body, Field::Type), None);
        assert_eq!(raw(body, Field::Param), None);
        assert_eq!(raw(body, Field::FailedGeneration), None);
        assert_eq!(raw(body, Field::Code), Some("c"));
        assert_eq!(raw(body, Field::RequestId), Some("r"));
        let body = r#"{"error":{"message":"m","type":"t","param":"p","failed_generation":"g"}}"#;
        assert_eq!(raw(body, Field::Type), Some("t"));
        assert_eq!(raw(body, Field::Param), Some("p"));
        assert_eq!(raw(body, Field::FailedGeneration), Some("g"));
    }

    #[test]
    fn in_one_object_the_first_row_counts_wherever_it_is_in_the_object() {
        for body in [
            r#"{"error_description":"described","error":"invalid_grant"}"#,
            r#"{"error":"invalid_grant","error_description":"described"}"#,
        ] {
            assert_eq!(raw_all(body, Field::Message), ["described", "invalid_grant"]);
        }
    }

    #[test]
    fn of_a_member_that_is_there_twice_the_last_counts() {
        assert_eq!(raw_all(r#"{"message":"a","message":"b"}"#, Field::Message), ["b"]);
        let body = r#"{"error":{"code":"a","message":"m","code":"b"}}"#;
        assert_eq!(raw(body, Field::Code), Some("b"));
        let body =
            r#"{"error":{"message":"a"},"message":"x","error":{"message":"b"},"message":"y"}"#;
        assert_eq!(raw_all(body, Field::Message), ["b", "y"]);
    }

    #[test]
    fn of_delays_the_outermost_counts_first_and_each_is_kept() {
        let body = r#"{"error":{"message":"m","retry_after":1,"metadata":{"retry_after_ms":2}},"resets_at":3,"retry_after":4}"#;
        let fields = read(body);
        let delays: Vec<_> = fields
            .delays()
            .map(|(field, value)| (field, value.part_of(body).expect("no escapes")))
            .collect();
        let mut outer = delays[..2].to_vec();
        outer.sort_unstable_by_key(|&(_, text)| text);
        assert_eq!(outer, [(Field::DelayUntil, "3"), (Field::DelaySeconds, "4")]);
        assert_eq!(delays[2..], [(Field::DelaySeconds, "1"), (Field::DelayMs, "2")]);
        assert!(fields.state_delay());
        assert!(!read(r#"{"message":"m"}"#).state_delay());
        assert_eq!(read(r#"{"message":"m"}"#).delays().count(), 0);
    }

    #[test]
    fn a_member_that_counts_last_counts_if_there_is_no_other() {
        let body = r#"{"detail":[{"msg":"m","type":"element"}]}"#;
        assert_eq!(raw(body, Field::Type), Some("element"));
        for body in [
            r#"{"error_type":"outer","detail":[{"msg":"m","type":"element"}]}"#,
            r#"{"detail":[{"msg":"m","type":"element"}],"error_type":"outer"}"#,
        ] {
            assert_eq!(raw_all(body, Field::Type), ["outer", "element"]);
            assert_eq!(raw(body, Field::Type), Some("outer"));
        }
    }

    #[test]
    fn elements_of_details_count_in_their_order_and_the_last_ones_as_one() {
        let reasons = |words: &[&str]| {
            let elements: Vec<_> =
                words.iter().map(|word| format!(r#"{{"reason":"{word}"}}"#)).collect();
            let body =
                format!(r#"{{"error":{{"message":"m","details":[{}]}}}}"#, elements.join(","));
            let all = raw_all(&body, Field::Reason);
            all.into_iter().map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(reasons(&["b", "a"]), ["b", "a"]);
        let words = ["a", "b", "c", "d", "e", "f"];
        assert_eq!(reasons(&words), ["a", "b", "c", "f"]);
        assert_eq!(words.len(), usize::from(MAX_ELEMENTS) + 3);
    }

    /// As many members of the body as are kept, of which several are spare.
    const FULL: &str = r#""provider":"a","user_id":"b","sequence_number":1,"event_id":"c","messages":[],"success":false,"result":null,"data":null,"headers":{},"request_id":"r","requestId":"s","name":"n","msg":"root","status":"t""#;

    #[test]
    fn a_full_table_spares_a_member_for_one_of_an_inner_object() {
        let body = format!(r#"{{{FULL},"error":{{"message":"inner","code":"c","type":"t"}}}}"#);
        assert_eq!(read(&format!("{{{FULL}}}")).rows().len(), MAX);
        let fields = read(&body);
        assert_eq!(fields.rows().len(), MAX);
        assert_eq!(raw(&body, Field::Message), Some("inner"));
        assert_eq!(raw(&body, Field::Code), Some("c"));
        assert_eq!(raw(&body, Field::Type), Some("t"));
        // The first of each field stays.
        assert_eq!(raw(&body, Field::RequestId), Some("r"));
        assert_eq!(raw(&body, Field::ProviderMarker), Some("a"));
    }

    #[test]
    fn a_full_table_takes_no_further_member_of_the_same_object() {
        let body = format!(r#"{{{FULL},"errorCode":"late"}}"#);
        assert_eq!(raw(&body, Field::Code), None);
        let body = format!(r#"{{{FULL},"msg":"last"}}"#);
        assert_eq!(raw_all(&body, Field::Message), ["last", "t"]);
    }

    #[test]
    fn a_list_of_texts_is_its_first_text() {
        assert_eq!(raw(r#"{"error":["a","b"]}"#, Field::Message), Some("a"));
        assert_eq!(raw(r#"{"errors":["a"]}"#, Field::Message), Some("a"));
        assert_eq!(raw(r#"{"error":{"message":["a"]}}"#, Field::Message), Some("a"));
        assert_eq!(raw(r#"{"error":[1,"a"]}"#, Field::Message), None);
    }

    #[test]
    fn a_list_is_entered_only_where_a_row_says_so() {
        assert_eq!(
            raw(r#"{"error":[{"message":"a"},{"message":"b"}]}"#, Field::Message),
            Some("a")
        );
        assert_eq!(raw(r#"{"last_error":{"message":"a"}}"#, Field::Message), Some("a"));
        assert_eq!(raw(r#"{"last_error":[{"message":"a"}]}"#, Field::Message), None);
        assert_eq!(raw(r#"[{"message":"a"},{"message":"b"}]"#, Field::Message), Some("a"));
    }

    #[test]
    fn a_value_of_another_type_is_no_field() {
        assert_eq!(raw(r#"{"error":{"message":1}}"#, Field::Message), None);
        assert_eq!(raw(r#"{"error":{"message":null}}"#, Field::Message), None);
        assert_eq!(raw(r#"{"error":{"message":{"a":1}}}"#, Field::Message), Some(r#"{"a":1}"#));
        assert_eq!(raw(r#"{"error":{"code":400}}"#, Field::Code), Some("400"));
        assert_eq!(raw(r#"{"error":{"code":null}}"#, Field::Code), None);
        assert_eq!(raw(r#"{"error":{"code":[1]}}"#, Field::Code), None);
    }

    #[test]
    fn a_mark_of_an_error_counts_by_its_value_and_its_place() {
        let first = read(r#"{"type":"error","error":{"message":"m"}}"#);
        assert!(first.is_marked && first.is_marked_first);
        let last = read(r#"{"error":{"message":"m"},"type":"error"}"#);
        assert!(last.is_marked && !last.is_marked_first);
        assert!(read(r#"{"object":"error","message":"m"}"#).is_marked);
        let other = read(r#"{"object":"list","type":"result"}"#);
        assert!(!other.is_marked);
    }

    #[test]
    fn a_member_of_one_provider_shows_it() {
        assert_eq!(read(r#"{"x_groq":{"id":"r"}}"#).provider, Some(Provider::Groq));
        let body = r#"{"error":{"innererror":{"content_filter_result":{}}}}"#;
        assert_eq!(read(body).provider, Some(Provider::Azure));
        assert_eq!(read(r#"{"error":{"message":"m"}}"#).provider, None);
    }

    #[test]
    fn an_envelope_has_its_members_and_lacks_others() {
        const ROW: EnvelopeRow = envelope(
            Provider::Groq,
            &[in_error("code", Accepts::Number), in_body("user_id", Accepts::String)],
        )
        .lacks(&[in_error("param", Accepts::Any)]);
        let fits = |body: &str| read(body).fit(&ROW, body.as_bytes());
        assert!(fits(r#"{"error":{"code":1},"user_id":"u"}"#));
        assert!(!fits(r#"{"error":{"code":"1"},"user_id":"u"}"#));
        assert!(!fits(r#"{"error":{"code":1}}"#));
        assert!(!fits(r#"{"error":{"code":1,"param":null},"user_id":"u"}"#));
        let marked = ROW.marked_first();
        let body = r#"{"type":"error","error":{"code":1},"user_id":"u"}"#;
        assert!(read(body).fit(&marked, body.as_bytes()));
        let body = r#"{"error":{"code":1},"user_id":"u","type":"error"}"#;
        assert!(!read(body).fit(&marked, body.as_bytes()));
    }

    #[test]
    fn a_word_beside_the_message_may_be_a_code() {
        let beside = |body: &'static str| {
            read(body).word_beside_message().map(|value| value.part_of(body).expect("no escapes"))
        };
        assert_eq!(beside(r#"{"error":"invalid_grant","message":"m"}"#), Some("invalid_grant"));
        assert_eq!(beside(r#"{"error":"invalid_grant"}"#), None);
        assert_eq!(beside(r#"{"title":"t","message":"m"}"#), None);
        assert_eq!(beside(r#"{"error":{"message":"m"},"message":"n"}"#), None);
    }

    #[test]
    fn a_type_may_stand_beside_the_error_object() {
        let beside = |body: &'static str| {
            read(body).type_beside_error().map(|value| value.part_of(body).expect("no escapes"))
        };
        assert_eq!(beside(r#"{"error":{"message":"m"},"error_type":"o"}"#), Some("o"));
        assert_eq!(beside(r#"{"error":{"message":"m","type":"t"},"error_type":"o"}"#), Some("o"));
        assert_eq!(beside(r#"{"message":"m","error_type":"o"}"#), None);
        assert_eq!(beside(r#"{"error":{"message":"m","type":"t"}}"#), None);
        assert_eq!(beside(r#"{"error":{"message":"m"},"type":"o"}"#), None);
    }

    #[test]
    fn fields_of_an_error_differ_from_those_of_a_successful_response() {
        let are_error = |body: &str| read(body).are_error(body.as_bytes());
        for body in [
            r#"{"error":{"message":"m"}}"#,
            r#"{"error":{"code":"c"}}"#,
            r#"{"error":"m"}"#,
            r#"{"code":400,"message":"m"}"#,
            r#"{"type":"error","message":"m"}"#,
            r#"{"base_resp":{"status_code":1002}}"#,
            r#"{"errors":[{"code":7,"message":"m"}]}"#,
            r#"{"errors":[{"message":"m"}],"data":null}"#,
            r#"{"errors":[{"message":"m"}],"success":false}"#,
        ] {
            assert!(are_error(body), "{body}");
        }
        for body in [
            "{}",
            r#"{"message":"m"}"#,
            r#"{"error":""}"#,
            r#"{"error":null}"#,
            r#"{"error":{"status":500}}"#,
            r#"{"code":400}"#,
            r#"{"code":200,"message":"m"}"#,
            r#"{"code":"400","message":"m"}"#,
            r#"{"base_resp":{"status_code":0}}"#,
            r#"{"errors":[{"message":"m"}],"data":{}}"#,
        ] {
            assert!(!are_error(body), "{body}");
        }
    }

    #[test]
    fn the_status_of_an_error_counts_in_the_error_or_with_a_message() {
        let states = |body: &str| read(body).state_error_status(body.as_bytes());
        assert!(states(r#"{"error":{"status":503}}"#));
        assert!(states(r#"{"status":503,"message":"m"}"#));
        assert!(!states(r#"{"status":503}"#));
        assert!(!states(r#"{"status":200,"message":"m"}"#));
        assert!(!states(r#"{"status":5030,"message":"m"}"#));
        assert!(!states(r#"{"status":"503","message":"m"}"#));
    }

    #[test]
    fn two_fields_beside_a_message_look_like_an_error() {
        assert!(read(r#"{"type":"t","code":"c"}"#).look_like_error());
        assert!(read(r#"{"param":"p","status":500}"#).look_like_error());
        assert!(!read(r#"{"type":"t","message":"m"}"#).look_like_error());
    }

    #[test]
    fn text_that_breaks_off_is_json_if_a_known_member_precedes() {
        let is_json =
            |text: &str| Collector::new(text.as_bytes(), &mut ErrorFields::none()).read(0);
        assert!(is_json(r#"{"message":"m","#));
        assert!(is_json(r#"{"message":"m"#));
        assert!(!is_json(r#"{"unheard":"m","#));
        assert!(is_json(r#"{"unheard":"m"}"#));
    }

    #[test]
    fn it_is_known_how_far_a_text_was_read() {
        let read_python =
            |text: &str| Collector::new(text.as_bytes(), &mut ErrorFields::none()).read_python(0);
        assert_eq!(read_python(r#"{"message":"m"} "#), (Extent::Whole, true));
        assert_eq!(read_python("{'message': 'm'} x"), (Extent::Value, false));
        assert_eq!(read_python(r#"{"message":"m""#), (Extent::Part, true));
        let read_whole =
            |text: &str| Collector::new(text.as_bytes(), &mut ErrorFields::none()).read_whole();
        assert!(read_whole(r#"[{"message":"m"}] "#));
        assert!(!read_whole(r#"{"message":"m"} x"#));
        assert!(!read_whole(r#"{"message":"m""#));
    }

    #[test]
    fn a_string_is_a_message_and_another_scalar_is_none() {
        let read_scalar = |text: &'static str| {
            let mut fields = ErrorFields::none();
            let is_scalar = Collector::new(text.as_bytes(), &mut fields).read_scalar(0);
            (is_scalar, fields.get(Field::Message).and_then(|value| value.part_of(text)))
        };
        assert_eq!(read_scalar(r#""m" "#), (true, Some("m")));
        assert_eq!(read_scalar("null"), (true, None));
        assert_eq!(read_scalar("42"), (true, None));
        assert_eq!(read_scalar(r#""m" x"#), (false, None));
        assert_eq!(read_scalar("nothing"), (false, None));
    }
}
