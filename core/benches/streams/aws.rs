//! Event streams of AWS: frames with checksums.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::text::{Escape, Model, push_escaped};
use super::{Stream, joined};

const EVENT_STREAM: &str = "application/vnd.amazon.eventstream";

const METADATA: &str = r#"{"metrics":{"latencyMs":1205},"p":"abcdefghijklmnopq",
    "usage":{"inputTokens":23,"outputTokens":51003,"totalTokens":51026}}"#;

const BEGIN: &str = r#"{"type":"message_start","message":{"id":"msg_bdrk_01Lk9pZ4vT7yQw2xE5rC8uB6",
    "type":"message","role":"assistant","model":"claude-sonnet-4-20250514","content":[],
    "stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":16,"output_tokens":1}}}"#;

const END: &str = r#"{"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},
    "usage":{"output_tokens":34}}"#;

const STOP: &str = r#"{"type":"message_stop","amazon-bedrock-invocationMetrics":{"inputTokenCount":16,
    "outputTokenCount":34,"invocationLatency":1205,"firstByteLatency":410}}"#;

fn push_number(frame: &mut Vec<u8>, number: usize) {
    frame.extend_from_slice(&u32::try_from(number).expect("a short frame").to_be_bytes());
}

fn push_crc(frame: &mut Vec<u8>) {
    let crc = crc32fast::hash(frame);
    frame.extend_from_slice(&crc.to_be_bytes());
}

/// Adds a header whose value is a text.
fn push_header(headers: &mut Vec<u8>, name: &str, value: &str) {
    headers.push(u8::try_from(name.len()).expect("a short name"));
    headers.extend_from_slice(name.as_bytes());
    headers.push(7);
    headers.extend_from_slice(&u16::try_from(value.len()).expect("a short value").to_be_bytes());
    headers.extend_from_slice(value.as_bytes());
}

fn push_frame(stream: &mut Stream, event_type: &str, payload: &str) {
    let mut headers = Vec::new();
    push_header(&mut headers, ":event-type", event_type);
    push_header(&mut headers, ":content-type", "application/json");
    push_header(&mut headers, ":message-type", "event");
    let mut frame = Vec::with_capacity(headers.len() + payload.len() + 16);
    push_number(&mut frame, headers.len() + payload.len() + 16);
    push_number(&mut frame, headers.len());
    push_crc(&mut frame);
    frame.extend_from_slice(&headers);
    frame.extend_from_slice(payload.as_bytes());
    push_crc(&mut frame);
    stream.push(&frame);
}

/// Letters that hide the length of a token: always a beginning of the alphabet.
fn padding(model: &mut Model) -> &'static str {
    const ALPHABET: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    &ALPHABET[..=model.random.below(ALPHABET.len() - 1)]
}

pub(crate) fn converse(size: usize) -> Stream {
    let mut model = Model::new(10);
    let mut stream = Stream::new(EVENT_STREAM);
    push_frame(&mut stream, "messageStart", r#"{"p":"abcdefghijklmno","role":"assistant"}"#);
    while stream.len() < size {
        let mut text = String::new();
        push_escaped(&mut text, model.token(), Escape::Least);
        let padding = padding(&mut model);
        let payload =
            format!(r#"{{"contentBlockIndex":0,"delta":{{"text":"{text}"}},"p":"{padding}"}}"#);
        push_frame(&mut stream, "contentBlockDelta", &payload);
    }
    push_frame(&mut stream, "contentBlockStop", r#"{"contentBlockIndex":0,"p":"abcdefghijklm"}"#);
    push_frame(&mut stream, "messageStop", r#"{"p":"abcdefghijkl","stopReason":"end_turn"}"#);
    push_frame(&mut stream, "metadata", &joined(METADATA));
    stream
}

fn push_chunk(stream: &mut Stream, model: &mut Model, event: &str) {
    let payload = format!(r#"{{"bytes":"{}","p":"{}"}}"#, STANDARD.encode(event), padding(model));
    push_frame(stream, "chunk", &payload);
}

pub(crate) fn invoke(size: usize) -> Stream {
    let mut model = Model::new(11);
    let mut stream = Stream::new(EVENT_STREAM);
    push_chunk(&mut stream, &mut model, &joined(BEGIN));
    let block =
        r#"{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}"#;
    push_chunk(&mut stream, &mut model, block);
    while stream.len() < size {
        let mut text = String::new();
        push_escaped(&mut text, model.token(), Escape::Least);
        let delta = format!(r#"{{"type":"text_delta","text":"{text}"}}"#);
        let event = format!(r#"{{"type":"content_block_delta","index":0,"delta":{delta}}}"#);
        push_chunk(&mut stream, &mut model, &event);
    }
    push_chunk(&mut stream, &mut model, r#"{"type":"content_block_stop","index":0}"#);
    push_chunk(&mut stream, &mut model, &joined(END));
    push_chunk(&mut stream, &mut model, &joined(STOP));
    stream
}
