//! The items of JSON documents of any size.
//!
//! A scanner that follows strings and brackets, and keeps nothing but the item that it is in. A document
//! is a list of objects, or an object with such a list at a path of [`LISTS`]; any other object is one
//! item. Several documents may follow each other.

/// How long an item may be; a longer one is left out.
pub(super) const LONGEST: usize = 8 << 20;

/// Where lists of records are in documents: the names of members, and `*` for each item of a list.
const LISTS: [&[&str]; 24] = [
    &["*"],
    // HAR.
    &["log", "entries", "*"],
    // `aws logs filter-log-events`; CloudWatch subscriptions; CloudTrail.
    &["events", "*"],
    &["logEvents", "*"],
    &["Records", "*"],
    // Langfuse, Datadog.
    &["data", "*"],
    // Loki: a list of streams with pairs of time and line.
    &["data", "result", "*", "values", "*"],
    // LangSmith.
    &["runs", "*"],
    // OpenTelemetry.
    &["resourceSpans", "*", "scopeSpans", "*", "spans", "*"],
    &["resourceSpans", "*", "instrumentationLibrarySpans", "*", "spans", "*"],
    &["resourceLogs", "*", "scopeLogs", "*", "logRecords", "*"],
    // Elasticsearch and OpenSearch.
    &["hits", "hits", "*"],
    // Azure Monitor.
    &["records", "*"],
    &["value", "*"],
    // Others.
    &["entries", "*"],
    &["items", "*"],
    &["logs", "*"],
    &["observations", "*"],
    &["results", "*"],
    &["rows", "*"],
    &["spans", "*"],
    &["traces", "*"],
    &["batch", "*"],
    &["requests", "*"],
];

/// The members that may stand before the list in an object that is a document. One with others is a
/// record that has a list, such as a span with events.
const BESIDE: [&str; 23] = [
    "_shards",
    "_scroll_id",
    "count",
    "cursors",
    "has_more",
    "hasMore",
    "limit",
    "links",
    "logGroup",
    "logStream",
    "messageType",
    "meta",
    "next",
    "nextBackwardToken",
    "nextForwardToken",
    "object",
    "offset",
    "owner",
    "page",
    "pagination",
    "subscriptionFilters",
    "took",
    "timed_out",
];

/// The longest name of a member that is compared.
const LONGEST_NAME: usize = 40;

/// Why scanning stops.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// The bytes from here on are no JSON: text may follow.
    Text(usize),
    /// A bracket closes what none has opened.
    Broken,
}

/// What is open around the place of the scanner, on the way to a list.
#[derive(Debug)]
enum Frame {
    /// An object; the name of the member that is read, and whether its value comes next.
    Object {
        name: Vec<u8>,
        has_name: bool,
    },
    List,
}

/// What the bytes at the place belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Inside {
    /// The containers on the way to a list.
    Frames,
    /// A value, with so many open brackets; an item if `is_item`.
    Value { depth: u32, is_item: bool },
}

/// Scans documents.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each says something of its own")]
pub(super) struct Scanner {
    frames: Vec<Frame>,
    inside: Inside,
    is_string: bool,
    is_escaped: bool,
    /// Whether the string is the name of a member in a frame.
    is_name: bool,
    /// Whether items of the document were found, so that the document is none itself.
    has_list: bool,
    /// Whether the document has members of a record, so that its lists are none of records.
    is_record: bool,
    /// Whether the document has a status: that of Loki's answer, or of a record.
    has_status: bool,
    /// The whole document, or the item.
    kept: Vec<u8>,
    is_long: bool,
    /// How many items are complete.
    pub(super) count: u64,
    pub(super) cut: u64,
    /// The number of the list that an item is in.
    list: u64,
}

impl Default for Scanner {
    fn default() -> Self {
        Self {
            frames: Vec::new(),
            inside: Inside::Frames,
            is_string: false,
            is_escaped: false,
            is_name: false,
            has_list: false,
            is_record: false,
            has_status: false,
            kept: Vec::new(),
            is_long: false,
            count: 0,
            cut: 0,
            list: 0,
        }
    }
}

impl Scanner {
    /// Whether no document is open.
    pub(super) fn is_between(&self) -> bool {
        self.frames.is_empty() && self.inside == Inside::Frames
    }

    /// Whether the place is between two items of a list.
    pub(super) fn is_between_items(&self) -> bool {
        self.inside == Inside::Frames && matches!(self.frames.last(), Some(Frame::List))
    }

