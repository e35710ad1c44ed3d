//! The members of a JSON body that the rows name, by their position.

use super::Form;
use super::json::{Reader, Value, Visitor};
use crate::kind::Provider;
use crate::rules::shapes::{self, Field, Of, Place, SHAPES, Shape, Then};

/// How many members are kept. An error has far fewer.
const MAX: usize = 12;

/// A member that a row names.
#[derive(Clone, Copy, Debug)]
struct Member {
    row: u8,
    field: Field,
    within: Place,
    value: Value,
}

impl Member {
    #[expect(clippy::cast_possible_truncation, reason = "the assertion rules it out")]
    fn new(row: usize, field: Field, value: Value) -> Self {
        const { assert!(SHAPES.len() < 256, "too many rows") };
        Self { row: row as u8, field, within: SHAPES[row].within, value }
    }
}

/// The members that were found.
#[derive(Clone, Debug)]
pub(crate) struct Members {
    found: [Member; MAX],
    len: usize,
    /// The innermost object that tells a field of an error.
    place: Place,
    /// Whether something marks the whole as an error.
    pub(crate) marked: bool,
    /// Whose envelope it is, where only one provider uses it.
    pub(crate) provider: Option<Provider>,
}

impl Members {
    const NONE: Self = Self {
        found: [Member { row: 0, field: Field::Mark, within: Place::Root, value: Value::EMPTY };
            MAX],
        len: 0,
        place: Place::Root,
        marked: false,
        provider: None,
    };

    /// Only a message.
    pub(crate) fn message(value: Value) -> Self {
        let mut members = Self::NONE;
        let is_message =
            |row: &Shape| row.within == Place::Root && row.then == Then::Is(Field::Message);
        if let Some(row) = SHAPES.iter().position(is_message) {
            members.push(Member::new(row, Field::Message, value));
        }
        members
    }

    /// Of a member that stands there twice, the last counts, as in other JSON readers.
    fn push(&mut self, member: Member) {
        let known = self.all().iter().position(|known| known.row == member.row);
        let outer = || self.all().iter().position(|known| known.within > member.within);
        let at = match known {
            Some(at) => at,
            None if self.len == MAX => outer().unwrap_or(MAX),
            None => self.len,
        };
        if let Some(slot) = self.found.get_mut(at) {
            *slot = member;
            self.len = self.len.max(at + 1);
        }
    }

    /// The rows that were met.
    #[cfg(test)]
    pub(crate) fn rows(&self) -> Vec<usize> {
        self.all().iter().map(|member| usize::from(member.row)).collect()
    }

    fn all(&self) -> &[Member] {
        &self.found[..self.len]
    }

    /// The value of a field: that of the first row which is told. The fields of an error come from
    /// one object, but for a message or a code that only the object around it has.
    #[inline]
    pub(crate) fn get(&self, field: Field) -> Option<Value> {
        let one_place = matches!(field, Field::Type | Field::Param | Field::FailedGeneration);
        self.all()
            .iter()
            .filter(|member| member.field == field && (!one_place || member.within == self.place))
            .min_by_key(|member| member.row)
            .map(|member| member.value)
    }

    /// The values of a field in every place, in the order of the rows.
    pub(crate) fn get_all(&self, field: Field) -> impl Iterator<Item = Value> {
        let mut next = 0;
        std::iter::from_fn(move || {
            let later = self.all().iter().filter(|member| member.row >= next);
            let first =
                later.filter(|member| member.field == field).min_by_key(|member| member.row)?;
            next = first.row + 1;
            Some(first.value)
        })
    }

    /// Whether they are those of an error.
    pub(crate) fn are_error(&self, text: &[u8]) -> bool {
        self.all().iter().filter(|member| of_error(member.field)).any(|member| {
            let is_error = SHAPES[usize::from(member.row)].key == "error";
            self.marked
                || !matches!(member.within, Place::Detail | Place::Root)
                || (is_error && !member.value.raw(text).is_empty())
        })
    }
}

/// Whether a field belongs to the error object itself.
const fn of_error(field: Field) -> bool {
    matches!(
        field,
        Field::Message | Field::Type | Field::Code | Field::Param | Field::FailedGeneration
    )
}

/// Collects the members of the body that it reads.
pub(super) struct Collector<'t> {
    text: &'t [u8],
    pub(super) members: Members,
}

impl<'t> Collector<'t> {
    pub(super) const fn new(text: &'t [u8]) -> Self {
        Self { text, members: Members::NONE }
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
                if let Some(value) = value.filter(|value| value.is_text()) {
                    self.members = Members::message(value);
                }
                Form::Json
            }
            _ => Form::Text,
        }
    }

    fn accepts(&self, shape: &Shape, value: Value) -> bool {
        match shape.of {
            Of::Text => value.is_text(),
            Of::Scalar => value.is_text() || value.is_number(),
            Of::Composite => value.is_composite(),
            Of::Word(word) => value.is_text() && value.raw(self.text) == word.as_bytes(),
            Of::Object | Of::Objects => false,
        }
    }
}

impl Visitor for Collector<'_> {
    type Place = Place;

    fn enter(&mut self, within: Place, key: &[u8], list: bool) -> Option<Place> {
        shapes::of(within, key).find_map(|(_, shape)| match (shape.then, shape.of) {
            (Then::Enter(place), of) if of == Of::Objects || (of == Of::Object && !list) => {
                self.members.provider = self.members.provider.or(shape.provider);
                Some(place)
            }
            _ => None,
        })
    }

    #[inline]
    fn value(&mut self, within: Place, key: &[u8], value: Value) {
        let row = shapes::of(within, key).find_map(|(row, shape)| match shape.then {
            Then::Is(field) if self.accepts(shape, value) => Some((row, field)),
            _ => None,
        });
        let Some((row, field)) = row else { return };
        if field == Field::Mark {
            self.members.marked = true;
            return;
        }
        if matches!(field, Field::Message | Field::Type | Field::Code) {
            self.members.place = self.members.place.min(within);
        }
        self.members.push(Member::new(row, field, value));
    }
}
