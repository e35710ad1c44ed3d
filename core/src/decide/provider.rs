//! Who answered.

use crate::evidence::{ErrorEvidence, Evidence};
use crate::kind::Provider;

/// The provider that answered: the first of these sources that shows one. A gateway comes before the
/// provider behind it.
pub(crate) fn who_answered(evidence: &Evidence<'_>) -> Option<Provider> {
    let outer = evidence.outer();
    None.or(outer.origin.edge)
        .or(outer.message.gateway)
        .or(evidence.headers.provider)
        .or(outer.repeated.provider)
        .or(outer.origin.marker)
        .or(outer.message.linked_provider)
        .or(outer.origin.envelope)
        .or_else(|| relayed(evidence))
        .or(evidence.caller_provider)
}

/// The provider of an error that was passed on by a gateway that no report names.
fn relayed(evidence: &Evidence<'_>) -> Option<Provider> {
    evidence.errors.iter().skip(1).find_map(ErrorEvidence::provider)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::by_hand::evidence;

    /// Each source shows a provider, the strongest first: the outermost error, the one inside it, and
    /// the rest.
    type Source = fn(&mut [ErrorEvidence; 2], &mut Evidence<'_>, Provider);

    const SOURCES: [Source; 9] = [
        |errors, _, provider| errors[0].origin.edge = Some(provider),
        |errors, _, provider| errors[0].message.gateway = Some(provider),
        |_, evidence, provider| evidence.headers.provider = Some(provider),
        |errors, _, provider| errors[0].repeated.provider = Some(provider),
        |errors, _, provider| errors[0].origin.marker = Some(provider),
        |errors, _, provider| errors[0].message.linked_provider = Some(provider),
        |errors, _, provider| errors[0].origin.envelope = Some(provider),
        |errors, _, provider| errors[1].origin.marker = Some(provider),
        |_, evidence, provider| evidence.caller_provider = Some(provider),
    ];

    /// Who answered, if these sources show a provider, each another one.
    fn shown_by(sources: impl Iterator<Item = usize>) -> Option<Provider> {
        let (mut errors, mut others) = ([ErrorEvidence::default(); 2], evidence(500, &[]));
        for source in sources {
            SOURCES[source](&mut errors, &mut others, Provider::ALL[source]);
        }
        who_answered(&Evidence { errors: &errors, ..others })
    }

    #[test]
    fn each_source_alone_shows_who_answered() {
        for source in 0..SOURCES.len() {
            assert_eq!(shown_by(source..=source), Some(Provider::ALL[source]));
        }
        assert_eq!(shown_by(0..0), None);
    }

    #[test]
    fn of_two_sources_the_earlier_one_counts() {
        for first in 0..SOURCES.len() {
            for second in first + 1..SOURCES.len() {
                let shown = shown_by([first, second].into_iter());
                assert_eq!(shown, Some(Provider::ALL[first]), "{first} and {second}");
            }
        }
    }

    #[test]
    fn a_gateway_that_shows_nobody_is_passed_over() {
        let from = |provider| {
            let mut error = ErrorEvidence::default();
            error.message.linked_provider = Some(provider);
            error
        };
        let none = ErrorEvidence::default();
        let shown = |errors: &[ErrorEvidence]| who_answered(&evidence(500, errors));
        assert_eq!(shown(&[none, from(Provider::Groq)]), Some(Provider::Groq));
        assert_eq!(shown(&[none, none, from(Provider::Groq)]), Some(Provider::Groq));
        let both = [from(Provider::Litellm), from(Provider::Groq)];
        assert_eq!(shown(&both), Some(Provider::Litellm));
    }
}
