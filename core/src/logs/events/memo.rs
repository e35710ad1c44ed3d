//! What was found out about texts that come again and again, such as paths and hosts.

use super::hash;

/// How many texts are remembered.
const SLOTS: usize = 64;

/// The longest text that is remembered, in bytes.
const MAX_LEN: usize = 200;

/// What was found out about texts. A text takes the place of another one with the same hash.
#[derive(Debug)]
pub(super) struct Memo<T>(Vec<Option<(Box<str>, T)>>);

impl<T> Default for Memo<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Clone> Memo<T> {
    /// What was found out about a text, or what `find` finds out.
    pub(super) fn get(&mut self, text: &str, find: impl FnOnce() -> T) -> T {
        if text.len() > MAX_LEN {
            return find();
        }
        if self.0.is_empty() {
            self.0.resize_with(SLOTS, || None);
        }
        let hash = hash::of(text.bytes());
        let place = usize::try_from((hash ^ (hash >> 32)) % SLOTS as u64).unwrap_or(0);
        let Some(slot) = self.0.get_mut(place) else { return find() };
        match slot {
            Some((known, found)) if **known == *text => found.clone(),
            _ => slot.insert((text.into(), find())).1.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_text_has_what_was_found_out_about_it() {
        let mut memo = Memo::default();
        for _ in 0..2 {
            for number in 0..1_000 {
                let text = number.to_string();
                assert_eq!(memo.get(&text, || number), number);
            }
        }
        assert_eq!(memo.get("7", || 7), 7);
        assert_eq!(memo.get("7", || 8), 7);
        let long = "x".repeat(MAX_LEN + 1);
        assert_eq!((memo.get(&long, || 1), memo.get(&long, || 2)), (1, 2));
    }
}
