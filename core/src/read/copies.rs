//! Decoded copies of strings, for what is read from inside them.

use std::slice::IterMut;

use super::json::Value;
use super::message::MAX_LOOK;

/// A decoded string. A short one is on the stack.
#[expect(clippy::large_enum_variant, reason = "a short copy is not on the heap on purpose")]
#[derive(Debug)]
pub(crate) enum DecodedCopy {
    Stack { bytes: [u8; MAX_LOOK], len: usize },
    Heap(Vec<u8>),
}

impl DecodedCopy {
    fn bytes(&self) -> &[u8] {
        match self {
            Self::Stack { bytes, len } => &bytes[..*len],
            Self::Heap(bytes) => bytes,
        }
    }
}

/// Room for copies; each is written once.
pub(crate) type Slots<'t> = IterMut<'t, Option<DecodedCopy>>;

/// Decodes a string: all of it if it is short or `whole`, else the first [`MAX_LOOK`] bytes. `None` if
/// there is no room left.
pub(crate) fn decode<'t>(
    slots: &mut Slots<'t>,
    value: Value,
    text: &[u8],
    whole: bool,
) -> Option<&'t [u8]> {
    let slot = slots.next()?;
    if value.raw(text).len() <= MAX_LOOK || !whole {
        let copy = slot.insert(DecodedCopy::Stack { bytes: [0; MAX_LOOK], len: 0 });
        if let DecodedCopy::Stack { bytes, len } = copy {
            *len = value.unescape_into(text, bytes).len();
        }
        Some(copy.bytes())
    } else {
        Some(slot.insert(DecodedCopy::Heap(value.unescape(text))).bytes())
    }
}
