//! The members of a JSON body that the rows name, by their position.

use super::Form;
use super::json::{Entry, Form as ValueForm, Reader, Value, Visitor};
use crate::kind::Provider;
use crate::rules::shapes::{self, Field, Of, Place, SHAPES, STEPS, Shape, Then};

/// How many members are kept. An error has far fewer.
const MAX: usize = 14;

/// How many elements of a list of details are told apart.
const MAX_ELEMENTS: u8 = 3;

/// Stands for no member.
const NONE: u8 = u8::MAX;

/// A member that a row names.
#[derive(Clone, Copy, Debug)]
struct Member {
    /// The lower, the sooner it counts; the lowest byte is the row.
    rank: u16,
    field: Field,
    within: Place,
    value: Value,
}

impl Member {
    /// All of it zeros, which are written fastest.
    const NONE: Self =
        Self { rank: 0, field: Field::Message, within: Place::Inner, value: Value::EMPTY };

    /// The innermost object counts first, of several elements of a list the first, and in one object
    /// the first row. Of delays, the outermost.
    #[expect(clippy::cast_possible_truncation, reason = "the assertion rules it out")]
    #[inline]
    const fn new(row: usize, field: Field, within: Place, element: u8, value: Value) -> Self {
        const { assert!(SHAPES.len() < 1 << 8, "too many rows") };
        let place = match (field, within) {
            _ if field.is_delay() => within.depth(),
            // Beside FastAPI's list, the type around it counts.
            (Field::Type, Place::Detail) => 15,
            _ => within as u16,
        };
        let rank = place << 12 | (element as u16) << 8 | row as u16;
        Self { rank, field, within, value }
    }

    /// The row that names it.
    const fn shape(&self) -> &'static Shape {
        &SHAPES[(self.rank & 0xFF) as usize]
    }
}

/// The members that were found.
#[derive(Clone, Debug)]
pub(crate) struct Members {
    found: [Member; MAX],
    len: u8,
    /// For each field, the member of the first row that is told.
    first: [u8; Field::COUNT],
    /// A bit for each field that several members tell.
    several: u32,
    /// The innermost object that tells a field of an error.
    place: Place,
    /// Whether something marks the whole as an error.
    pub(crate) marked: bool,
    /// Whether that stood before the error.
    pub(crate) marked_first: bool,
    /// Whose envelope it is, where one member alone shows that.
    pub(crate) provider: Option<Provider>,
    /// How many elements of a list of details have been read.
    element: u8,
    /// Whether there is a list of errors.
    lists_errors: bool,
}

impl Members {
    /// None. A function, as a constant would be copied from where it stands.
    #[inline]
    pub(crate) fn none() -> Self {
        Self {
            found: [Member::NONE; MAX],
            len: 0,
            first: [NONE; Field::COUNT],
            several: 0,
            place: Place::Root,
            marked: false,
            marked_first: false,
            provider: None,
            element: 0,
            lists_errors: false,
        }
    }

    /// Only a message.
    pub(crate) fn message(value: Value) -> Self {
        let mut members = Self::none();
        let is_message =
            |row: &Shape| row.within.contains(&Place::Root) && row.then == Then::Is(Field::Message);
        if let Some(row) = SHAPES.iter().position(is_message) {
            members.push(Member::new(row, Field::Message, Place::Root, 0, value));
        }
        members
    }

    #[inline]
    fn push(&mut self, member: Member) {
        const { assert!(MAX < NONE as usize, "too many members") };
        let first = &mut self.first[member.field as usize];
        if *first == NONE
            && let Some(slot) = self.found.get_mut(usize::from(self.len))
        {
            *first = self.len;
            *slot = member;
            self.len += 1;
        } else {
            self.push_beside(member);
        }
    }

    /// Takes a member where its field is told already, or where there is no room. Of one that stands
    /// there twice, the last counts, as in other JSON readers.
    #[expect(clippy::cast_possible_truncation, reason = "the assertion rules it out")]
    #[cold]
    fn push_beside(&mut self, member: Member) {
        const { assert!(Field::COUNT <= 32, "too many fields") };
        let slot = member.field as usize;
        let first_rank = self.first(member.field).map(|known| known.rank);
        self.several |= u32::from(first_rank.is_some()) << slot;
        let twice = match first_rank {
            Some(rank) if rank <= member.rank => {
                self.all().iter().position(|known| known.rank == member.rank)
            }
            _ => None,
        };
        let at = match twice {
            Some(at) => at,
            None if usize::from(self.len) < MAX => {
                self.len += 1;
                usize::from(self.len) - 1
            }
            // The place of an outer member whose field an inner one tells as well.
            None => {
                let spare = |(at, known): (usize, &Member)| {
                    known.within > member.within
                        && usize::from(self.first[known.field as usize]) != at
                };
                match self.all().iter().enumerate().position(spare) {
                    Some(at) => at,
                    None => return,
                }
            }
        };
        self.found[at] = member;
        if first_rank.is_none_or(|rank| rank > member.rank) {
            self.first[slot] = at as u8;
        }
    }

