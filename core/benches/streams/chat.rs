//! Chat completions of `OpenAI` and of those that speak like it.

use std::fmt::Write as _;

use super::text::{Escape, Model, push_escaped};
use super::{Stream, joined};

const SSE: &str = "text/event-stream; charset=utf-8";

const ROLE: &str = r#"{"index":0,"delta":{"role":"assistant","content":"","refusal":null},
    "logprobs":null,"finish_reason":null}"#;

const TOOL: &str = r#"{"index":0,"delta":{"tool_calls":[{"index":0,"id":"call_Zc81mSuqCkpmdzbx3AGWe0xn",
    "type":"function","function":{"name":"save_table","arguments":""}}]},
    "logprobs":null,"finish_reason":null}"#;

const USAGE: &str = r#"{"prompt_tokens":311,"completion_tokens":40120,"total_tokens":40431,
    "prompt_tokens_details":{"cached_tokens":0,"audio_tokens":0},
    "completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0,
    "accepted_prediction_tokens":0,"rejected_prediction_tokens":0}}"#;

/// What differs between the servers.
struct Server {
    seed: u64,
    model: &'static str,
    escape: Escape,
    /// Each chunk has an identifier of its own, and `usage: null`.
    is_gateway: bool,
    has_logprobs: bool,
    /// The least length of the text of a chunk; 0: one token.
    text: usize,
}

const OPENAI: Server = Server {
    seed: 1,
    model: "gpt-4.1",
    escape: Escape::Least,
    is_gateway: false,
    has_logprobs: false,
    text: 0,
};

pub(crate) fn openai(size: usize) -> Stream {
    stream(size, &OPENAI)
}

pub(crate) fn gateway(size: usize) -> Stream {
    let (model, escape) = ("qwen/qwen3-32b", Escape::Ascii);
    stream(size, &Server { seed: 2, model, escape, is_gateway: true, ..OPENAI })
}

pub(crate) fn logprobs(size: usize) -> Stream {
    stream(size, &Server { seed: 3, has_logprobs: true, ..OPENAI })
}

pub(crate) fn of_4_kb(size: usize) -> Stream {
    stream(size, &Server { seed: 4, text: 3600, ..OPENAI })
}

pub(crate) fn of_64_kb(size: usize) -> Stream {
    stream(size, &Server { seed: 5, text: 60_000, ..OPENAI })
}

/// Writes the chunks of one answer.
struct Chunks<'s> {
    server: &'s Server,
    model: Model,
    id: String,
    created: u64,
}

impl Chunks<'_> {
    /// A chunk: `choices` is what stands between the brackets.
    fn chunk(&mut self, choices: &str, usage: Option<&str>) -> String {
        let Server { model, is_gateway, .. } = self.server;
        let random = &mut self.model.random;
        // Some sixty chunks come in a second.
        self.created += u64::from(random.below(60) == 0);
        if *is_gateway {
            self.id.truncate("chatcmpl-".len());
            random.push_letters(&mut self.id, 24);
        }
        let mut chunk = String::with_capacity(choices.len() + 300);
        write!(
            chunk,
            r#"{{"id":"{}","object":"chat.completion.chunk","created":{},"model":"{model}","#,
            self.id, self.created
        )
        .expect("a string takes all");
        if *is_gateway {
            write!(chunk, r#""choices":[{choices}],"usage":{}}}"#, usage.unwrap_or("null"))
                .expect("a string takes all");
        } else {
            write!(chunk, r#""system_fingerprint":"fp_07871e2ad8","choices":[{choices}]"#)
                .expect("a string takes all");
            if let Some(usage) = usage {
                write!(chunk, r#","usage":{usage}"#).expect("a string takes all");
            }
            if !self.server.has_logprobs {
                let padding = random.below(12);
                chunk.push_str(r#","obfuscation":""#);
                random.push_letters(&mut chunk, padding);
                chunk.push('"');
            }
            chunk.push('}');
        }
        chunk
    }

    fn logprobs(&mut self, token: &str) -> String {
        if !self.server.has_logprobs {
            return "null".to_owned();
        }
        let mut others = String::new();
        for rank in 0..4 {
            let other = if rank == 0 { token } else { self.model.token() };
            others.push_str(if rank == 0 { "" } else { "," });
            self.push_logprob(&mut others, other, rank);
            others.push('}');
        }
        let mut first = String::new();
        self.push_logprob(&mut first, token, 0);
        format!(r#"{{"content":[{first},"top_logprobs":[{others}]}}],"refusal":null}}"#)
    }

    /// Adds a token with its probability, without the closing brace.
    fn push_logprob(&mut self, out: &mut String, token: &str, rank: usize) {
        out.push_str(r#"{"token":""#);
        push_escaped(out, token, self.server.escape);
        let bytes: Vec<String> = token.bytes().map(|byte| byte.to_string()).collect();
        let digits = self.model.random.below(1_000_000_000);
        write!(out, r#"","logprob":-{rank}.{digits:09},"bytes":[{}]"#, bytes.join(","))
            .expect("a string takes all");
    }
}

fn stream(size: usize, server: &Server) -> Stream {
    let mut model = Model::new(server.seed);
    let id = format!("chatcmpl-{}", model.random.letters(29));
    let mut chunks = Chunks { server, model, id, created: 1_752_000_000 };
    let mut stream = Stream::new(SSE);
    if server.is_gateway {
        // While the model is chosen.
        for _ in 0..3 {
            stream.push(b": PROCESSING\n\n");
        }
    }
    stream.push_data(&chunks.chunk(&joined(ROLE), None));
    // At the end come the arguments of a tool.
    let tool = size - size / 10;
    let mut choice = String::new();
    while stream.len() < tool {
        let text = match server.text {
            0 => chunks.model.token().to_owned(),
            length => {
                let more = chunks.model.random.below(length / 5);
                chunks.model.text(length - length / 10 + more)
            }
        };
        let logprobs = chunks.logprobs(&text);
        choice.clear();
        choice.push_str(r#"{"index":0,"delta":{"content":""#);
        push_escaped(&mut choice, &text, server.escape);
        write!(choice, r#""}},"logprobs":{logprobs},"finish_reason":null}}"#)
            .expect("a string takes all");
        stream.push_data(&chunks.chunk(&choice, None));
    }
    stream.push_data(&chunks.chunk(&joined(TOOL), None));
    while stream.len() < size {
        // JSON in a text of JSON.
        let text = match server.text {
            0 => chunks.model.token().to_owned(),
            length => chunks.model.text(length * 9 / 10),
        };
        let mut inner = String::new();
        push_escaped(&mut inner, &text, Escape::Least);
        choice.clear();
        choice
            .push_str(r#"{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":""#);
        push_escaped(&mut choice, &inner, server.escape);
        choice.push_str(r#""}}]},"logprobs":null,"finish_reason":null}"#);
        stream.push_data(&chunks.chunk(&choice, None));
    }
    let end = r#"{"index":0,"delta":{},"logprobs":null,"finish_reason":"tool_calls"}"#;
    stream.push_data(&chunks.chunk(end, None));
    stream.push_data(&chunks.chunk("", Some(&joined(USAGE))));
    stream.push_data("[DONE]");
    stream
}
