use super::*;

/// Writes each member down as `path/key=value`. It enters `in`, of a list the first object, and
/// `each`, of a list each object, and wants the first string of `first`. A string is in quotes,
/// with `…` for its end if it is cut off.
struct Recorder<'j> {
    json: &'j [u8],
    paths: Vec<String>,
    lines: Vec<String>,
}

impl Recorder<'_> {
    fn record(&mut self, parent: usize, key: &[u8], value: Value) {
        let text = value.decode(self.json);
        let text = match (value.is_string(), value.is_truncated()) {
            (true, true) => format!("\"{text}…"),
            (true, false) => format!("\"{text}\""),
            _ => text.into_owned(),
        };
        let key = String::from_utf8_lossy(key);
        self.lines.push(format!("{}{key}={text}", self.paths[parent]));
    }
}

impl Visitor for Recorder<'_> {
    type Parent = usize;

    fn enter(&mut self, parent: usize, key: &[u8], is_list: bool) -> Option<Descend<usize>> {
        let each = match key {
            b"in" => false,
            b"each" => true,
            _ => return None,
        };
        let mark = if is_list { "[]" } else { "" };
        let key = String::from_utf8_lossy(key);
        self.paths.push(format!("{}{key}{mark}/", self.paths[parent]));
        Some(Descend { parent: self.paths.len() - 1, each })
    }

    fn wants_first_string(&self, _: usize, key: &[u8]) -> bool {
        key == b"first"
    }

    fn first_string(&mut self, parent: usize, _: &[u8], value: Value) {
        self.record(parent, b"first[0]", value);
    }

    fn element_ended(&mut self, parent: usize) {
        self.lines.push(format!("{}end", self.paths[parent]));
    }

    fn value(&mut self, parent: usize, key: &[u8], value: Value) {
        self.record(parent, key, value);
    }
}

fn recorder(json: &str) -> Recorder<'_> {
    Recorder { json: json.as_bytes(), paths: vec![String::new()], lines: Vec::new() }
}

/// What is read of a text, and whether all of it is one value.
fn read_as<const PYTHON: bool>(json: &str) -> (Vec<String>, bool) {
    let mut recorder = recorder(json);
    let mut reader = Reader::<PYTHON>::new(json.as_bytes(), 0);
    let is_whole = reader.read(0, &mut recorder).is_ok() && reader.at_end();
    (recorder.lines, is_whole)
}

#[track_caller]
fn assert_reads(json: &str, lines: &[&str]) {
    assert_eq!(read_as::<false>(json), (lines.iter().map(|&of| of.to_owned()).collect(), true));
}

#[track_caller]
fn assert_breaks(json: &str, lines: &[&str]) {
    assert_eq!(read_as::<false>(json), (lines.iter().map(|&of| of.to_owned()).collect(), false));
}

