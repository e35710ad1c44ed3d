//! Pairs of logfmt in a line: `level=info model=heron-8b msg="a b"`.

/// How many pairs of a line are looked at.
const MAX_PAIRS: usize = 64;

/// The pairs of a line, in their order.
#[derive(Clone, Debug)]
pub(super) struct Pairs<'t>(Vec<(&'t str, &'t str)>);

impl<'t> Pairs<'t> {
    pub(super) fn new(line: &'t str) -> Self {
        let mut pairs = Vec::new();
        let mut rest = line;
        while pairs.len() < MAX_PAIRS
            && let Some((before, after)) = rest.split_once('=')
        {
            let in_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-');
            let name = &before[before.trim_end_matches(in_name).len()..];
            let (value, next) = match after.strip_prefix('"') {
                Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
                None => after.split_at(after.find([' ', '\t', ',', ')']).unwrap_or(after.len())),
            };
            if !name.is_empty() {
                pairs.push((name, value));
            }
            rest = next;
        }
        Self(pairs)
    }

    /// The value of the first of these names that a pair has.
    pub(super) fn get(&self, names: &[&str]) -> Option<&'t str> {
        names.iter().find_map(|name| {
            let mut pairs = self.0.iter().filter(|(of, value)| of == name && !value.is_empty());
            pairs.next().map(|&(_, value)| value)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_read_with_and_without_quotes() {
        let pairs = Pairs::new(r#"a model=heron-8b, note="x y=z" (provider=groq) status= x"#);
        assert_eq!(pairs.get(&["modelID", "model"]), Some("heron-8b"));
        assert_eq!(pairs.get(&["note"]), Some("x y=z"));
        assert_eq!(pairs.get(&["provider"]), Some("groq"));
        assert_eq!(pairs.get(&["status", "y"]), None);
        assert_eq!(Pairs::new(&"=".repeat(10_000)).get(&["a"]), None);
    }
}
