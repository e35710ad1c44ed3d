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

/// The names of keys in the texts of exceptions, and words that say that there is none, or that it has
/// expired. A line with one of both, of a text without anything else, is about a key that the client
/// misses.
pub(crate) const KEYS: Words = words(
    "api key|api_key|api-key|apikey|api token|api_token|access token|access_token|auth token|\
     auth_token|authorization token|secret key|secret_key|credential|hf_token|sso token|\
     session token|token has expired|your session|your login",
);
pub(crate) const NO_KEY: Words = words(
    "not set|isn't set|is unset|missing|required|must be set|must provide|must pass|need to provide|\
     not provided|no api|not found|not find|no token|not available|not configured|not specified|must be provided|\
     not defined|not resolve|is none|is empty|is blank|empty api|empty key|empty credential|empty token|please set|please provide|please pass|set the|\
     expired|authenticate using|log in again|login again",
);
