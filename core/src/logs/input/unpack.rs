//! The bytes of a log as UTF-8, also if it is compressed or in UTF-16.

use std::io::Write;

use flate2::write::MultiGzDecoder;

use crate::logs::error::LogError;

/// How many bytes are examined before a log is known to be none of binary data.
const HEAD: usize = 8 << 10;

/// How many compressed bytes are unpacked at a time: at most some thousand times as many come out.
const STEP: usize = 4 << 10;

/// How binary files begin, and what to do with them.
const BINARY: [(&[u8], &str); 8] = [
    (b"PK\x03\x04", "it is a ZIP archive; unpack it, and name the log in it"),
    (b"\x28\xb5\x2f\xfd", "it is compressed by Zstandard; unpack it with `zstd -d`"),
    (b"BZh", "it is compressed by bzip2; unpack it with `bunzip2`"),
    (b"\xfd7zXZ\0", "it is compressed by xz; unpack it with `unxz`"),
    (b"\x04\x22\x4d\x18", "it is compressed by LZ4; unpack it with `lz4 -d`"),
    (b"PAR1", "it is a Parquet file; export it as JSON Lines or CSV"),
    (b"SQLite format 3\0", "it is a SQLite database; export its table as JSON Lines or CSV"),
    (b"LPKSHHRH", "it is a journal of systemd; export it with `journalctl -o json`"),
];

const IS_BINARY: &str = "it is a binary file; name a log of text, JSON Lines, CSV or HAR";

#[derive(Debug)]
enum Packing {
    /// Too few bytes came to know.
    Unknown,
    None,
    Gzip(Box<MultiGzDecoder<Vec<u8>>>),
}

#[derive(Debug, PartialEq, Eq)]
enum Encoding {
    Unknown,
    Utf8,
    Utf16 { is_big_endian: bool },
}

/// The zero bytes at the beginning of a log. A log has many in a row where it was cut off while a program
/// went on writing it; binary data has single ones, or other bytes that no text has.
#[derive(Debug, Default)]
struct Nulls {
    /// How many of the last bytes are 0.
    row: usize,
    has_row: bool,
    has_control: bool,
}

impl Nulls {
    /// Whether the data is known to be binary with the next byte.
    fn is_binary_with(&mut self, byte: u8) -> bool {
        if byte == 0 {
            self.row += 1;
            return false;
        }
        let is_single = self.row == 1;
        self.has_row |= self.row > 1;
        self.row = 0;
        self.has_control |= matches!(byte, 1..=7 | 14..=26 | 28..=31 | 0xF8..);
        is_single || (self.has_row && self.has_control)
    }
}

/// Unpacks and decodes the bytes of one log.
#[derive(Debug)]
pub(super) struct Unpacker {
    packing: Packing,
    encoding: Encoding,
    /// Bytes that came before enough came.
    packed: Vec<u8>,
    /// Bytes that wait for the rest of their character.
    held: Vec<u8>,
    /// How many bytes were examined for those of binary data.
    examined: usize,
    nulls: Nulls,
}

impl Default for Unpacker {
    fn default() -> Self {
        Self {
            packing: Packing::Unknown,
            encoding: Encoding::Unknown,
            packed: Vec::new(),
            held: Vec::new(),
            examined: 0,
            nulls: Nulls::default(),
        }
    }
}

impl Unpacker {
    /// How many bytes to give at a time, so that memory is bounded whatever they become.
    pub(super) fn step(&self) -> usize {
        if matches!(self.packing, Packing::None) { 1 << 18 } else { STEP }
    }

