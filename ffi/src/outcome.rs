//! The results of functions that can fail: their numbers, constants and messages.

use crate::numbers::apifault_result;

/// Declares the results: `Variant = number, "name", "message"`. The numbers are final.
macro_rules! outcomes {
    ($($variant:ident = $number:literal, $name:literal, $message:literal;)+) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u32)]
        pub(crate) enum Outcome {
            $($variant = $number,)+
        }

        impl Outcome {
            #[cfg(test)]
            pub(crate) const ALL: &[(&str, Self)] = &[$(($name, Self::$variant)),+];

            pub(crate) const fn number(self) -> apifault_result {
                self as u32
            }

            pub(crate) const fn message(self) -> &'static str {
                match self {
                    $(Self::$variant => $message,)+
                }
            }

            pub(crate) const fn from_number(number: u32) -> Option<Self> {
                match number {
                    $($number => Some(Self::$variant),)+
                    _ => None,
                }
            }
        }
    };
}

outcomes! {
    Ok = 0, "ok",
        "The call succeeded.";
    NullPointer = 1, "null_pointer",
        "An output pointer is NULL, or an input is NULL although its length is not 0.";
    BadLength = 2, "bad_length",
        "A length is larger than any object in memory can be.";
    BadStructSize = 3, "bad_struct_size",
        "A struct_size is too small: initialize the struct with its _INIT macro.";
    NotHttp = 4, "not_http",
        "The text is not an HTTP response: it does not begin with a status line such as `HTTP/2 429`.";
    Panic = 5, "panic",
        "The library failed. This is a bug: please report it.";
    NotFound = 6, "not_found",
        "The text describes no failed call.";
}
