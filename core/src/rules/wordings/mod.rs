//! The wordings of messages: families that mean the same, in an order that decides.
//!
//! A wording is a run of words, in any case and with any punctuation between them; `a|b` is one
//! word or the other. `x .. y` is the run `y` if the run `x` begins at most seven words before it,
//! `x . y` if at most one word is between them. `^` is the start of the message and `$` its end,
//! `.$` its end after one more word. Words in quotes never match, as they are not the server's own.
//! A Chinese character is a word.
//!
//! If several families that decide a kind match, the first one counts. The files are in this order.

pub(crate) mod access;
pub(crate) mod capacity;
pub(crate) mod content;
pub(crate) mod context_window;
pub(crate) mod first;
pub(crate) mod models;
pub(crate) mod payment;
pub(crate) mod values;

use super::schema::Family;
use crate::kind::Window;

const FILES: [&[Family]; 8] = [
    first::FAMILIES,
    content::FAMILIES,
    payment::FAMILIES,
    models::FAMILIES,
    access::FAMILIES,
    context_window::FAMILIES,
    capacity::FAMILIES,
    values::FAMILIES,
];

const COUNT: usize = {
    let mut count = 0;
    let mut file = 0;
    while file < FILES.len() {
        count += FILES[file].len();
        file += 1;
    }
    count
};

/// The families, in their order.
pub(crate) const FAMILIES: [Family; COUNT] = {
    let mut families = [FILES[0][0]; COUNT];
    let (mut count, mut file) = (0, 0);
    while file < FILES.len() {
        let mut family = 0;
        while family < FILES[file].len() {
            families[count] = FILES[file][family];
            count += 1;
            family += 1;
        }
        file += 1;
    }
    families
};

/// The windows of limits, by their names.
pub(crate) static WINDOWS: &[(&str, Window)] = &[
    ("second", Window::Second),
    ("sec", Window::Second),
    ("minute", Window::Minute),
    ("min", Window::Minute),
    ("1min", Window::Minute),
    ("hour", Window::Hour),
    ("day", Window::Day),
    ("24-hour", Window::Day),
    ("week", Window::Week),
    ("month", Window::Month),
];

/// Words between the parts of a duration.
pub(crate) static FILLERS: &[&[u8]] = &[b"and", b"about", b"approximately"];

/// Words after a number which say that it is the remaining amount, not the limit.
pub(crate) static REST: &[&[u8]] = &[b"remaining", b"left"];
