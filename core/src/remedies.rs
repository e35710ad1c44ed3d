//! What may help besides waiting, and sets of it.

use core::fmt;

use crate::named_enum::named_enum;

named_enum! {
    /// What may help besides waiting.
    ///
    /// The number of a remedy is its bit in the masks of the C ABI.
    ///
    /// ```
    /// use apifault::{Kind, Remedy};
    ///
    /// assert!(Kind::Overloaded.remedies().contains(Remedy::OtherModel));
    /// assert_eq!(Remedy::ShortenInput.as_str(), "shorten_input");
    /// ```
    Remedy {
        ChangeRequest = 1, "change_request", "Change the request.";
        ShortenInput = 2, "shorten_input", "Shorten the input, or ask for less.";
        OtherCredential = 4, "other_credential", "Use another credential: that of another account or project.";
        OtherModel = 8, "other_model", "Use another model.";
        OtherProvider = 16, "other_provider", "Use another provider.";
    }
}

/// What may help besides waiting: a set of [`Remedy`]. In JSON it is a list of their names.
///
/// ```
/// use apifault::{Options, Remedy, Response, classify};
///
/// let remedies = classify(&Response::new(413, b""), &Options::new()).remedies;
/// assert!(remedies.contains(Remedy::ShortenInput));
/// let names: Vec<&str> = remedies.iter().map(Remedy::as_str).collect();
/// assert_eq!(names, ["shorten_input", "other_model"]);
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Remedies(u8);

impl Remedies {
    /// The set of these remedies.
    ///
    /// ```
    /// use apifault::{Remedies, Remedy};
    ///
    /// assert!(Remedies::of(&[Remedy::OtherModel]).contains(Remedy::OtherModel));
    /// ```
    pub const fn of(remedies: &[Remedy]) -> Self {
        let mut set = Self(0);
        let mut at = 0;
        while at < remedies.len() {
            set = set.with(remedies[at]);
            at += 1;
        }
        set
    }

    const fn with(self, remedy: Remedy) -> Self {
        Self(self.0 | remedy as u8)
    }

    /// Whether a remedy is in the set.
    ///
    /// ```
    /// use apifault::{Kind, Remedy};
    ///
    /// assert!(!Kind::Authentication.remedies().contains(Remedy::OtherModel));
    /// ```
    pub const fn contains(self, remedy: Remedy) -> bool {
        self.0 & remedy as u8 != 0
    }

    /// Whether nothing helps besides waiting.
    ///
    /// ```
    /// assert!(apifault::Kind::Conflict.remedies().is_empty());
    /// ```
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The remedies, in the order of [`Remedy::ALL`].
    ///
    /// ```
    /// use apifault::{Kind, Remedy};
    ///
    /// assert_eq!(Kind::BadGateway.remedies().iter().next(), Some(Remedy::OtherProvider));
    /// ```
    pub fn iter(self) -> RemediesIter {
        RemediesIter(self.0)
    }

    /// The mask in the C ABI: the bits of the numbers of the remedies.
    ///
    /// ```
    /// use apifault::{Kind, Remedy};
    ///
    /// assert_eq!(Kind::BadGateway.remedies().bits(), Remedy::OtherProvider.as_u32());
    /// ```
    pub const fn bits(self) -> u32 {
        self.0 as u32
    }
}

/// The remedies of a set, in the order of [`Remedy::ALL`]: see [`Remedies::iter`].
///
/// ```
/// assert_eq!(apifault::Kind::RateLimited.remedies().iter().count(), 3);
/// ```
#[derive(Clone, Debug)]
pub struct RemediesIter(u8);

impl Iterator for RemediesIter {
    type Item = Remedy;

    fn next(&mut self) -> Option<Remedy> {
        let lowest = self.0 & self.0.wrapping_neg();
        self.0 ^= lowest;
        Remedy::try_from(u32::from(lowest)).ok()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let len = self.0.count_ones() as usize;
        (len, Some(len))
    }
}

impl ExactSizeIterator for RemediesIter {}

impl std::iter::FusedIterator for RemediesIter {}

impl IntoIterator for Remedies {
    type Item = Remedy;
    type IntoIter = RemediesIter;

    fn into_iter(self) -> RemediesIter {
        self.iter()
    }
}

impl IntoIterator for &Remedies {
    type Item = Remedy;
    type IntoIter = RemediesIter;

    fn into_iter(self) -> RemediesIter {
        self.iter()
    }
}

impl FromIterator<Remedy> for Remedies {
    fn from_iter<I: IntoIterator<Item = Remedy>>(remedies: I) -> Self {
        remedies.into_iter().fold(Self(0), Self::with)
    }
}

impl fmt::Debug for Remedies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(*self).finish()
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Remedies {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(*self)
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Remedies {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Vec::<Remedy>::deserialize(deserializer)?.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_holds_what_it_was_made_of_in_the_fixed_order() {
        for mask in 0..1 << Remedy::ALL.len() {
            let in_mask = |at: &usize| mask & (1 << at) != 0;
            let remedies: Vec<Remedy> =
                (0..Remedy::ALL.len()).filter(in_mask).map(|at| Remedy::ALL[at]).collect();
            let set: Remedies = remedies.iter().rev().copied().collect();
            assert_eq!(set, Remedies::of(&remedies));
            assert_eq!(set.iter().collect::<Vec<_>>(), remedies);
            assert_eq!(set.iter().len(), remedies.len());
            assert_eq!(set.bits(), mask);
            assert_eq!(set.is_empty(), remedies.is_empty());
            for &remedy in Remedy::ALL {
                assert_eq!(set.contains(remedy), remedies.contains(&remedy));
            }
        }
    }

    #[test]
    fn for_people_it_is_a_set() {
        let set = Remedies::of(&[Remedy::OtherProvider, Remedy::OtherModel]);
        assert_eq!(format!("{set:?}"), "{OtherModel, OtherProvider}");
    }

    #[cfg(feature = "serde")]
    #[test]
    fn in_json_it_is_a_list_of_names() {
        let set = Remedies::of(&[Remedy::OtherModel, Remedy::ChangeRequest]);
        let text = serde_json::to_string(&set).expect("JSON");
        assert_eq!(text, r#"["change_request","other_model"]"#);
        assert_eq!(serde_json::from_str::<Remedies>(&text).expect("a set"), set);
        assert!(serde_json::from_str::<Remedies>(r#"["sunshine"]"#).is_err());
    }
}
