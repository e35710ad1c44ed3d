//! The list of providers: one line and one file for each.

/// Gives every provider to another macro. A line is `Variant = number, "name" in file, "meaning";`. The
/// name is the same in every language; a released number never changes.
macro_rules! with_providers {
    ($macro:ident) => {
        $macro! {
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
            Moonshot = 22, "moonshot" in moonshot, "Moonshot AI: Kimi.";
            Zhipu = 23, "zhipu" in zhipu, "Zhipu AI: BigModel and Z.ai.";
            Dashscope = 24, "dashscope" in dashscope, "Alibaba Cloud: DashScope and Model Studio.";
            Minimax = 25, "minimax" in minimax, "MiniMax.";
            Siliconflow = 26, "siliconflow" in siliconflow, "SiliconFlow.";
            Volcengine = 27, "volcengine" in volcengine, "Volcengine Ark and BytePlus.";
            Nvidia = 28, "nvidia" in nvidia, "NVIDIA: NIM and its hosted API.";
            Databricks = 29, "databricks" in databricks, "Databricks: model serving and its AI gateway.";
            Github = 30, "github" in github, "GitHub: Models and Copilot.";
            Elevenlabs = 31, "elevenlabs" in elevenlabs, "ElevenLabs.";
            Deepgram = 32, "deepgram" in deepgram, "Deepgram.";
            Replicate = 33, "replicate" in replicate, "Replicate.";
            Fal = 34, "fal" in fal, "fal.";
            Sambanova = 35, "sambanova" in sambanova, "SambaNova Cloud.";
            Deepinfra = 36, "deepinfra" in deepinfra, "DeepInfra.";
            Novita = 37, "novita" in novita, "Novita AI.";
            Voyage = 38, "voyage" in voyage, "Voyage AI.";
            Newapi = 39, "newapi" in newapi, "A new-api or one-api gateway, or one made from them.";
            Vercel = 40, "vercel" in vercel, "Vercel: AI Gateway, or its own error pages.";
            Portkey = 41, "portkey" in portkey, "A Portkey gateway.";
            Opencode = 42, "opencode" in opencode, "OpenCode: Zen and Go.";
            Lmstudio = 43, "lmstudio" in lmstudio, "An LM Studio server.";
            Sglang = 44, "sglang" in sglang, "An SGLang server.";
            // The next provider comes here.
        }
    };
}

pub(crate) use with_providers;
