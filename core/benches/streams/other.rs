//! Streams of Anthropic, of the Responses API of `OpenAI`, of Gemini and of Ollama.

use super::text::{Escape, Model, push_escaped};
use super::{Stream, joined};

const SSE: &str = "text/event-stream; charset=utf-8";

fn escaped(text: &str, escape: Escape) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    push_escaped(&mut out, text, escape);
    out
}

const MESSAGE: &str = r#""message":{"id":"msg_01Xr7GdPq2Lw9sZtKmN4vBcY","type":"message",
    "role":"assistant","model":"claude-sonnet-4-20250514","content":[],"stop_reason":null,
    "stop_sequence":null,"usage":{"input_tokens":472,"cache_creation_input_tokens":0,
    "cache_read_input_tokens":0,"output_tokens":2,"service_tier":"standard"}}"#;

const THINKING: &str = r#"{"type":"thinking","thinking":"","signature":""}"#;
const TEXT: &str = r#"{"type":"text","text":""}"#;
const TOOL: &str =
    r#"{"type":"tool_use","id":"toolu_01T1x1fJ34qAmk2tNTrN7Up6","name":"save_table","input":{}}"#;

const MESSAGE_DELTA: &str = r#""delta":{"stop_reason":"tool_use","stop_sequence":null},
    "usage":{"output_tokens":58102}"#;

