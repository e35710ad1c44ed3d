//! Headers that a body repeats, as an object of names and values.

use super::headers::Headers;
use super::json::{Descend, Reader, Value, Visitor};

/// Reads the headers in an object.
pub(crate) fn read(text: &[u8]) -> Headers<'_> {
    let mut repeated = Repeated { text, headers: Headers::none() };
    // What precedes a break was read.
    let _ = <Reader>::new(text, 0).read((), &mut repeated);
    repeated.headers
}

struct Repeated<'t> {
    text: &'t [u8],
    headers: Headers<'t>,
}

impl Visitor for Repeated<'_> {
    type Parent = ();

    fn enter(&mut self, (): (), _key: &[u8], _is_list: bool) -> Option<Descend<()>> {
        None
    }

    fn value(&mut self, (): (), name: &[u8], value: Value) {
        self.headers.read(name, value.raw(self.text));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::schema::HeaderMeaning;

    #[test]
    fn names_and_values_are_headers_and_a_break_ends_them() {
        let headers = read(br#"{"X-Request-Id":"r1","Retry-After":2,"x":{"y":1},"retry"#);
        assert_eq!(headers.single(HeaderMeaning::RequestId), Some(&b"r1"[..]));
        assert_eq!(headers.delay(None).map(|(ms, _)| ms), Some(2_000));
        assert_eq!(read(b"[").single(HeaderMeaning::RequestId), None);
    }
}
