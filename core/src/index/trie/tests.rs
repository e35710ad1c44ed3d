use super::*;

fn node(words: &[&str]) -> Option<Node> {
    let step = |node: Node, word: &&str| {
        let mut edges = node.edges(key_of(word.as_bytes()));
        edges.find(|(known, _)| known == &word.as_bytes()).map(|(_, next)| next)
    };
    words.iter().try_fold(Node::ROOT, step)
}

fn endings(words: &[&str]) -> Vec<&'static str> {
    node(words).map_or_else(Vec::new, |node| node.patterns().map(wording).collect())
}

#[test]
fn a_wording_ends_where_its_words_lead() {
    assert!(endings(&["too", "many", "requests"]).contains(&"too many requests"));
    assert!(node(&["too", "many"]).is_some());
    assert!(node(&["many", "too"]).is_none());
}

#[test]
fn each_alternative_leads_to_the_same_wording() {
    let wording = "rate limit reached|exceeded|hit";
    for word in ["reached", "exceeded", "hit"] {
        assert!(endings(&["rate", "limit", word]).contains(&wording), "{word}");
    }
}

#[test]
fn common_first_words_are_not_in_the_trie() {
    let (pattern, start, end) = parse("must be a chat model");
    assert_eq!(pattern.prefix_len, 3);
    assert_eq!("must be a chat model".get(start..end), Some("chat model"));
}

#[test]
fn the_parts_of_a_wording_are_told_apart() {
    let (pattern, ..) = parse("^a .. b c$");
    assert!(pattern.begins && pattern.has_before());
    assert_eq!((pattern.ends, pattern.gap), (Some(0), MAX_GAP));
    let (pattern, ..) = parse("model x . b .$");
    assert_eq!((pattern.ends, pattern.gap), (Some(1), 3));
}