    /// Takes the next bytes, and hands on the items that are complete: each with the number of its list.
    pub(super) fn feed(
        &mut self,
        bytes: &[u8],
        items: &mut impl FnMut(&[u8], u64),
    ) -> Result<(), Stop> {
        // From here on, bytes are not kept yet.
        let mut from = 0;
        let mut place = 0;
        while let Some(byte) = bytes.get(place).copied() {
            if self.is_string {
                place = self.string(bytes, place);
                continue;
            }
            match byte {
                b'"' => {
                    self.is_string = true;
                    self.is_name = self.begins_name();
                    place += 1;
                }
                b'{' | b'[' => {
                    if let Inside::Value { depth, .. } = &mut self.inside {
                        *depth = depth.saturating_add(1);
                    } else {
                        self.keep(bytes, from, place);
                        from = place;
                        self.open(byte);
                    }
                    place += 1;
                }
                b'}' | b']' => {
                    place += 1;
                    if self.closes_more() {
                        continue;
                    }
                    if self.ends_item() {
                        self.keep(bytes, from, place);
                        self.emit(items);
                        from = place;
                    }
                    if self.inside != Inside::Frames {
                        self.inside = Inside::Frames;
                        self.after_value();
                        continue;
                    }
                    let is_document = self.frames.len() == 1 && byte == b'}' && !self.has_list;
                    if is_document {
                        self.keep(bytes, from, place);
                    }
                    match (self.frames.pop(), byte) {
                        (Some(Frame::Object { .. }), b'}') | (Some(Frame::List), b']') => {}
                        _ => return Err(Stop::Broken),
                    }
                    if is_document {
                        self.emit(items);
                    }
                    if self.frames.is_empty() {
                        self.reset();
                    } else {
                        self.after_value();
                    }
                }
                _ => {
                    if self.frames.is_empty() && self.inside == Inside::Frames {
                        // Commas and record separators may stand between documents.
                        if !byte.is_ascii_whitespace() && byte != b',' && byte != 0x1e {
                            return Err(Stop::Text(place));
                        }
                    } else if self.inside == Inside::Frames && byte == b',' {
                        self.after_value();
                    }
                    place += 1;
                }
            }
        }
        self.keep(bytes, from, bytes.len());
        Ok(())
    }

    /// Reads on in a string; gives the place after what was read.
    fn string(&mut self, bytes: &[u8], place: usize) -> usize {
        if self.is_escaped {
            self.is_escaped = false;
            self.name(&bytes[place..=place]);
            return place + 1;
        }
        let rest = &bytes[place..];
        let end = memchr::memchr2(b'"', b'\\', rest).unwrap_or(rest.len());
        self.name(&rest[..end]);
        match rest.get(end) {
            Some(b'"') => {
                self.is_string = false;
                if self.is_name {
                    self.end_name();
                }
                place + end + 1
            }
            Some(_) => {
                self.is_escaped = true;
                place + end + 1
            }
            None => bytes.len(),
        }
    }

    /// Whether a string that begins is the name of a member in a frame.
    fn begins_name(&mut self) -> bool {
        if self.inside != Inside::Frames {
            return false;
        }
        match self.frames.last_mut() {
            Some(Frame::Object { name, has_name: false }) => {
                name.clear();
                true
            }
            _ => false,
        }
    }

    fn name(&mut self, part: &[u8]) {
        if self.is_name
            && let Some(Frame::Object { name, .. }) = self.frames.last_mut()
        {
            let room = LONGEST_NAME.saturating_sub(name.len());
            name.extend_from_slice(&part[..part.len().min(room)]);
        }
    }

    fn end_name(&mut self) {
        self.is_name = false;
        let is_root = self.frames.len() == 1;
        if let Some(Frame::Object { name, has_name }) = self.frames.last_mut() {
            *has_name = true;
            let is_way =
                |list: &&[&str]| list.first().is_some_and(|first| first.as_bytes() == name);
            let is_beside = BESIDE.iter().any(|beside| beside.as_bytes() == name);
            if is_root && name == b"status" {
                self.has_status = true;
            } else if is_root && !is_beside && !LISTS.iter().any(is_way) {
                self.is_record = true;
            }
        }
    }

    fn after_value(&mut self) {
        if let Some(Frame::Object { has_name, .. }) = self.frames.last_mut() {
            *has_name = false;
        }
    }

    /// Opens a container in the frames: another frame, an item, or a value of no interest.
    fn open(&mut self, byte: u8) {
        let length = self.frames.len();
        let is_root = length == 0;
        if is_root && byte == b'{' {
            self.frames.push(Frame::Object { name: Vec::new(), has_name: false });
            return;
        }
        if is_root {
            self.frames.push(Frame::List);
            return;
        }
        let mut is_item = false;
        let mut is_way = false;
        if !self.is_record {
            for list in LISTS {
                let is_prefix = list.len() >= length
                    && (!self.has_status || list.get(1) == Some(&"result"))
                    && list.iter().zip(&self.frames).all(|(step, frame)| match frame {
                        Frame::Object { name, .. } => step.as_bytes() == name,
                        Frame::List => *step == "*",
                    });
                if is_prefix && list.len() == length {
                    is_item = true;
                } else if is_prefix {
                    // What comes next must be of the right kind.
                    is_way |= (list.get(length) == Some(&"*")) == (byte == b'[');
                }
            }
        }
        if is_item && self.frames.last().is_some_and(|frame| matches!(frame, Frame::List)) {
            self.has_list = true;
            self.kept.clear();
            self.is_long = false;
            self.inside = Inside::Value { depth: 1, is_item: true };
        } else if is_way {
            if byte == b'[' {
                self.list += 1;
            }
            self.frames.push(if byte == b'[' {
                Frame::List
            } else {
                Frame::Object { name: Vec::new(), has_name: false }
            });
        } else {
            self.inside = Inside::Value { depth: 1, is_item: false };
        }
    }