    /// The rows that were met.
    #[cfg(test)]
    pub(crate) fn rows(&self) -> Vec<usize> {
        self.all().iter().map(|member| usize::from(member.rank & 0xFF)).collect()
    }

    fn all(&self) -> &[Member] {
        &self.found[..usize::from(self.len)]
    }

    fn first(&self, field: Field) -> Option<&Member> {
        self.found.get(usize::from(self.first[field as usize]))
    }

    /// The value of a field: that of the first row which is told. The fields of an error come from
    /// one object, but for a message or a code that only the object around it has.
    #[inline]
    pub(crate) fn get(&self, field: Field) -> Option<Value> {
        let one_place = matches!(field, Field::Type | Field::Param | Field::FailedGeneration);
        let member = self.first(field)?;
        let detail = self.place == Place::Detail && field == Field::Type;
        (!one_place || detail || member.within == self.place).then_some(member.value)
    }

    /// The values of a field in every place, in the order in which they count.
    pub(crate) fn get_all(&self, field: Field) -> impl Iterator<Item = Value> {
        let mut next = if self.first[field as usize] == NONE { u16::MAX } else { 0 };
        std::iter::from_fn(move || {
            let later = self.all().iter().filter(|member| member.rank >= next);
            let first =
                later.filter(|member| member.field == field).min_by_key(|member| member.rank)?;
            next = first.rank + 1;
            Some(first.value)
        })
    }

    /// Those that tell a delay, in the order in which they count.
    pub(crate) fn delays(&self) -> impl Iterator<Item = (Field, Value)> {
        let mut next = if self.tell_delay() { 0 } else { u16::MAX };
        std::iter::from_fn(move || {
            let later = self.all().iter().filter(|member| member.rank >= next);
            let delays = later.filter(|member| member.field.is_delay());
            let first = delays.min_by_key(|member| member.rank)?;
            next = first.rank + 1;
            Some((first.field, first.value))
        })
    }

    /// Whether a delay is told.
    pub(crate) fn tell_delay(&self) -> bool {
        let delays = [Field::DelayMs, Field::DelaySeconds, Field::DelayUntil];
        delays.into_iter().any(|field| self.first[field as usize] != NONE)
    }

    /// A word that stands where a message may, beside one that counts sooner.
    pub(crate) fn word_beside_message(&self) -> Option<Value> {
        if self.several & 1 << Field::Message as u32 == 0 {
            return None;
        }
        let message = self.first(Field::Message)?;
        let beside = |member: &&Member| {
            member.field == Field::Message
                && member.within == message.within
                && member.rank > message.rank
                && member.shape().key == "error"
        };
        self.all().iter().find(beside).map(|member| member.value)
    }

    /// A type that stands beside the error rather than in it.
    pub(crate) fn type_beside(&self) -> Option<Value> {
        let first = self.first(Field::Type)?;
        let is_several = self.several & 1 << Field::Type as u32 != 0;
        if self.place == Place::Root || (first.within != Place::Root && !is_several) {
            return None;
        }
        self.member(Some(Place::Root), "error_type")
    }

    /// A member of an object, or of the one that tells the error.
    pub(crate) fn member(&self, within: Option<Place>, key: &str) -> Option<Value> {
        let within = within.unwrap_or(self.place);
        let is_named = |member: &&Member| member.within == within && member.shape().key == key;
        self.all().iter().find(is_named).map(|member| member.value)
    }

    /// The object that tells the error.
    pub(crate) fn place(&self) -> Place {
        self.place
    }

    /// Whether they are a message and the status of an error.
    pub(crate) fn state_error(&self, text: &[u8]) -> bool {
        let status = self.first(Field::Status);
        status.is_some_and(|status| {
            let of_error = matches!(status.within, Place::Inner | Place::Error);
            is_error_status(status.value, status.value.raw(text))
                && (of_error || self.first(Field::Message).is_some())
        })
    }

    /// Whether the body says that it has no result.
    fn tell_failure(&self, text: &[u8]) -> bool {
        ["success", "result", "data"].into_iter().any(|key| {
            let told = self.member(Some(Place::Root), key);
            told.is_some_and(|value| matches!(value.raw(text), b"false" | b"null"))
        })
    }

    /// Whether only an error has as many of them: two, beside a message.
    pub(crate) fn are_of_error(&self) -> bool {
        let fields = [Field::Type, Field::Code, Field::Param, Field::Status];
        fields.into_iter().filter(|&field| self.first(field).is_some()).count() >= 2
    }