    /// Takes the next bytes, and appends what they are. Bytes before an error are appended, too.
    pub(super) fn feed(&mut self, bytes: &[u8], out: &mut Vec<u8>) -> Result<(), LogError> {
        if matches!(self.packing, Packing::Unknown) {
            self.packed.extend_from_slice(bytes);
            if self.packed.len() < 2 {
                return Ok(());
            }
            self.packing = if self.packed.starts_with(b"\x1f\x8b") {
                Packing::Gzip(Box::new(MultiGzDecoder::new(Vec::new())))
            } else {
                Packing::None
            };
            let packed = std::mem::take(&mut self.packed);
            return self.unpack(&packed, out);
        }
        self.unpack(bytes, out)
    }

    fn unpack(&mut self, bytes: &[u8], out: &mut Vec<u8>) -> Result<(), LogError> {
        let Packing::Gzip(decoder) = &mut self.packing else {
            return self.decode(bytes, out, false);
        };
        let result = decoder.write_all(bytes);
        let unpacked = std::mem::take(decoder.get_mut());
        self.decode(&unpacked, out, false)?;
        result.map_err(|_| damaged())
    }

    /// Takes the end.
    pub(super) fn finish(&mut self, out: &mut Vec<u8>) -> Result<(), LogError> {
        let mut result = Ok(());
        let packed = std::mem::take(&mut self.packed);
        if let Packing::Gzip(decoder) = &mut self.packing {
            result = decoder.try_finish().map_err(|error| {
                if error.kind() == std::io::ErrorKind::UnexpectedEof {
                    LogError::new("its gzip data breaks off; get the whole file")
                } else {
                    damaged()
                }
            });
            let unpacked = std::mem::take(decoder.get_mut());
            self.decode(&unpacked, out, true)?;
        } else {
            self.decode(&packed, out, true)?;
        }
        result
    }

    fn decode(&mut self, bytes: &[u8], out: &mut Vec<u8>, is_end: bool) -> Result<(), LogError> {
        if self.encoding == Encoding::Unknown {
            self.held.extend_from_slice(bytes);
            // The longest beginning of a binary file.
            if self.held.len() < 16 && !is_end {
                return Ok(());
            }
            let held = std::mem::take(&mut self.held);
            if let Some((_, error)) = BINARY.iter().find(|(begin, _)| held.starts_with(begin)) {
                return Err(LogError::new(error));
            }
            let (encoding, mark) = match held.as_slice() {
                [0xff, 0xfe, ..] => (Encoding::Utf16 { is_big_endian: false }, 2),
                [0xfe, 0xff, ..] => (Encoding::Utf16 { is_big_endian: true }, 2),
                [0xef, 0xbb, 0xbf, ..] => (Encoding::Utf8, 3),
                _ => (Encoding::Utf8, 0),
            };
            self.encoding = encoding;
            return self.decode_known(&held[mark..], out, is_end);
        }
        self.decode_known(bytes, out, is_end)
    }

    fn decode_known(
        &mut self,
        bytes: &[u8],
        out: &mut Vec<u8>,
        is_end: bool,
    ) -> Result<(), LogError> {
        if let Encoding::Utf16 { is_big_endian } = self.encoding {
            self.held.extend_from_slice(bytes);
            self.recode(is_big_endian, out, is_end);
            return Ok(());
        }
        let head = &bytes[..bytes.len().min(HEAD.saturating_sub(self.examined))];
        self.examined += head.len();
        if head.iter().any(|&byte| self.nulls.is_binary_with(byte)) {
            return Err(LogError::new(IS_BINARY));
        }
        out.extend_from_slice(bytes);
        Ok(())
    }

    /// Converts UTF-16, except for half a character at the end.
    fn recode(&mut self, is_big_endian: bool, out: &mut Vec<u8>, is_end: bool) {
        let units = self.held.chunks_exact(2).map(|unit| match (unit, is_big_endian) {
            ([first, second], true) => u16::from_be_bytes([*first, *second]),
            ([first, second], false) => u16::from_le_bytes([*first, *second]),
            _ => 0xfffd,
        });
        let mut units: Vec<u16> = units.collect();
        let is_half = units.last().is_some_and(|last| (0xd800..0xdc00).contains(last)) && !is_end;
        if is_half {
            units.pop();
        }
        self.held.drain(..units.len() * 2);
        for char in char::decode_utf16(units) {
            let char = char.unwrap_or(char::REPLACEMENT_CHARACTER);
            out.extend_from_slice(char.encode_utf8(&mut [0; 4]).as_bytes());
        }
        if is_end && !self.held.is_empty() {
            out.extend_from_slice("\u{fffd}".as_bytes());
        }
    }
}