    /// Whether a bracket closes one that is not the first of its value.
    fn closes_more(&mut self) -> bool {
        let Inside::Value { depth, .. } = &mut self.inside else { return false };
        *depth = depth.saturating_sub(1);
        *depth > 0
    }

    fn ends_item(&self) -> bool {
        matches!(self.inside, Inside::Value { is_item: true, .. })
    }

    /// Keeps bytes of the item, or of the document until it turns out to have items.
    fn keep(&mut self, bytes: &[u8], from: usize, to: usize) {
        let is_kept = self.ends_item() || (!self.has_list && !self.frames.is_empty());
        let Some(part) = bytes.get(from..to) else { return };
        if !is_kept || self.is_long {
            return;
        }
        if self.kept.len().saturating_add(part.len()) > LONGEST {
            self.is_long = true;
            self.kept.clear();
            return;
        }
        self.kept.extend_from_slice(part);
    }

    fn emit(&mut self, items: &mut impl FnMut(&[u8], u64)) {
        self.count += 1;
        if self.is_long {
            self.cut += 1;
        } else {
            items(&self.kept, self.list);
        }
        self.kept.clear();
        self.is_long = false;
    }

    fn reset(&mut self) {
        self.frames.clear();
        self.inside = Inside::Frames;
        self.has_list = false;
        self.is_record = false;
        self.has_status = false;
        self.kept.clear();
        self.is_long = false;
    }
}

#[cfg(test)]
mod tests {
    use super::{Scanner, Stop};

    fn items(pieces: &[&str]) -> (Vec<String>, Scanner, Result<(), Stop>) {
        let (mut scanner, mut items) = (Scanner::default(), Vec::new());
        let mut result = Ok(());
        for piece in pieces {
            result = scanner.feed(piece.as_bytes(), &mut |item, _| {
                items.push(String::from_utf8_lossy(item).into_owned());
            });
        }
        (items, scanner, result)
    }

    #[test]
    fn the_items_of_documents_are_found_whatever_the_pieces() {
        for (document, expected) in [
            (r#"[{"a": "]}\""}, {"b": [{}]}]"#, &[r#"{"a": "]}\""}"#, r#"{"b": [{}]}"#][..]),
            (
                r#"{"log": {"pages": [{"id": 1}], "entries": [{"a": 1}, {"b": 2}]}}"#,
                &[r#"{"a": 1}"#, r#"{"b": 2}"#],
            ),
            (r#"{"data": [{"a": 1}], "meta": {"page": 1}}"#, &[r#"{"a": 1}"#]),
            (
                r#"{"resourceSpans": [{"resource": {"attributes": [{"key": "a"}]}, "scopeSpans": [{"scope": {}, "spans": [{"a": 1}, {"b": 2}]}]}]}"#,
                &[r#"{"a": 1}"#, r#"{"b": 2}"#],
            ),
            (
                r#"{"status": "success", "data": {"resultType": "streams", "result": [{"stream": {"app": "a"}, "values": [["1", "x"], ["2", "y"]]}]}}"#,
                &[r#"["1", "x"]"#, r#"["2", "y"]"#],
            ),
            // Records, not documents.
            (
                r#"{"name": "chat", "events": [{"a": 1}]}"#,
                &[r#"{"name": "chat", "events": [{"a": 1}]}"#],
            ),
            (r#"{"status": 429, "data": [{"a": 1}]}"#, &[r#"{"status": 429, "data": [{"a": 1}]}"#]),
            ("{\"a\": 1}\n{\"b\": 2}", &[r#"{"a": 1}"#, r#"{"b": 2}"#]),
            (r#"{"events": []}"#, &[r#"{"events": []}"#]),
        ] {
            let (found, scanner, result) = items(&[document]);
            assert_eq!(found, expected);
            assert!(scanner.is_between());
            assert_eq!(result, Ok(()));
            for end in 0..=document.len() {
                let (start, rest) = document.split_at(end);
                assert_eq!(items(&[start, rest]).0, expected, "{end}");
            }
        }
    }

    #[test]
    fn what_is_no_json_ends_the_documents() {
        assert_eq!(items(&["{\"a\": 1}\n10:00 failed"]).2, Err(Stop::Text(9)));
        assert_eq!(items(&["[{}}"]).2, Err(Stop::Broken));
        assert!(!items(&["[{}, {"]).1.is_between());
    }

    #[test]
    fn an_item_that_is_too_long_is_counted() {
        let long = format!("[{{\"a\": \"{}\"}}, {{\"b\": 2}}]", "x".repeat(9 << 20));
        let (found, scanner, _) = items(&[&long]);
        assert_eq!((found, scanner.count, scanner.cut), (vec!["{\"b\": 2}".to_owned()], 2, 1));
    }
}