    /// Whether they are those of an error.
    pub(crate) fn are_error(&self, text: &[u8]) -> bool {
        self.all().iter().filter(|member| of_error(member.field)).any(|member| {
            let raw = member.value.raw(text);
            self.marked
                || match member.within {
                    // A status of 0 tells of success.
                    Place::Base => member.field == Field::Code && raw != b"0",
                    Place::Root if member.field == Field::Code => {
                        is_error_status(member.value, raw) && self.first(Field::Message).is_some()
                    }
                    Place::Detail if self.lists_errors => {
                        member.field == Field::Code || self.tell_failure(text)
                    }
                    Place::Detail | Place::Root => {
                        is_error_by_name(member.shape().key) && !raw.is_empty()
                    }
                    _ => true,
                }
        })
    }
}

/// Whether a number is the status of an error.
fn is_error_status(value: Value, raw: &[u8]) -> bool {
    value.form() == ValueForm::Number && matches!(raw, [b'4' | b'5', _, _])
}

/// Whether a member of this name stands in errors only.
fn is_error_by_name(key: &str) -> bool {
    matches!(key, "error" | "error_description" | "error_msg" | "status_message" | "__type")
}

/// Whether a field belongs to the error object itself.
const fn of_error(field: Field) -> bool {
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

/// Collects the members of the body that it reads.
pub(super) struct Collector<'t, 'm> {
    text: &'t [u8],
    members: &'m mut Members,
}

impl<'t, 'm> Collector<'t, 'm> {
    pub(super) const fn new(text: &'t [u8], members: &'m mut Members) -> Self {
        Self { text, members }
    }

    /// Reads the object, or the list, that begins here. What breaks off without a member is text.
    pub(super) fn read(&mut self, start: usize) -> Form {
        let read = <Reader>::new(self.text, start).read(Place::Root, self);
        if read.is_ok() || self.members.len > 0 { Form::Json } else { Form::Text }
    }

    /// Reads the object that begins here, in JSON or as Python prints it, as far as it goes.
    pub(super) fn read_python(&mut self, start: usize) {
        // What stands before a break has been collected.
        let _ = Reader::<true>::new(self.text, start).read(Place::Root, self);
    }

    /// Reads the object that the whole text is.
    pub(super) fn read_whole(&mut self) -> Option<()> {
        let mut reader = <Reader>::new(self.text, 0);
        reader.read(Place::Root, self).ok()?;
        reader.at_end().then_some(())
    }

    /// Reads the one value that the text is from here to its end. A string is a message.
    pub(super) fn read_scalar(&mut self, start: usize) -> Form {
        let mut reader = <Reader>::new(self.text, start);
        match reader.scalar() {
            Ok(value) if reader.at_end() => {
                if value.is_text() {
                    *self.members = Members::message(value);
                }
                Form::Json
            }
            _ => Form::Text,
        }
    }
}

impl Of {
    /// Whether a value is such a one.
    pub(crate) fn accepts(self, value: Value, text: &[u8]) -> bool {
        self.forms() & value.form().bit() != 0 && self.holds(value, text)
    }

    /// Whether a value of such a form is such a one.
    #[inline(never)]
    fn holds(self, value: Value, text: &[u8]) -> bool {
        match self {
            Self::Word(words) => words.iter().any(|word| value.raw(text) == word.as_bytes()),
            Self::Begins(start) => value.raw(text).starts_with(start.as_bytes()),
            _ => true,
        }
    }
}

impl Visitor for Collector<'_, '_> {
    type Place = Place;

    fn enter(&mut self, within: Place, key: &[u8], list: bool) -> Option<Entry<Place>> {
        shapes::of(within, key).find_map(|row| {
            let Then::Enter(place) = STEPS[row].then else { return None };
            let of = SHAPES[row].of;
            if list && of == Of::Object {
                return None;
            }
            self.members.provider = self.members.provider.or(STEPS[row].provider);
            self.members.lists_errors |= list && within == Place::Root && key == b"errors";
            Some(Entry { place, each: of == Of::Each })
        })
    }

    fn ends(&mut self, within: Place) {
        if within == Place::Item {
            self.members.element = (self.members.element + 1).min(MAX_ELEMENTS);
        }
    }

    #[inline]
    fn value(&mut self, within: Place, key: &[u8], value: Value) {
        let form = value.form().bit();
        for row in shapes::of(within, key) {
            let step = &STEPS[row];
            if step.forms & form != 0
                && let Then::Is(field) = step.then
                && (!step.is_picky || SHAPES[row].of.holds(value, self.text))
            {
                let element = if within < Place::Item { 0 } else { self.members.element };
                self.take(Member::new(row, field, within, element, value), step.provider);
                return;
            }
        }
    }
}

impl Collector<'_, '_> {
    /// Takes a member that a row names.
    #[inline]
    fn take(&mut self, member: Member, provider: Option<Provider>) {
        let members = &mut *self.members;
        members.provider = members.provider.or(provider);
        match member.field {
            Field::Mark => {
                members.marked = true;
                members.marked_first = members.len == 0;
            }
            Field::Message | Field::Type | Field::Code => {
                members.place = members.place.min(member.within);
            }
            _ => {}
        }
        members.push(member);
    }
}