pub(crate) fn anthropic(size: usize) -> Stream {
    let mut model = Model::new(6);
    let mut stream = Stream::new(SSE);
    stream.push_typed("message_start", &joined(MESSAGE));
    let blocks = [
        (THINKING, "thinking_delta", "thinking", size / 4),
        (TEXT, "text_delta", "text", size / 10 * 9),
        (TOOL, "input_json_delta", "partial_json", size),
    ];
    for (index, (block, kind, member, end)) in blocks.into_iter().enumerate() {
        let begin = format!(r#""index":{index},"content_block":{block}"#);
        stream.push_typed("content_block_start", &begin);
        stream.push(b"event: ping\ndata: {\"type\": \"ping\"}\n\n");
        while stream.len() < end {
            let mut text = escaped(model.token(), Escape::Least);
            if member == "partial_json" {
                // JSON in a text of JSON.
                text = escaped(&text, Escape::Least);
            }
            // Blanks hide the length of the token.
            let blanks = " ".repeat(model.random.below(12));
            let delta = format!(r#"{{"type":"{kind}","{member}":"{text}"}}"#);
            let delta = format!(r#""index":{index},"delta":{delta}{blanks}"#);
            stream.push_typed("content_block_delta", &delta);
        }
        if index == 0 {
            let signature = model.random.letters(500);
            let delta = format!(r#"{{"type":"signature_delta","signature":"{signature}"}}"#);
            stream.push_typed("content_block_delta", &format!(r#""index":0,"delta":{delta}"#));
        }
        stream.push_typed("content_block_stop", &format!(r#""index":{index}"#));
    }
    stream.push_typed("message_delta", &joined(MESSAGE_DELTA));
    stream.push(b"event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
    stream
}

/// A whole response of the Responses API, with its state and what it has written.
fn response(status: &str, output: &str) -> String {
    joined(&format!(
        r#""response":{{"id":"resp_68703bd7d5d8819b9d1c0a1f3f7e2c4b09a6d5e8c7f1b2a3",
        "object":"response","created_at":1752185815,"status":"{status}","background":false,
        "error":null,"incomplete_details":null,"instructions":null,"max_output_tokens":null,
        "max_tool_calls":null,"model":"gpt-5-2025-08-07","output":[{output}],
        "parallel_tool_calls":true,"previous_response_id":null,
        "reasoning":{{"effort":"medium","summary":"detailed"}},"safety_identifier":null,
        "service_tier":"auto","store":true,"temperature":1.0,
        "text":{{"format":{{"type":"text"}},"verbosity":"medium"}},"tool_choice":"auto","tools":[],
        "top_logprobs":0,"top_p":1.0,"truncation":"disabled","usage":null,"user":null,
        "metadata":{{}}}}"#
    ))
}

/// Adds the events of a response, with their numbers.
struct Numbered {
    stream: Stream,
    model: Model,
    number: u64,
}

impl Numbered {
    fn push(&mut self, name: &str, members: &str) {
        let members = format!(r#""sequence_number":{},{members}"#, self.number);
        self.number += 1;
        self.stream.push_typed(name, &members);
    }

    /// Adds an event with a token between two texts, and returns the token.
    fn push_delta(&mut self, name: &str, before: &str, after: &str) -> String {
        let text = escaped(self.model.token(), Escape::Least);
        let length = self.model.random.below(15);
        let padding = self.model.random.letters(length);
        let members = format!(r#"{before},"delta":"{text}"{after},"obfuscation":"{padding}""#);
        self.push(name, &members);
        text
    }
}

/// Small events, and four with the whole text: the last one is the whole answer.
pub(crate) fn responses(size: usize) -> Stream {
    let mut events = Numbered { stream: Stream::new(SSE), model: Model::new(7), number: 0 };
    events.push("response.created", &response("in_progress", ""));
    events.push("response.in_progress", &response("in_progress", ""));
    let item = r#""item":{"id":"rs_68703bd8a1b2c3d4e5f60718","type":"reasoning","summary":[]}"#;
    events.push("response.output_item.added", &format!(r#""output_index":0,{item}"#));
    let at = r#""item_id":"rs_68703bd8a1b2c3d4e5f60718","output_index":0,"summary_index":0"#;
    while events.stream.len() < size / 2 {
        events.push_delta("response.reasoning_summary_text.delta", at, "");
    }
    let item = |status: &str, content: &str| {
        joined(&format!(
            r#"{{"id":"msg_68703bdd4c5e6f708192a3b4","type":"message","status":"{status}",
            "content":[{content}],"role":"assistant"}}"#
        ))
    };
    let part = |text: &str| {
        format!(r#"{{"type":"output_text","annotations":[],"logprobs":[],"text":"{text}"}}"#)
    };
    let begin = item("in_progress", "");
    events.push("response.output_item.added", &format!(r#""output_index":1,"item":{begin}"#));
    let at = r#""item_id":"msg_68703bdd4c5e6f708192a3b4","output_index":1,"content_index":0"#;
    events.push("response.content_part.added", &format!(r#"{at},"part":{}"#, part("")));
    let mut whole = String::new();
    while whole.len() < size / 100 {
        whole += &events.push_delta("response.output_text.delta", at, r#","logprobs":[]"#);
    }
    let text = format!(r#"{at},"text":"{whole}","logprobs":[]"#);
    events.push("response.output_text.done", &text);
    events.push("response.content_part.done", &format!(r#"{at},"part":{}"#, part(&whole)));
    let whole = item("completed", &part(&whole));
    events.push("response.output_item.done", &format!(r#""output_index":1,"item":{whole}"#));
    events.push("response.completed", &response("completed", &whole));
    events.stream
}

pub(crate) fn gemini(size: usize) -> Stream {
    let mut model = Model::new(8);
    let mut stream = Stream::new("text/event-stream");
    let id = model.random.letters(23);
    let mut tokens = 0;
    loop {
        let length = 20 + model.random.below(300);
        let text = escaped(&model.text(length), Escape::Html);
        tokens += length / 4;
        let total = tokens + 52;
        let is_last = stream.len() >= size;
        let finish = if is_last { r#""finishReason": "STOP","# } else { "" };
        let event = joined(&format!(
            r#"data: {{"candidates": [{{"content": {{"parts": [{{"text": "{text}"}}],
            "role": "model"}},{finish}"index": 0}}],"usageMetadata": {{"promptTokenCount": 52,
            "candidatesTokenCount": {tokens},"totalTokenCount": {total},
            "promptTokensDetails": [{{"modality": "TEXT","tokenCount": 52}}]}},
            "modelVersion": "gemini-2.5-flash","responseId": "{id}"}}"#
        ));
        stream.push(format!("{event}\r\n\r\n").as_bytes());
        if is_last {
            return stream;
        }
    }
}

const DONE: &str = r#"{"model":"gemma3:4b","created_at":"2025-08-20T18:47:55.490267Z",
    "message":{"role":"assistant","content":""},"done_reason":"stop","done":true,
    "total_duration":1071052458,"load_duration":102125875,"prompt_eval_count":31,
    "prompt_eval_duration":70791667,"eval_count":79212,"eval_duration":897000000}"#;

pub(crate) fn ollama(size: usize) -> Stream {
    let mut model = Model::new(9);
    let mut stream = Stream::new("application/x-ndjson");
    let mut micros = 0;
    while stream.len() < size {
        let text = escaped(model.token(), Escape::Html);
        micros += 12_000 + model.random.below(9000);
        let (minutes, seconds) = (micros / 60_000_000 % 60, micros / 1_000_000 % 60);
        let (hour, micros) = (12 + micros / 3_600_000_000, micros % 1_000_000);
        let created = format!("2025-08-20T{hour}:{minutes:02}:{seconds:02}.{micros:06}Z");
        let line = joined(&format!(
            r#"{{"model":"gemma3:4b","created_at":"{created}",
            "message":{{"role":"assistant","content":"{text}"}},"done":false}}"#
        ));
        stream.push(format!("{line}\n").as_bytes());
    }
    stream.push(format!("{}\n", joined(DONE)).as_bytes());
    stream
}
