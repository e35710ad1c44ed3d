use super::*;
use crate::rules::schema::{EnvelopeRow, envelope, in_body, in_error};

fn read(body: &str) -> ErrorFields {
    let mut fields = ErrorFields::none();
    Collector::new(body.as_bytes(), &mut fields).read(0);
    fields
}

/// A field as it is in the text.
fn raw(body: &str, field: Field) -> Option<&str> {
    read(body).get(field).map(|value| value.part_of(body).expect("no escapes"))
}

/// Every value of a field, in the order in which they count.
fn raw_all(body: &str, field: Field) -> Vec<&str> {
    let fields = read(body);
    fields.get_all(field).map(|value| value.part_of(body).expect("no escapes")).collect()
}

#[test]
fn the_innermost_object_counts_first_wherever_it_is_in_the_body() {
    for body in [
        r#"{"message":"root","fault":{"message":"error","error":{"message":"inner"}}}"#,
        r#"{"fault":{"error":{"message":"inner"},"message":"error"},"message":"root"}"#,
    ] {
        assert_eq!(raw(body, Field::Message), Some("inner"));
        assert_eq!(raw_all(body, Field::Message), ["inner", "error", "root"]);
        assert_eq!(read(body).parent(), Parent::Inner);
    }
}

#[test]
fn the_parent_is_the_innermost_object_with_a_message_a_type_or_a_code() {
    for (body, parent) in [
        ("{}", Parent::Root),
        (r#"{"message":"m"}"#, Parent::Root),
        (r#"{"error":{"param":"p"}}"#, Parent::Root),
        (r#"{"fault":{"type":"t"},"message":"m"}"#, Parent::Error),
        (r#"{"fault":{"message":"m","data":{"code":"c"}}}"#, Parent::Inner),
        (r#"{"detail":[{"msg":"m"}]}"#, Parent::Detail),
        (r#"{"base_resp":{"status_code":1002}}"#, Parent::BaseResp),
    ] {
        assert_eq!(read(body).parent(), parent, "{body}");
    }
}

#[test]
fn type_parameter_and_failed_generation_come_from_the_object_of_the_error() {
    let body = r#"{"error":{"message":"m"},"code":"c","type":"t","param":"p","failed_generation":"g","request_id":"r"}"#;
    assert_eq!(raw(body, Field::Type), None);
    assert_eq!(raw(body, Field::Param), None);
    assert_eq!(raw(body, Field::FailedGeneration), None);
    assert_eq!(raw(body, Field::Code), Some("c"));
    assert_eq!(raw(body, Field::RequestId), Some("r"));
    let body = r#"{"error":{"message":"m","type":"t","param":"p","failed_generation":"g"}}"#;
    assert_eq!(raw(body, Field::Type), Some("t"));
    assert_eq!(raw(body, Field::Param), Some("p"));
    assert_eq!(raw(body, Field::FailedGeneration), Some("g"));
}

#[test]
fn in_one_object_the_first_row_counts_wherever_it_is_in_the_object() {
    for body in [
        r#"{"error_description":"described","error":"invalid_grant"}"#,
        r#"{"error":"invalid_grant","error_description":"described"}"#,
    ] {
        assert_eq!(raw_all(body, Field::Message), ["described", "invalid_grant"]);
    }
}

#[test]
fn of_a_member_that_is_there_twice_the_last_counts() {
    assert_eq!(raw_all(r#"{"message":"a","message":"b"}"#, Field::Message), ["b"]);
    let body = r#"{"error":{"code":"a","message":"m","code":"b"}}"#;
    assert_eq!(raw(body, Field::Code), Some("b"));
    let body = r#"{"error":{"message":"a"},"message":"x","error":{"message":"b"},"message":"y"}"#;
    assert_eq!(raw_all(body, Field::Message), ["b", "y"]);
}

#[test]
fn of_delays_the_outermost_counts_first_and_each_is_kept() {
    let body = r#"{"error":{"message":"m","retry_after":1,"metadata":{"retry_after_ms":2}},"resets_at":3,"retry_after":4}"#;
    let fields = read(body);
    let delays: Vec<_> = fields
        .delays()
        .map(|(field, _, value)| (field, value.part_of(body).expect("no escapes")))
        .collect();
    let mut outer = delays[..2].to_vec();
    outer.sort_unstable_by_key(|&(_, text)| text);
    assert_eq!(outer, [(Field::DelayUntil, "3"), (Field::DelaySeconds, "4")]);
    assert_eq!(delays[2..], [(Field::DelaySeconds, "1"), (Field::DelayMs, "2")]);
    assert!(fields.state_delay());
    assert!(!read(r#"{"message":"m"}"#).state_delay());
    assert_eq!(read(r#"{"message":"m"}"#).delays().count(), 0);
}

#[test]
fn a_member_that_counts_last_counts_if_there_is_no_other() {
    let body = r#"{"detail":[{"msg":"m","type":"element"}]}"#;
    assert_eq!(raw(body, Field::Type), Some("element"));
    for body in [
        r#"{"error_type":"outer","detail":[{"msg":"m","type":"element"}]}"#,
        r#"{"detail":[{"msg":"m","type":"element"}],"error_type":"outer"}"#,
    ] {
        assert_eq!(raw_all(body, Field::Type), ["outer", "element"]);
        assert_eq!(raw(body, Field::Type), Some("outer"));
    }
}

#[test]
fn elements_of_details_count_in_their_order_and_the_last_ones_as_one() {
    let reasons = |words: &[&str]| {
        let elements: Vec<_> =
            words.iter().map(|word| format!(r#"{{"reason":"{word}"}}"#)).collect();
        let body = format!(r#"{{"error":{{"message":"m","details":[{}]}}}}"#, elements.join(","));
        let all = raw_all(&body, Field::Reason);
        all.into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(reasons(&["b", "a"]), ["b", "a"]);
    let words = ["a", "b", "c", "d", "e", "f"];
    assert_eq!(reasons(&words), ["a", "b", "c", "f"]);
    assert_eq!(words.len(), usize::from(MAX_ELEMENTS) + 3);
}

/// As many members of the body as are kept, of which several are spare.
const FULL: &str = r#""provider":"a","user_id":"b","sequence_number":1,"event_id":"c","messages":[],"success":false,"result":null,"data":null,"headers":{},"request_id":"r","requestId":"s","name":"n","msg":"root","status":"t t""#;

#[test]
fn a_full_table_spares_a_member_for_one_of_an_inner_object() {
    let body = format!(r#"{{{FULL},"error":{{"message":"inner","code":"c","type":"t"}}}}"#);
    assert_eq!(read(&format!("{{{FULL}}}")).rows().len(), MAX);
    let fields = read(&body);
    assert_eq!(fields.rows().len(), MAX);
    assert_eq!(raw(&body, Field::Message), Some("inner"));
    assert_eq!(raw(&body, Field::Code), Some("c"));
    assert_eq!(raw(&body, Field::Type), Some("t"));
    // The first of each field stays.
    assert_eq!(raw(&body, Field::RequestId), Some("r"));
    assert_eq!(raw(&body, Field::ProviderMarker), Some("a"));
}

#[test]
fn a_full_table_takes_no_further_member_of_the_same_object() {
    let body = format!(r#"{{{FULL},"errorCode":"late"}}"#);
    assert_eq!(raw(&body, Field::Code), None);
    let body = format!(r#"{{{FULL},"msg":"last"}}"#);
    assert_eq!(raw_all(&body, Field::Message), ["last", "t t"]);
}

#[test]
fn a_list_of_texts_is_its_first_text() {
    assert_eq!(raw(r#"{"error":["a","b"]}"#, Field::Message), Some("a"));
    assert_eq!(raw(r#"{"errors":["a"]}"#, Field::Message), Some("a"));
    assert_eq!(raw(r#"{"error":{"message":["a"]}}"#, Field::Message), Some("a"));
    assert_eq!(raw(r#"{"error":[1,"a"]}"#, Field::Message), None);
}

#[test]
fn a_list_is_entered_only_where_a_row_says_so() {
    assert_eq!(raw(r#"{"error":[{"message":"a"},{"message":"b"}]}"#, Field::Message), Some("a"));
    assert_eq!(raw(r#"{"last_error":{"message":"a"}}"#, Field::Message), Some("a"));
    assert_eq!(raw(r#"{"last_error":[{"message":"a"}]}"#, Field::Message), None);
    assert_eq!(raw(r#"[{"message":"a"},{"message":"b"}]"#, Field::Message), Some("a"));
}

#[test]
fn a_value_of_another_type_is_no_field() {
    assert_eq!(raw(r#"{"error":{"message":1}}"#, Field::Message), None);
    assert_eq!(raw(r#"{"error":{"message":null}}"#, Field::Message), None);
    assert_eq!(raw(r#"{"error":{"message":{"a":1}}}"#, Field::Message), Some(r#"{"a":1}"#));
    assert_eq!(raw(r#"{"error":{"code":400}}"#, Field::Code), Some("400"));
    assert_eq!(raw(r#"{"error":{"code":null}}"#, Field::Code), None);
    assert_eq!(raw(r#"{"error":{"code":[1]}}"#, Field::Code), None);
}

#[test]
fn a_mark_of_an_error_counts_by_its_value() {
    let first = read(r#"{"type":"error","error":{"message":"m"}}"#);
    assert!(first.is_marked);
    let last = read(r#"{"error":{"message":"m"},"type":"error"}"#);
    assert!(last.is_marked);
    assert!(read(r#"{"object":"error","message":"m"}"#).is_marked);
    let other = read(r#"{"object":"list","type":"result"}"#);
    assert!(!other.is_marked);
}

#[test]
fn a_member_of_one_provider_shows_it() {
    assert_eq!(read(r#"{"x_groq":{"id":"r"}}"#).provider, Some(Provider::Groq));
    let body = r#"{"error":{"innererror":{"content_filter_result":{}}}}"#;
    assert_eq!(read(body).provider, Some(Provider::Azure));
    assert_eq!(read(r#"{"error":{"message":"m"}}"#).provider, None);
}

#[test]
fn an_envelope_has_its_members_and_lacks_others() {
    const ROW: EnvelopeRow = envelope(
        Provider::Groq,
        &[in_error("code", Accepts::Number), in_body("user_id", Accepts::String)],
    )
    .lacks(&[in_error("param", Accepts::Any)]);
    let row = Envelope::new(&ROW);
    let fits = |body: &str| read(body).fit(&row, body.as_bytes());
    assert!(fits(r#"{"error":{"code":1},"user_id":"u"}"#));
    assert!(!fits(r#"{"error":{"code":"1"},"user_id":"u"}"#));
    assert!(!fits(r#"{"error":{"code":1}}"#));
    assert!(!fits(r#"{"error":{"code":1,"param":null},"user_id":"u"}"#));
}

#[test]
fn a_word_beside_the_message_may_be_a_code() {
    let beside = |body: &'static str| {
        read(body).word_beside_message().map(|value| value.part_of(body).expect("no escapes"))
    };
    assert_eq!(beside(r#"{"error":"invalid_grant","message":"m"}"#), Some("invalid_grant"));
    assert_eq!(beside(r#"{"error":"invalid_grant"}"#), None);
    assert_eq!(beside(r#"{"title":"t","message":"m"}"#), None);
    assert_eq!(beside(r#"{"error":{"message":"m"},"message":"n"}"#), None);
}

#[test]
fn a_type_may_stand_beside_the_error_object() {
    let beside = |body: &'static str| {
        read(body).type_beside_error().map(|value| value.part_of(body).expect("no escapes"))
    };
    assert_eq!(beside(r#"{"error":{"message":"m"},"error_type":"o"}"#), Some("o"));
    assert_eq!(beside(r#"{"error":{"message":"m","type":"t"},"error_type":"o"}"#), Some("o"));
    assert_eq!(beside(r#"{"message":"m","error_type":"o"}"#), None);
    assert_eq!(beside(r#"{"error":{"message":"m","type":"t"}}"#), None);
    assert_eq!(beside(r#"{"error":{"message":"m"},"type":"o"}"#), None);
}

#[test]
fn fields_of_an_error_differ_from_those_of_a_successful_response() {
    let are_error = |body: &str| read(body).are_error(body.as_bytes());
    for body in [
        r#"{"error":{"message":"m"}}"#,
        r#"{"error":{"code":"c"}}"#,
        r#"{"error":"m"}"#,
        r#"{"error":{"status":500}}"#,
        r#"{"error":{"unknown":1}}"#,
        r#"{"code":400,"message":"m"}"#,
        r#"{"code":400,"message":"m","data":{"a":1}}"#,
        r#"{"code":"400","message":"m"}"#,
        r#"{"code":"c","message":"m","data":null}"#,
        r#"{"code":"c","message":"m","data":{},"output":"","choices":[],"success":true}"#,
        r#"{"success":false,"message":"m"}"#,
        r#"{"result":{"type":"expired"}}"#,
        r#"{"header":{"code":11200}}"#,
        r#"{"type":"error","message":"m"}"#,
        r#"{"base_resp":{"status_code":1002}}"#,
        r#"{"errors":[{"code":7,"message":"m"}]}"#,
        r#"{"errors":[{"message":"m"}],"data":null}"#,
        r#"{"errors":[{"message":"m"}],"success":false}"#,
    ] {
        assert!(are_error(body), "{body}");
    }
    for body in [
        "{}",
        r#"{"message":"m"}"#,
        r#"{"error":""}"#,
        r#"{"error":null}"#,
        r#"{"code":400}"#,
        r#"{"code":200,"message":"m"}"#,
        r#"{"code":"Success","message":"m"}"#,
        r#"{"code":"","message":"m"}"#,
        r#"{"code":"c","message":"m","data":[1]}"#,
        r#"{"code":"c","message":"m","output":"x"}"#,
        r#"{"code":"c","message":"m","choices":[{}]}"#,
        r#"{"code":"c","message":"m","result":{}}"#,
        r#"{"result":false,"message":"m"}"#,
        r#"{"result":{"type":"succeeded","code":"c"}}"#,
        r#"{"header":{"code":0}}"#,
        r#"{"base_resp":{"status_code":0}}"#,
        r#"{"errors":[{"message":"m"}],"data":{}}"#,
    ] {
        assert!(!are_error(body), "{body}");
    }
}

#[test]
fn the_status_of_an_error_counts_in_the_error_or_with_a_message() {
    let states = |body: &str| read(body).state_error_status(body.as_bytes());
    assert!(states(r#"{"error":{"status":503}}"#));
    assert!(states(r#"{"status":503,"message":"m"}"#));
    assert!(!states(r#"{"status":503}"#));
    assert!(!states(r#"{"status":200,"message":"m"}"#));
    assert!(!states(r#"{"status":5030,"message":"m"}"#));
    assert!(!states(r#"{"status":"503","message":"m"}"#));
}

#[test]
fn two_fields_beside_a_message_look_like_an_error() {
    assert!(read(r#"{"type":"t","code":"c"}"#).look_like_error());
    assert!(read(r#"{"param":"p","status":500}"#).look_like_error());
    assert!(!read(r#"{"type":"t","message":"m"}"#).look_like_error());
}

#[test]
fn text_that_breaks_off_is_json_if_a_known_member_precedes() {
    let is_json = |text: &str| Collector::new(text.as_bytes(), &mut ErrorFields::none()).read(0);
    assert!(is_json(r#"{"message":"m","#));
    assert!(is_json(r#"{"message":"m"#));
    assert!(!is_json(r#"{"unheard":"m","#));
    assert!(is_json(r#"{"unheard":"m"}"#));
}

#[test]
fn it_is_known_how_far_a_text_was_read() {
    let read_python =
        |text: &str| Collector::new(text.as_bytes(), &mut ErrorFields::none()).read_python(0);
    assert_eq!(read_python(r#"{"message":"m"} "#), (Extent::Whole, true));
    assert_eq!(read_python("{'message': 'm'} x"), (Extent::Value, false));
    assert_eq!(read_python(r#"{"message":"m""#), (Extent::Part, true));
    let read_whole =
        |text: &str| Collector::new(text.as_bytes(), &mut ErrorFields::none()).read_whole();
    assert!(read_whole(r#"[{"message":"m"}] "#));
    assert!(!read_whole(r#"{"message":"m"} x"#));
    assert!(!read_whole(r#"{"message":"m""#));
}

#[test]
fn a_string_is_a_message_and_another_scalar_is_none() {
    let read_scalar = |text: &'static str| {
        let mut fields = ErrorFields::none();
        let is_scalar = Collector::new(text.as_bytes(), &mut fields).read_scalar(0);
        (is_scalar, fields.get(Field::Message).and_then(|value| value.part_of(text)))
    };
    assert_eq!(read_scalar(r#""m" "#), (true, Some("m")));
    assert_eq!(read_scalar("null"), (true, None));
    assert_eq!(read_scalar("42"), (true, None));
    assert_eq!(read_scalar(r#""m" x"#), (false, None));
    assert_eq!(read_scalar("nothing"), (false, None));
}
