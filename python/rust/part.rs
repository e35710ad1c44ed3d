//! Parts of a report that Python may keep longer than the report.

use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::Arc;

use apifault::Report;

/// A part of a report: inside the report, which it keeps alive, or restored on its own.
///
/// A part inside its report costs a reference, not a copy of its texts.
pub(crate) enum Part<T: 'static> {
    Inside(Arc<Report<'static>>, for<'a> fn(&'a Report<'static>) -> &'a T),
    Alone(T),
}

impl<T> Deref for Part<T> {
    type Target = T;

    fn deref(&self) -> &T {
        match self {
            Self::Inside(report, part) => part(report),
            Self::Alone(part) => part,
        }
    }
}

impl<T: PartialEq> PartialEq for Part<T> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T: Eq> Eq for Part<T> {}

impl<T: Hash> Hash for Part<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (**self).hash(state);
    }
}
