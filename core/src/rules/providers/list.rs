//! The list of providers: one line and one file for each.

/// Gives every provider to another macro. A line is `Variant = number, "name" in file, "meaning";`. The
/// name is the same in every language; a released number never changes.
///
/// The files after `unnamed` hold rules of providers that no report names yet. To name one, move it
/// up and give it the next number.
macro_rules! with_providers {
    ($macro:ident) => {
        $macro! {
            named {
            Groq = 1, "groq" in groq, "Groq.";
            Openai = 2, "openai" in openai, "OpenAI.";
            Azure = 3, "azure" in azure, "Azure OpenAI and Azure AI Foundry.";
            Anthropic = 4, "anthropic" in anthropic, "Anthropic.";
            Google = 5, "google" in google, "Google: Gemini API and Vertex AI.";
            Bedrock = 6, "bedrock" in bedrock, "AWS Bedrock.";
            Mistral = 7, "mistral" in mistral, "Mistral AI.";
            Cohere = 8, "cohere" in cohere, "Cohere.";
            Deepseek = 9, "deepseek" in deepseek, "DeepSeek.";
            Together = 10, "together" in together, "Together AI.";
            Fireworks = 11, "fireworks" in fireworks, "Fireworks AI.";
            Xai = 12, "xai" in xai, "xAI.";
            Openrouter = 13, "openrouter" in openrouter, "OpenRouter.";
            Cerebras = 14, "cerebras" in cerebras, "Cerebras.";
            Perplexity = 15, "perplexity" in perplexity, "Perplexity.";
            Huggingface = 16, "huggingface" in huggingface, "Hugging Face: Inference Providers, TGI and TEI.";
            Vllm = 17, "vllm" in vllm, "A vLLM server.";
            Ollama = 18, "ollama" in ollama, "An Ollama server.";
            Llamacpp = 19, "llamacpp" in llamacpp, "A llama.cpp server.";
            Litellm = 20, "litellm" in litellm, "A LiteLLM proxy.";
            Cloudflare = 21, "cloudflare" in cloudflare, "Cloudflare: AI Gateway, Workers AI, or its edge in front of another provider.";
            // The next provider comes here.
            }
            unnamed { moonshot, zhipu, dashscope, minimax, siliconflow, volcengine, nvidia, databricks, github, elevenlabs, deepgram, newapi, vercel, lmstudio, voyage }
        }
    };
}

pub(crate) use with_providers;
