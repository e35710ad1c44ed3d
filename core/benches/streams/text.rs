//! What a model writes, token by token: prose, code, tables and other scripts, with all that JSON
//! escapes.

use std::fmt::Write as _;

/// Numbers that look random and are the same in every run (the generator `SplitMix64`).
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() >> 33).expect("31 bits") % end
    }

    pub(crate) fn of<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.below(items.len())]
    }

    /// Adds `count` letters and digits.
    pub(crate) fn push_letters(&mut self, out: &mut String, count: usize) {
        const LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
        out.extend((0..count).map(|_| char::from(self.of(LETTERS))));
    }

    pub(crate) fn letters(&mut self, count: usize) -> String {
        let mut letters = String::new();
        self.push_letters(&mut letters, count);
        letters
    }
}

#[rustfmt::skip]
const PROSE: &[&str] = &[
    " the", " of", " and", " to", " a", " in", " is", " that", " it", " for", " as", " with",
    " on", " tide", " water", " river", " level", " rises", " falls", " twice", " a day",
    " because", " moon", " pulls", ",", ".", ".", ",", " which", " can", " be", " measured",
    " at", " harbour", " gau", "ges", " every", " minute", ";", " their", " average", " over",
    " nine", "teen", " years", " gives", " mean", " sea", " level", ".\n\n", ".\n\n", "ing",
    "ed", "s", "'s", "n't", " \"", "\"", " (", ")", " –", "—", "…", " however", ":", "\n\n- ",
    "\n\n1. ", " **", "**", " `", "`", " 4", ".2", " m", " °", "C", " caf", "é", " 17", ":",
    "45", " UTC", " high", " low", " approximately", " characteristics", " interdependent",
    " error", " an", " average", " of", " some", " places", " have", " one", " tide", " only",
    " others", " mixed", " ones", "\n",
    " coast", " observed", " predict", " from", " than", " between",
    " about", " where", " through", " shallow", " resonance", " gravitational", " forces", " bay",
    " funnel", " height", " range", " spring", " neap", " half", " later", " hours", " earth", " sun",
];

#[rustfmt::skip]
const CODE: &[&str] = &[
    "```python\n", "```\n\n", "def", " height", "(", "station", ":", " str", ")", " ->",
    " float", ":\n", "    ", "    ", "    return", " \"", "\"", "\\n", "\\\"", "\t", "\t\t",
    " =", " ==", " {", "}", "[", "]", "\"", "\":", " \"error", " null", " raise", " ValueError",
    "(f", "\"no", " gauge", "\\\\", "/", "//", " <", ">", " &", "&", "\r\n", ";\n", "0", "x",
    "ff", " //", " TODO", "_", "level", ".", "get", "()", " finish", "_reason",
    " self", " items", " result", " while", " if", " not", " count", " import", " from", " async",
    "append", " else", " for", " in", " range", " =", " assert", " len", " await", "response",
    " value", " data", "json", ".", ".", ",", ",", "(", ")", " record", "station", "observ",
    "ations", " timedelta", " datetime", " None", " True",
];

#[rustfmt::skip]
const SCRIPTS: &[&str] = &[
    "潮", "汐", "は", "月", "の", "引力", "によって", "起こ", "ります", "。", "、", "水位", "港", "在", "每天", "两次",
    "，", "海平面", "прилив", " воды", " и", " луна", ",", " высота", " моря", "المد", " والجزر",
    " في", " البحر", "ज्वार", " भाटा", " Höhe", " über", " Küste", "straße", " marée", " été",
    " où", " ñ", "🌊", " 🌙", "👩‍🔬", "밀물", " 썰물", " น้ำ", "ขึ้น", "\u{2028}", "\u{a0}",
];

#[rustfmt::skip]
const TABLE: &[&str] = &[
    "| ", " | ", " |\n", "|---|---|\n", "12", "04", ":", "35", " 3", ".87", " m", "High", "Low",
    "\n", " 0", ".61",
];

/// How text is escaped in JSON.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Escape {
    /// Only what JSON demands.
    Least,
    /// All that is not ASCII too, as Python does.
    Ascii,
    /// `<`, `>` and `&` too, as Go does.
    Html,
}

/// Adds a text as what stands between the quotes of a JSON string.
pub(crate) fn push_escaped(out: &mut String, text: &str, escape: Escape) {
    for sign in text.chars() {
        match sign {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '<' | '>' | '&' | '\u{2028}' if escape == Escape::Html => push_units(out, sign),
            sign if escape == Escape::Ascii && !sign.is_ascii() => push_units(out, sign),
            sign => out.push(sign),
        }
    }
}

fn push_units(out: &mut String, sign: char) {
    for unit in sign.encode_utf16(&mut [0; 2]) {
        write!(out, "\\u{unit:04x}").expect("a string takes all");
    }
}

/// A model that writes.
pub(crate) struct Model {
    pub(crate) random: Random,
    tokens: &'static [&'static str],
    left: usize,
}

impl Model {
    pub(crate) fn new(seed: u64) -> Self {
        Self { random: Random::new(seed), tokens: PROSE, left: 200 }
    }

    /// The next token, as it is before it is escaped.
    pub(crate) fn token(&mut self) -> &'static str {
        if self.left == 0 {
            (self.tokens, self.left) = match self.random.below(10) {
                0..=5 => (PROSE, 100 + self.random.below(400)),
                6..=7 => (CODE, 50 + self.random.below(300)),
                8 => (SCRIPTS, 30 + self.random.below(100)),
                _ => (TABLE, 40 + self.random.below(80)),
            };
        }
        self.left -= 1;
        self.random.of(self.tokens)
    }

    /// Tokens of at least `length` bytes together.
    pub(crate) fn text(&mut self, length: usize) -> String {
        let mut text = String::new();
        while text.len() < length {
            text.push_str(self.token());
        }
        text
    }
}
