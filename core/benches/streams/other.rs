//! Streams of Anthropic, of the Responses API of `OpenAI`, of Gemini and of Ollama.

use std::fmt::Write as _;

use super::Stream;
use super::text::{Escape, Model, push_escaped};

const SSE: &str = "text/event-stream";

fn escaped(text: &str, escape: Escape) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    push_escaped(&mut out, text, escape);
    out
}

pub(crate) fn anthropic(size: usize) -> Stream {
    let mut model = Model::new(6);
    let mut stream = Stream::new(SSE);
    let id = model.random.letters(22);
    stream.push_typed("message_start", &format!(r#""message":{{"id":"msg_01{id}","type":"message","role":"assistant","model":"claude-sonnet-4-20250514","content":[],"stop_reason":null,"stop_sequence":null,"usage":{{"input_tokens":472,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":2,"service_tier":"standard"}}}}"#));
    let blocks = [
        (
            r#"{"type":"thinking","thinking":"","signature":""}"#,
            "thinking_delta",
            "thinking",
            size / 4,
        ),
        (r#"{"type":"text","text":""}"#, "text_delta", "text", size / 10 * 9),
        (
            r#"{"type":"tool_use","id":"toolu_01T1x1fJ34qAmk2tNTrN7Up6","name":"save_table","input":{}}"#,
            "input_json_delta",
            "partial_json",
            size,
        ),
    ];
    for (index, (block, kind, member, end)) in blocks.into_iter().enumerate() {
        stream.push_typed(
            "content_block_start",
            &format!(r#""index":{index},"content_block":{block}"#),
        );
        stream.push(b"event: ping\ndata: {\"type\": \"ping\"}\n\n");
        while stream.len() < end {
            let mut text = escaped(model.token(), Escape::Least);
            if member == "partial_json" {
                text = escaped(&text, Escape::Least);
            }
            // Blanks hide the length of the token.
            let blanks = " ".repeat(model.random.below(12));
            stream.push_typed(
                "content_block_delta",
                &format!(
                    r#""index":{index},"delta":{{"type":"{kind}","{member}":"{text}"}}{blanks}"#
                ),
            );
        }
        if index == 0 {
            let signature = model.random.letters(500);
            stream.push_typed(
                "content_block_delta",
                &format!(
                    r#""index":0,"delta":{{"type":"signature_delta","signature":"{signature}"}}"#
                ),
            );
        }
        stream.push_typed("content_block_stop", &format!(r#""index":{index}"#));
    }
    stream.push_typed(
        "message_delta",
        r#""delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"output_tokens":58102}"#,
    );
    stream.push(b"event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
    stream
}

/// Small events, and four with the whole text: the last one is the whole answer.
pub(crate) fn responses(size: usize) -> Stream {
    let mut model = Model::new(7);
    let mut stream = Stream::new("text/event-stream; charset=utf-8");
    let mut number = 0;
    let mut push = |stream: &mut Stream, name: &str, members: &str| {
        let members = format!(r#""sequence_number":{number},{members}"#);
        number += 1;
        stream.push_typed(name, &members);
    };
    let response = |status: &str, output: &str| {
        format!(
            r#""response":{{"id":"resp_68703bd7d5d8819b9d1c0a1f3f7e2c4b09a6d5e8c7f1b2a3","object":"response","created_at":1752185815,"status":"{status}","background":false,"error":null,"incomplete_details":null,"instructions":null,"max_output_tokens":null,"max_tool_calls":null,"model":"gpt-5-2025-08-07","output":[{output}],"parallel_tool_calls":true,"previous_response_id":null,"reasoning":{{"effort":"medium","summary":"detailed"}},"safety_identifier":null,"service_tier":"auto","store":true,"temperature":1.0,"text":{{"format":{{"type":"text"}},"verbosity":"medium"}},"tool_choice":"auto","tools":[],"top_logprobs":0,"top_p":1.0,"truncation":"disabled","usage":null,"user":null,"metadata":{{}}}}"#
        )
    };
    push(&mut stream, "response.created", &response("in_progress", ""));
    push(&mut stream, "response.in_progress", &response("in_progress", ""));
    let reasoning = "rs_68703bd8a1b2c3d4e5f60718";
    push(
        &mut stream,
        "response.output_item.added",
        &format!(
            r#""output_index":0,"item":{{"id":"{reasoning}","type":"reasoning","summary":[]}}"#
        ),
    );
    while stream.len() < size / 2 {
        let text = escaped(model.token(), Escape::Least);
        let padding = model.random.below(15);
        let padding = model.random.letters(padding);
        push(
            &mut stream,
            "response.reasoning_summary_text.delta",
            &format!(
                r#""item_id":"{reasoning}","output_index":0,"summary_index":0,"delta":"{text}","obfuscation":"{padding}""#
            ),
        );
    }
    let item = "msg_68703bdd4c5e6f708192a3b4";
    push(
        &mut stream,
        "response.output_item.added",
        &format!(
            r#""output_index":1,"item":{{"id":"{item}","type":"message","status":"in_progress","content":[],"role":"assistant"}}"#
        ),
    );
    let at = format!(r#""item_id":"{item}","output_index":1,"content_index":0"#);
    let part = |text: &str| {
        format!(r#""part":{{"type":"output_text","annotations":[],"logprobs":[],"text":"{text}"}}"#)
    };
    push(&mut stream, "response.content_part.added", &format!("{at},{}", part("")));
    let mut whole = String::new();
    while whole.len() < size / 100 {
        let text = escaped(model.token(), Escape::Least);
        let padding = model.random.below(15);
        let padding = model.random.letters(padding);
        push(
            &mut stream,
            "response.output_text.delta",
            &format!(r#"{at},"delta":"{text}","logprobs":[],"obfuscation":"{padding}""#),
        );
        whole.push_str(&text);
    }
    push(
        &mut stream,
        "response.output_text.done",
        &format!(r#"{at},"text":"{whole}","logprobs":[]"#),
    );
    push(&mut stream, "response.content_part.done", &format!("{at},{}", part(&whole)));
    let output = format!(
        r#"{{"id":"{item}","type":"message","status":"completed","content":[{{"type":"output_text","annotations":[],"logprobs":[],"text":"{whole}"}}],"role":"assistant"}}"#
    );
    push(&mut stream, "response.output_item.done", &format!(r#""output_index":1,"item":{output}"#));
    push(&mut stream, "response.completed", &response("completed", &output));
    stream
}

pub(crate) fn gemini(size: usize) -> Stream {
    let mut model = Model::new(8);
    let mut stream = Stream::new(SSE);
    let id = model.random.letters(23);
    let mut tokens = 0;
    loop {
        let length = 20 + model.random.below(300);
        let text = escaped(&model.text(length), Escape::Html);
        tokens += length / 4;
        let is_last = stream.len() >= size;
        let finish = if is_last { r#""finishReason": "STOP","# } else { "" };
        let mut event = String::new();
        write!(event, "data: {{\"candidates\": [{{\"content\": {{\"parts\": [{{\"text\": \"{text}\"}}],\"role\": \"model\"}},{finish}\"index\": 0}}],\"usageMetadata\": {{\"promptTokenCount\": 52,\"candidatesTokenCount\": {tokens},\"totalTokenCount\": {},\"promptTokensDetails\": [{{\"modality\": \"TEXT\",\"tokenCount\": 52}}]}},\"modelVersion\": \"gemini-2.5-flash\",\"responseId\": \"{id}\"}}\r\n\r\n", tokens + 52).expect("a string takes all");
        stream.push(event.as_bytes());
        if is_last {
            return stream;
        }
    }
}

pub(crate) fn ollama(size: usize) -> Stream {
    let mut model = Model::new(9);
    let mut stream = Stream::new("application/x-ndjson");
    let mut micros = 0;
    while stream.len() < size {
        let text = escaped(model.token(), Escape::Html);
        micros += 12_000 + model.random.below(9000);
        let (minutes, seconds) = (micros / 60_000_000 % 60, micros / 1_000_000 % 60);
        let (hour, micros) = (12 + micros / 3_600_000_000, micros % 1_000_000);
        stream.push(format!(
            "{{\"model\":\"gemma3:4b\",\"created_at\":\"2025-08-20T{hour}:{minutes:02}:{seconds:02}.{micros:06}Z\",\"message\":{{\"role\":\"assistant\",\"content\":\"{text}\"}},\"done\":false}}\n"
        ).as_bytes());
    }
    stream.push(b"{\"model\":\"gemma3:4b\",\"created_at\":\"2025-08-20T13:47:55.490267Z\",\"message\":{\"role\":\"assistant\",\"content\":\"\"},\"done_reason\":\"stop\",\"done\":true,\"total_duration\":1071052458,\"load_duration\":102125875,\"prompt_eval_count\":31,\"prompt_eval_duration\":70791667,\"eval_count\":79212,\"eval_duration\":897000000}\n");
    stream
}