fn decoded(string: &str) -> String {
    let json = format!(r#""{string}""#);
    let value = <Reader>::new(json.as_bytes(), 0).scalar().expect("a string");
    value.decode(json.as_bytes()).into_owned()
}

#[test]
fn members_have_values_of_every_type() {
    assert_reads(
        r#" { "a" : "x" , "b":-1.5e+3,"c":null,"d":true,"e":false,"f":{"g":[1]},"h":[2,{}],"":"" } "#,
        &[
            r#"a="x""#,
            "b=-1.5e+3",
            "c=null",
            "d=true",
            "e=false",
            r#"f={"g":[1]}"#,
            "h=[2,{}]",
            r#"="""#,
        ],
    );
    assert_reads("{}", &[]);
}

#[test]
fn the_type_of_a_value_is_known() {
    let json_type = |json: &str| {
        let value = <Reader>::new(json.as_bytes(), 0).scalar().expect("a scalar");
        assert_eq!(value.raw(json.as_bytes()), json.trim_matches('"').as_bytes());
        value.json_type()
    };
    assert_eq!(json_type(r#""a""#), JsonType::String);
    assert_eq!(json_type("0"), JsonType::Number);
    assert_eq!(json_type("null"), JsonType::Literal);
    assert_eq!(Value::new(3, 9, JsonType::Container).json_type(), JsonType::Container);
    assert!(Value::string(0, 0).is_string() && !Value::string(0, 0).is_container());
}

#[test]
fn positions_are_those_of_the_text_without_quotes() {
    let json = br#"{"a":"xyz","b":42}"#;
    let mut reader = <Reader>::new(json, 5);
    let string = reader.scalar().expect("a string");
    assert_eq!((string.range(), reader.at), (6..9, 10));
    assert_eq!(string.raw(json), b"xyz");
    let number = <Reader>::new(json, 15).scalar().expect("a number");
    assert_eq!(number.range(), 15..17);
    assert_eq!(Value::string(6, 9), string);
}

#[test]
fn the_flags_of_a_string_are_independent() {
    let flags = |json: &str| {
        let value = <Reader>::new(json.as_bytes(), 0).scalar().expect("a string");
        (value.is_escaped(), value.is_truncated())
    };
    assert_eq!(flags(r#""a""#), (false, false));
    assert_eq!(flags(r#""a\n""#), (true, false));
    assert_eq!(flags(r#""a"#), (false, true));
    assert_eq!(flags(r#""a\n"#), (true, true));
    assert_eq!(flags(r#""a\""#), (true, true));
    assert_eq!(flags("\""), (false, true));
}

#[test]
fn a_part_of_the_text_is_borrowed_unless_decoding_changes_it() {
    let part = |json: &'static str| {
        let value = <Reader>::new(json.as_bytes(), 0).scalar().expect("a string");
        assert_eq!(matches!(value.decode(json.as_bytes()), Cow::Borrowed(_)), !value.is_escaped());
        value.part_of(json)
    };
    assert_eq!(part(r#""añb""#), Some("añb"));
    assert_eq!(part(r#""a\nb""#), None);
    assert_eq!(part("\"cut"), Some("cut"));
}

#[test]
fn text_that_breaks_off_gives_the_members_before() {
    assert_breaks(r#"{"a":1,"b":"x"#, &["a=1", r#"b="x…"#]);
    assert_breaks(r#"{"a":1,"b":"#, &["a=1"]);
    assert_breaks(r#"{"a":1,"b"#, &["a=1"]);
    assert_breaks(r#"{"a":1,"b\u00"#, &["a=1"]);
    assert_breaks(r#"{"a":1,"b":[2,"#, &["a=1"]);
    assert_breaks(r#"{"a":1,"b":["x"#, &["a=1"]);
    assert_breaks(r#"{"a":1,"in":{"b":2,"#, &["a=1", "in/b=2"]);
    assert_breaks(r#"{"a":1,"each":[{"b":2},{"c":"#, &["a=1", "each[]/b=2", "each[]/end"]);
    assert_breaks(r#"{"a":1,"first":["x"#, &["a=1", r#"first[0]="x…"#]);
    assert_breaks(r#"{"a":nul"#, &[]);
    assert_breaks("{", &[]);
    assert_breaks("", &[]);
}

#[test]
fn text_that_stops_being_json_gives_the_members_before() {
    assert_breaks(r#"{"a":1,b:2}"#, &["a=1"]);
    assert_breaks(r#"{"a":1,"b"=2}"#, &["a=1"]);
    assert_breaks(r#"{"a":1,"b":x}"#, &["a=1"]);
    assert_breaks(r#"{"a":1]"#, &["a=1"]);
    assert_breaks(r#"{"a":1,,"b":2}"#, &["a=1"]);
    assert_breaks(r#"{"a":+1}"#, &[]);
    assert_breaks(r#"{"a":.5}"#, &[]);
    assert_breaks(r#"{"a":'x'}"#, &[]);
    assert_breaks("{'a':1}", &[]);
    assert_breaks("{\"a\":\u{c}1}", &[]);
    assert_breaks(r#"{"a":1} b"#, &["a=1"]);
    assert_breaks(r#""a""#, &[]);
}

#[test]
fn commas_may_be_missing_and_one_may_follow_the_last_member_or_element() {
    assert_reads(r#"{"a":1 "b":"x""c":null}"#, &["a=1", r#"b="x""#, "c=null"]);
    assert_reads(r#"{"a":1,}"#, &["a=1"]);
    assert_reads(r#"{"a":[1,2,],"b":1}"#, &["a=[1,2,]", "b=1"]);
    assert_reads(r#"{"each":[{"a":1,},],"b":1}"#, &["each[]/a=1", "each[]/end", "b=1"]);
    let list = br#"["a" 1,null,]"#;
    let scalars: Vec<_> =
        <Reader>::new(list, 0).scalars().map(|value| value.decode(list)).collect();
    assert_eq!(scalars, ["a", "1", "null"]);
}

#[test]
fn a_number_is_any_run_of_digits_signs_points_and_e() {
    for number in ["0", "-0", "007", "1.5E-3", "1-2+3", "5.", "-", "1e", "1.2.3", "--1"] {
        assert_reads(&format!(r#"{{"a":{number}}}"#), &[&format!("a={number}")]);
    }
    assert_breaks(r#"{"a":1x}"#, &["a=1"]);
}

#[test]
fn control_characters_may_stand_in_strings() {
    assert_reads("{\"a\":\"x\n\t\0\u{7f}y\"}", &["a=\"x\n\t\0\u{7f}y\""]);
    assert_reads("{\"\n\":1}", &["\n=1"]);
}

#[test]
fn escapes_are_decoded() {
    assert_eq!(decoded(r#"\"\\\/\b\f\n\r\t"#), "\"\\/\u{8}\u{c}\n\r\t");
    assert_eq!(decoded(r"\u0041\u00e9\u4E2d\u0000"), "Aé中\0");
    assert_eq!(decoded(r"it\'s"), "it's");
    assert_eq!(decoded(r"\\n"), r"\n");
    assert_eq!(decoded(r"a\\"), r"a\");
}

#[test]
fn an_escape_that_does_not_exist_stays_as_it_is() {
    for text in [r"\x41", r"\a", r"\u12", r"\u12g4", r"\u+123", r"a\ b"] {
        assert_eq!(decoded(text), text);
    }
    let cut = b"\"a\\";
    let value = <Reader>::new(cut, 0).scalar().expect("a string");
    assert_eq!(value.decode(cut), "a\\");
}

#[test]
fn surrogates_in_pairs_are_one_character_and_half_of_a_pair_is_replaced() {
    assert_eq!(decoded(r"\ud83d\ude00"), "😀");
    assert_eq!(decoded(r"\uD800\uDC00"), "\u{10000}");
    assert_eq!(decoded(r"\uDBFF\uDFFF"), "\u{10FFFF}");
    assert_eq!(decoded(r"\ud83d"), "\u{FFFD}");
    assert_eq!(decoded(r"\ude00x"), "\u{FFFD}x");
    assert_eq!(decoded(r"\ud83dx"), "\u{FFFD}x");
    assert_eq!(decoded(r"\ud83d\n"), "\u{FFFD}\n");
    assert_eq!(decoded(r"\ud83d\u0041"), "\u{FFFD}A");
    assert_eq!(decoded(r"\ud83d\ud83d\ude00"), "\u{FFFD}😀");
    assert_eq!(decoded(r"\ud83d\ude0"), "\u{FFFD}\\ude0");
}

#[test]
fn words_of_python_are_literals() {
    for word in LITERALS {
        assert_reads(&format!(r#"{{"a":{word},"b":1}}"#), &[&format!("a={word}"), "b=1"]);
        let value = <Reader>::new(word.as_bytes(), 0).scalar().expect("a literal");
        assert_eq!(value.json_type(), JsonType::Literal);
    }
    assert_breaks(r#"{"a":nan}"#, &[]);
    assert_breaks(r#"{"a":-Inf}"#, &[]);
}

#[test]
fn strings_of_python_may_stand_in_single_quotes() {
    let lines = |json: &str| read_as::<true>(json);
    let whole = |lines: &[&str]| (lines.iter().map(|&of| of.to_owned()).collect(), true);
    assert_eq!(
        lines(r#"{'a': 'it\'s', "b": "it's", 'c': 'say "x"', 'd': None}"#),
        whole(&[r#"a="it's""#, r#"b="it's""#, r#"c="say "x"""#, "d=None"])
    );
    assert_eq!(lines("{'a': ['}', \"'\"], 'b': 1}"), whole(&["a=['}', \"'\"]", "b=1"]));
    assert_eq!(lines("{'first': ['x', 1]}"), whole(&[r#"first[0]="x""#]));
    assert_eq!(lines(r"{'\x61': 1}"), whole(&[r"\x61=1"]));
    assert_eq!(lines("{'a': 'x").0, [r#"a="x…"#]);
}

#[test]
fn a_text_without_single_quotes_is_strict() {
    let is_strict = |json: &str| {
        let mut reader = Reader::<true>::new(json.as_bytes(), 0);
        reader.read(0, &mut recorder(json)).expect("it is whole");
        reader.is_strict()
    };
    assert!(is_strict(r#"{"a":"it's","b":["'"]}"#));
    assert!(!is_strict(r#"{'a':"x"}"#));
    assert!(!is_strict(r#"{"a":'x'}"#));
    assert!(!is_strict(r#"{"a":['x']}"#));
}

#[test]
fn a_key_with_escapes_is_decoded() {
    assert_reads(
        r#"{"mess\u0061ge":1,"a\"b":2,"\ud83d\ude00":3}"#,
        &["message=1", "a\"b=2", "😀=3"],
    );
}

#[test]
fn a_key_with_escapes_is_cut_to_what_is_compared() {
    let long = "k".repeat(MAX_KEY + 1);
    assert_reads(&format!(r#"{{"{long}":1}}"#), &[&format!("{long}=1")]);
    let cut = &long[..MAX_KEY];
    assert_reads(&format!(r#"{{"\u006b{}":1}}"#, &long[1..]), &[&format!("{cut}=1")]);
}

#[test]
fn a_string_is_decoded_into_a_buffer_as_far_as_it_fits() {
    let json = br#""ab\u00e9\ncd""#;
    let value = <Reader>::new(json, 0).scalar().expect("a string");
    let whole = "abé\ncd".as_bytes();
    assert_eq!(value.unescape(json), whole);
    for len in 0..10 {
        let mut buffer = [0; 10];
        let decoded = value.unescape_into(json, &mut buffer[..len]);
        assert_eq!(decoded, &whole[..len.min(whole.len())]);
    }
}

#[test]
fn bytes_that_are_not_utf_8_are_replaced() {
    for (json, text) in [(&b"\"a\xff\""[..], "a\u{FFFD}"), (b"\"\\n\xff\"", "\n\u{FFFD}")] {
        let value = <Reader>::new(json, 0).scalar().expect("a string");
        assert_eq!(value.decode(json), text);
    }
}

#[test]
fn the_end_of_a_string_is_found_at_every_distance() {
    for len in 0..40 {
        let text = "é".repeat(len / 2) + &"x".repeat(len % 2);
        assert_reads(&format!(r#"{{"{text}":"{text}"}}"#), &[&format!(r#"{text}="{text}""#)]);
        let escaped = format!(r#"{{"a":"{text}\"{text}"}}"#);
        assert_reads(&escaped, &[&format!(r#"a="{text}"{text}""#)]);
    }
}

#[test]
fn a_container_that_nobody_enters_is_one_value() {
    assert_reads(
        r#"{"a":{"in":{"b":"}"}},"c":["]\"",[{}]]}"#,
        &[r#"a={"in":{"b":"}"}}"#, r#"c=["]\"",[{}]]"#],
    );
}

#[test]
fn containers_are_entered_to_a_bound_and_deeper_ones_are_values() {
    let open = r#"{"in":"#;
    let nested = |levels: usize| [&open.repeat(levels), r#"{"a":1}"#, &"}".repeat(levels)].concat();
    let path = "in/".repeat(MAX_DEPTH);
    assert_reads(&nested(MAX_DEPTH), &[&format!("{path}a=1")]);
    assert_reads(&nested(MAX_DEPTH + 1), &[&format!(r#"{path}in={{"a":1}}"#)]);
    assert_reads(&nested(MAX_DEPTH + 2), &[&format!(r#"{path}in={{"in":{{"a":1}}}}"#)]);
}

#[test]
fn containers_nested_without_end_are_skipped_without_recursion() {
    let deep = ["[".repeat(100_000), "]".repeat(100_000)].concat();
    assert_reads(&format!(r#"{{"a":{deep},"b":1}}"#), &[&format!("a={deep}"), "b=1"]);
    assert_breaks(&r#"{"in":"#.repeat(100_000), &[]);
}

#[test]
fn of_a_list_the_first_object_is_read_or_each() {
    let list = r#"[{"a":1}, {"b":2},{"c":3}]"#;
    assert_reads(&format!(r#"{{"in":{list},"d":4}}"#), &["in[]/a=1", "in[]/end", "d=4"]);
    assert_reads(
        &format!(r#"{{"each":{list},"d":4}}"#),
        &[
            "each[]/a=1",
            "each[]/end",
            "each[]/b=2",
            "each[]/end",
            "each[]/c=3",
            "each[]/end",
            "d=4",
        ],
    );
    assert_reads(r#"{"each":{"a":1}}"#, &["each/a=1"]);
}

#[test]
fn a_list_is_read_as_long_as_its_elements_are_objects() {
    assert_reads(r#"{"each":[{"a":1},2,{"b":3}],"c":4}"#, &["each[]/a=1", "each[]/end", "c=4"]);
    assert_reads(r#"{"each":[1,{"a":2}],"c":4}"#, &["c=4"]);
    assert_reads(r#"{"each":[[{"a":2}]],"c":4}"#, &["c=4"]);
    assert_reads(r#"{"each":[],"c":4}"#, &["c=4"]);
    assert_reads(r#"{"each":[{"a":1}{"b":3}],"c":4}"#, &["each[]/a=1", "each[]/end", "c=4"]);
}

#[test]
fn of_a_list_that_is_the_whole_text_the_first_object_is_read_or_each() {
    let json = r#"[{"a":1},{"b":2}]"#;
    assert_reads(json, &["a=1", "end"]);
    let mut each = recorder(json);
    <Reader>::new(json.as_bytes(), 0).read_each(0, &mut each).expect("a list");
    assert_eq!(each.lines, ["a=1", "end", "b=2", "end"]);
    let object = "{}";
    let read = <Reader>::new(object.as_bytes(), 0).read_each(0, &mut recorder(object));
    assert_eq!(read, Err(Malformed));
}

#[test]
fn the_first_string_of_a_list_is_given_to_who_wants_it() {
    assert_reads(r#"{"first":[ "x\n",{"a":1}],"b":2}"#, &["first[0]=\"x\n\"", "b=2"]);
    assert_reads(r#"{"first":["x"]}"#, &[r#"first[0]="x""#]);
    assert_reads(r#"{"first":[1,"x"],"b":2}"#, &[r#"first=[1,"x"]"#, "b=2"]);
    assert_reads(r#"{"first":[],"b":2}"#, &["first=[]", "b=2"]);
    assert_reads(r#"{"first":{"a":"x"},"b":2}"#, &[r#"first={"a":"x"}"#, "b=2"]);
    assert_reads(r#"{"other":["x"]}"#, &[r#"other=["x"]"#]);
}

#[test]
fn the_scalars_of_a_list_end_before_the_first_container() {
    let scalars = |list: &str| -> Vec<String> {
        let json = list.as_bytes();
        <Reader>::new(json, 0).scalars().map(|value| value.decode(json).into_owned()).collect()
    };
    assert_eq!(scalars(r#"["body", 0 ,"\u0061",null]"#), ["body", "0", "a", "null"]);
    assert_eq!(scalars(r#"["a",[1],"b"]"#), ["a"]);
    assert_eq!(scalars(r#"["a","b"#), ["a", "b"]);
    assert_eq!(scalars("[]"), [""; 0]);
    assert_eq!(scalars("["), [""; 0]);
}
