//! Decoded copies of strings, for what is read from inside them. Copies of up to 4 KiB are on the
//! stack, so that a decision about a short body allocates nothing.

use std::slice::IterMut;

use arrayvec::ArrayVec;

use super::json::Value;
use super::message::MAX_LOOK;

/// How many copies there can be: for each of four nested errors its message, and for all but the
/// first its text.
pub(crate) const MAX: usize = 7;

/// A copy on the stack, of which nothing is written before it is made.
pub(crate) type StackCopy = ArrayVec<u8, MAX_LOOK>;

/// The room that is left for copies.
#[derive(Debug)]
pub(crate) struct Slots<'t> {
    pub(crate) stack: IterMut<'t, StackCopy>,
    pub(crate) heap: IterMut<'t, Vec<u8>>,
}

impl<'t> Slots<'t> {
    /// Decodes a string: all of it if it is short or `whole`, else the first [`MAX_LOOK`] bytes.
    /// `None` if there is no room left.
    pub(crate) fn decode(&mut self, value: Value, text: &[u8], whole: bool) -> Option<&'t [u8]> {
        if value.raw(text).len() > MAX_LOOK && whole {
            let copy = self.heap.next()?;
            *copy = value.unescape(text);
            return Some(copy);
        }
        let copy = self.stack.next()?;
        value.unescape_with(text, &mut |piece| {
            let room = piece.len().min(copy.remaining_capacity());
            copy.try_extend_from_slice(&piece[..room]).is_ok() && room == piece.len()
        });
        Some(copy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_string_is_decoded_whole_if_it_is_short_or_all_of_it_is_wanted() {
        for (len, whole, expected) in [
            (10, false, 11),
            (2 * MAX_LOOK, false, MAX_LOOK),
            (2 * MAX_LOOK, true, 2 * MAX_LOOK + 1),
        ] {
            let text = format!("\\n{}", "x".repeat(len));
            let (mut stack, mut heap) = ([StackCopy::new()], [Vec::new()]);
            let mut slots = Slots { stack: stack.iter_mut(), heap: heap.iter_mut() };
            let value = Value::string(0, text.len());
            let decoded = slots.decode(value, text.as_bytes(), whole).expect("room");
            assert_eq!((decoded.len(), decoded[0]), (expected, b'\n'), "{len} {whole}");
        }
    }

    #[test]
    fn without_room_nothing_is_decoded() {
        let (mut stack, mut heap): ([StackCopy; 0], [Vec<u8>; 0]) = ([], []);
        let mut slots = Slots { stack: stack.iter_mut(), heap: heap.iter_mut() };
        assert_eq!(slots.decode(Value::string(0, 1), b"x", true), None);
    }
}
