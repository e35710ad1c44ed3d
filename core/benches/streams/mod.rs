//! Streams to measure, without errors. Each is one answer of about the wished size, made up anew and
//! the same in every run.

mod aws;
mod chat;
mod other;
mod text;

use std::fmt::Write as _;

/// A streamed answer.
pub(crate) struct Stream {
    pub(crate) content_type: &'static str,
    pub(crate) bytes: Vec<u8>,
    /// Where each event ends.
    pub(crate) ends: Vec<usize>,
}

/// How to make a stream of about so many bytes.
pub(crate) struct Recipe {
    pub(crate) name: &'static str,
    pub(crate) make: fn(usize) -> Stream,
    pub(crate) form: Form,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// Lines of which most are short.
    Lines,
    /// Lines of 4 kB and more.
    LongLines,
    /// Frames with checksums.
    Frames,
}

const fn recipe(name: &'static str, make: fn(usize) -> Stream, form: Form) -> Recipe {
    Recipe { name, make, form }
}

pub(crate) const CHAT: Recipe = recipe("OpenAI chat", chat::openai, Form::Lines);
pub(crate) const ANTHROPIC: Recipe = recipe("Anthropic", other::anthropic, Form::Lines);
pub(crate) const CONVERSE: Recipe = recipe("AWS Converse", aws::converse, Form::Frames);

pub(crate) const INVOKE: Recipe = recipe("AWS invoke", aws::invoke, Form::Frames);

pub(crate) const ALL: [Recipe; 11] = [
    CHAT,
    recipe("chat of a gateway", chat::gateway, Form::Lines),
    recipe("chat with logprobs", chat::logprobs, Form::Lines),
    ANTHROPIC,
    recipe("OpenAI Responses", other::responses, Form::Lines),
    recipe("Gemini", other::gemini, Form::Lines),
    recipe("Ollama", other::ollama, Form::Lines),
    recipe("chat, 4 kB", chat::of_4_kb, Form::LongLines),
    recipe("chat, 64 kB", chat::of_64_kb, Form::LongLines),
    CONVERSE,
    INVOKE,
];

/// A text that is written over several lines, in one line.
fn joined(text: &str) -> String {
    text.lines().map(str::trim_start).collect()
}

impl Stream {
    fn new(content_type: &'static str) -> Self {
        Self { content_type, bytes: Vec::new(), ends: Vec::new() }
    }

    pub(crate) fn len(&self) -> usize {
        self.bytes.len()
    }

    /// The events, each with its end mark.
    pub(crate) fn events(&self) -> impl Iterator<Item = &[u8]> {
        let begins = std::iter::once(0).chain(self.ends.iter().copied());
        begins.zip(&self.ends).map(|(begin, &end)| &self.bytes[begin..end])
    }

    /// The length that half of the events do not exceed.
    pub(crate) fn median(&self) -> usize {
        let mut lengths: Vec<usize> = self.events().map(<[u8]>::len).collect();
        lengths.sort_unstable();
        lengths[lengths.len() / 2]
    }

    fn push(&mut self, event: &[u8]) {
        self.bytes.extend_from_slice(event);
        self.ends.push(self.bytes.len());
    }

    fn push_data(&mut self, data: &str) {
        self.push(format!("data: {data}\n\n").as_bytes());
    }

    /// Adds an event whose name is also its `type`.
    fn push_typed(&mut self, name: &str, members: &str) {
        let mut event = String::with_capacity(members.len() + 100);
        write!(event, "event: {name}\ndata: {{\"type\":\"{name}\",{members}}}\n\n")
            .expect("a string takes all");
        self.push(event.as_bytes());
    }
}
