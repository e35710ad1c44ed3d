//! How programs say that the environment variable of a key is missing.

use crate::rules::schema::{Words, words};

/// The ends of the names of such variables, in lower case.
pub(crate) const KEY_ENDS: Words = words(
    "_api_key|_api_token|_auth_token|_access_token|hf_token|_hub_token|_bearer_token_bedrock",
);

/// Whose keys are those of APIs of models: parts of such names, in lower case.
pub(crate) const KEY_OWNERS: Words = words(
    "openai|anthropic|claude|groq|google_api|google_gen|gemini|mistral|cohere|co_api|deepseek|together|\
     fireworks|xai|openrouter|cerebras|perplexity|pplx|hugging|hf_|replicate|litellm|moonshot|zhipu|\
     dashscope|minimax|siliconflow|ark_|nvidia|databricks|eleven|deepgram|fal_|sambanova|deepinfra|\
     novita|voyage|portkey|gateway|llm|bedrock|ollama|langchain|model|vertex|azure",
);

/// What stands before the name of a variable that is missing.
pub(crate) const MISSING_BEFORE: Words = words(
    "KeyError: '|KeyError: \"|KeyError('|KeyError(\"|KeyError: :|key not found: \"|issing |issing: |issing '|issing `|\
     issing environment variable |issing environment variable: |issing required environment variable: |\
     Did not find |Undefined array key \"|No value for ",
);

/// What may stand between its name and what says that it is missing.
pub(crate) const KEY_NOUNS: Words =
    words(" environment variable| env variable| env var| in environment");

/// What stands behind its name, and says that it is missing.
pub(crate) const MISSING_AFTER: Words = words(
    " is not set| not set| is required| is missing| must be set| is not defined| was not found| not found|\
     \nField required|\n  Field required| is undefined| is empty| is not configured| missing",
);

/// What stands before the name of a variable if a sentence says what happens without it.
pub(crate) const CONDITIONS: Words = words("If |if |When |when |unless |Unless ");
