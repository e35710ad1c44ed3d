//! The packages of SDKs.

use crate::kind::Provider;
use crate::rules::schema::{Words, words};

/// The packages and names of the SDKs that call one provider only.
pub(crate) const SDKS: &[(&str, Provider)] = &[
    ("groq.", Provider::Groq),
    ("anthropic.", Provider::Anthropic),
    ("mistralai.", Provider::Mistral),
    ("cohere.", Provider::Cohere),
    ("google.genai.", Provider::Google),
    ("google.generativeai", Provider::Google),
    ("[GoogleGenerativeAI Error]", Provider::Google),
    ("ollama._types.", Provider::Ollama),
    ("together.error.", Provider::Together),
    ("cerebras.cloud.sdk.", Provider::Cerebras),
    ("com.anthropic.errors.", Provider::Anthropic),
    ("litellm.", Provider::Litellm),
    ("replicate.exceptions.", Provider::Replicate),
    ("botocore.errorfactory.", Provider::Bedrock),
    ("BedrockRuntime", Provider::Bedrock),
    ("Bedrock Runtime", Provider::Bedrock),
    ("the InvokeModel", Provider::Bedrock),
    ("the Converse operation", Provider::Bedrock),
    ("the ConverseStream operation", Provider::Bedrock),
    ("the InvokeAgent operation", Provider::Bedrock),
    ("the RetrieveAndGenerate", Provider::Bedrock),
];

/// The packages that call many providers: their own exceptions do not say who was called, and have a
/// status even if there was none.
pub(crate) const OF_MANY: Words = words("litellm.");
