//! The provider that a record or a line names.

use crate::kind::Provider;
use crate::read::marks;
use crate::rules::logs::providers::NAMES;

/// The longest name that is compared.
const MAX_LEN: usize = 48;

/// The provider of this name, as telemetry, gateways and agents write it.
pub(super) fn provider(name: &str) -> Option<Provider> {
    let name = name.trim();
    if name.is_empty() || name.len() > MAX_LEN {
        return None;
    }
    let plain: String = name
        .chars()
        .map(|c| if matches!(c, '-' | '.' | '/' | ' ') { '_' } else { c.to_ascii_lowercase() })
        .collect();
    let exact = |plain: &str| {
        let row = NAMES.iter().find(|(known, _)| *known == plain);
        row.map(|&(_, provider)| provider).or_else(|| plain.parse().ok())
    };
    // The AI SDK adds the interface: `openai.chat`.
    exact(&plain)
        .or_else(|| exact(plain.rsplit_once('_')?.0))
        .or_else(|| marks::of_name(name.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_of_telemetry_and_agents_are_known() {
        for (name, expected) in [
            ("groq", Some(Provider::Groq)),
            ("aws.bedrock", Some(Provider::Bedrock)),
            ("gcp.vertex_ai", Some(Provider::Google)),
            ("az.ai.openai", Some(Provider::Azure)),
            ("mistral_ai", Some(Provider::Mistral)),
            ("openai.chat", Some(Provider::Openai)),
            ("google.generative-ai", Some(Provider::Google)),
            ("zai-coding-plan", Some(Provider::Zhipu)),
            ("Amazon Bedrock", Some(Provider::Bedrock)),
            ("my own", None),
            ("", None),
        ] {
            assert_eq!(provider(name), expected, "{name}");
        }
        assert_eq!(provider(&"a".repeat(1_000)), None);
    }
}