fn damaged() -> LogError {
    LogError::new("its gzip data is damaged; get the file again")
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::Unpacker;

    fn unpacked(pieces: &[&[u8]]) -> (String, Option<String>) {
        let (mut unpacker, mut out) = (Unpacker::default(), Vec::new());
        let mut error = None;
        for piece in pieces {
            error = error.or(unpacker.feed(piece, &mut out).err());
        }
        error = error.or(unpacker.finish(&mut out).err());
        (String::from_utf8_lossy(&out).into_owned(), error.map(|error| error.message))
    }

    fn gzip(text: &str) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(text.as_bytes()).expect("memory");
        encoder.finish().expect("memory")
    }

    #[test]
    fn several_members_of_gzip_follow_each_other() {
        let packed = [gzip("one\n"), gzip("two\n")].concat();
        assert_eq!(unpacked(&[&packed]), ("one\ntwo\n".to_owned(), None));
        let bytes: Vec<&[u8]> = packed.chunks(1).collect();
        assert_eq!(unpacked(&bytes), ("one\ntwo\n".to_owned(), None));
    }

    #[test]
    fn what_comes_before_broken_gzip_is_read() {
        let packed = gzip(&"line\n".repeat(100_000));
        let (text, error) = unpacked(&[&packed[..packed.len() / 2]]);
        assert!(text.starts_with("line\n"));
        assert_eq!(error.as_deref(), Some("its gzip data breaks off; get the whole file"));
        let two = [gzip("one\n"), b"garbage".to_vec()].concat();
        let (text, error) = unpacked(&[&two]);
        assert_eq!((text.as_str(), error.is_some()), ("one\n", true));
    }

    #[test]
    fn utf_16_is_converted_whatever_the_pieces() {
        let text = "é 😀\n";
        let little: Vec<u8> =
            [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        let bytes: Vec<&[u8]> = little.chunks(1).collect();
        assert_eq!(unpacked(&bytes), (text.to_owned(), None));
        assert_eq!(unpacked(&[&little[..little.len() - 1]]).0, "é 😀\u{fffd}");
    }

    #[test]
    fn zero_bytes_in_a_row_are_those_of_a_log_that_was_cut_off() {
        for log in ["\0\0\0\0a\n", "a\n\0\0\0\0b\n"] {
            assert_eq!(unpacked(&[log.as_bytes()]), (log.to_owned(), None));
            let bytes: Vec<&[u8]> = log.as_bytes().chunks(1).collect();
            assert_eq!(unpacked(&bytes), (log.to_owned(), None));
        }
    }

    #[test]
    fn binary_files_are_refused_and_a_mark_is_removed() {
        assert_eq!(unpacked(&[b"\xef\xbb\xbfa"]), ("a".to_owned(), None));
        assert!(unpacked(&[b"a\0b"]).1.expect("an error").contains("binary"));
        assert!(unpacked(&[b"a\0", b"b"]).1.expect("an error").contains("binary"));
        assert!(unpacked(&[b"\x7fELF\x02\x01\0\0\0\0"]).1.is_none(), "no byte follows");
        assert!(unpacked(&[b"\x7fELF\x02\x01\0\0\0\0\x01"]).1.expect("one").contains("binary"));
        assert!(unpacked(&[b"PK\x03\x04"]).1.expect("an error").contains("ZIP"));
        assert_eq!(unpacked(&[]), (String::new(), None));
    }
}
