//! The macro that declares every public enumeration, so that each value has one name and one number.

use core::fmt;

/// The error for a name or a number that no value of an enumeration has.
///
/// ```
/// use apifault::Kind;
///
/// assert_eq!(Kind::try_from(15), Ok(Kind::RateLimited));
/// let error = "no_such_kind".parse::<Kind>().expect_err("not a kind");
/// assert_eq!(error.to_string(), "this is not the name or the number of a Kind");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownValue {
    enumeration: &'static str,
}

impl UnknownValue {
    pub(crate) const fn of(enumeration: &'static str) -> Self {
        Self { enumeration }
    }
}

impl fmt::Display for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "this is not the name or the number of a {}", self.enumeration)
    }
}

impl std::error::Error for UnknownValue {}

/// Declares an enumeration whose rows are `Variant = number, "name", "meaning"`.
///
/// The name is the same in every language and in JSON; the number is that of the C ABI. A released
/// name or number never changes, and the number of a retired row is never used again.
macro_rules! named_enum {
    (
        $(#[$meta:meta])*
        $enumeration:ident { $($variant:ident = $number:literal, $name:literal, $doc:literal;)+ }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
        #[non_exhaustive]
        pub enum $enumeration {
            $(
                #[doc = $doc]
                #[cfg_attr(feature = "serde", serde(rename = $name))]
                $variant = $number,
            )+
        }

        impl $enumeration {
            /// Every value, in the order of the numbers.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name of this value, the same in every language and in JSON.
            ///
            /// ```
            /// assert_eq!(apifault::Kind::RateLimited.as_str(), "rate_limited");
            /// ```
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }

            /// The number of this value in the C ABI.
            ///
            /// ```
            /// use apifault::Kind;
            ///
            /// assert_eq!(Kind::try_from(Kind::Timeout.as_u32()), Ok(Kind::Timeout));
            /// ```
            pub const fn as_u32(self) -> u32 {
                self as u32
            }

            /// What this value means, in one sentence.
            ///
            /// ```
            /// assert!(apifault::Kind::Timeout.meaning().ends_with('.'));
            /// ```
            pub const fn meaning(self) -> &'static str {
                match self {
                    $(Self::$variant => $doc,)+
                }
            }
        }

        impl TryFrom<u32> for $enumeration {
            type Error = crate::named_enum::UnknownValue;

            fn try_from(number: u32) -> Result<Self, crate::named_enum::UnknownValue> {
                match number {
                    $($number => Ok(Self::$variant),)+
                    _ => Err(crate::named_enum::UnknownValue::of(stringify!($enumeration))),
                }
            }
        }

        impl core::str::FromStr for $enumeration {
            type Err = crate::named_enum::UnknownValue;

            fn from_str(name: &str) -> Result<Self, crate::named_enum::UnknownValue> {
                match name {
                    $($name => Ok(Self::$variant),)+
                    _ => Err(crate::named_enum::UnknownValue::of(stringify!($enumeration))),
                }
            }
        }

        impl core::fmt::Display for $enumeration {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.pad(self.as_str())
            }
        }
    };
}

pub(crate) use named_enum;
