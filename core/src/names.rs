//! The one mechanism by which an enumeration gets its words and its numbers.

/// Declares an enumeration whose rows are `Variant = number, "word", "what it means"`.
///
/// The word is the name in every language and in JSON; the number is the one in the C ABI.
/// Both are final once released: a retired row leaves its number unused.
macro_rules! named_enum {
    (
        $(#[$meta:meta])*
        $name:ident { $($variant:ident = $number:literal, $word:literal, $doc:literal;)+ }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[derive(serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $(
                #[doc = $doc]
                #[serde(rename = $word)]
                $variant = $number,
            )+
        }

        impl $name {
            /// Every value, in the order of its number.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word for this value in every language and in JSON.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }

            /// The number of this value in the C ABI.
            pub const fn number(self) -> u32 {
                self as u32
            }

            /// One sentence on what this value means.
            pub const fn meaning(self) -> &'static str {
                match self {
                    $(Self::$variant => $doc,)+
                }
            }

            /// The value with this number, if there is one.
            pub const fn from_number(number: u32) -> Option<Self> {
                match number {
                    $($number => Some(Self::$variant),)+
                    _ => None,
                }
            }

            /// The value with this word, if there is one.
            pub fn from_name(name: &str) -> Option<Self> {
                match name {
                    $($word => Some(Self::$variant),)+
                    _ => None,
                }
            }
        }

        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.pad(self.name())
            }
        }
    };
}

pub(crate) use named_enum;
