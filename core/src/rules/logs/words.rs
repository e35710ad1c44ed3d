//! Words that show what a line of a log is about.

/// Names of SDKs, servers and gateways of LLMs, in lower case: an error beside one is that of a call.
pub(crate) const SDKS: &[&str] = &[
    "ai_apicallerror", "ai_retryerror", "aisuite", "anthropic", "api error", "autogen", "azure openai",
    "bedrock", "bigmodel", "cerebras", "chatcompletion", "claude", "cohere", "crewai", "dashscope",
    "deepgram", "deepseek", "elevenlabs", "failovererror", "fireworks", "gemini", "generativelanguage",
    "generativeai", "genai", "google.api_core", "groq", "huggingface", "instructor", "langchain",
    "langgraph", "litellm", "llama_index", "llamaindex", "llama.cpp", "mistral", "moonshot", "novita",
    "ollama", "openai", "openrouter", "perplexity", "pydantic_ai", "replicate", "sglang", "siliconflow",
    "smolagents", "spring.ai", "together", "vertexai", "vertex_ai", "vllm", "voyage", "xai", "zhipu",
];

/// Words of calls to models, in lower case.
pub(crate) const MODELS: &[&str] = &[
    "llm", "completion", "completions", "embedding", "embeddings", "gpt", "chatgpt", "llama", "qwen",
    "model", "inference", "tokens", "prompt",
];

/// Names of other systems, in lower case: an error beside one is none of a call.
pub(crate) const OTHERS: &[&str] = &[
    "amqp", "asyncpg", "cassandra", "celery", "chroma", "chromadb", "clickhouse", "discord", "dynamodb",
    "elasticsearch", "imap", "jira", "kafka", "keycloak", "ldap", "mcp", "meilisearch", "milvus",
    "modelcontextprotocol", "mongo", "mongodb", "mongoose", "mysql", "neo4j", "opensearch", "pgvector",
    "pinecone", "postgres", "postgresql", "posthog", "prisma", "psycopg", "psycopg2", "pymongo", "qdrant",
    "rabbitmq", "redis", "s3", "selenium", "slack", "smtp", "sqlalchemy", "sqlite", "sqlite3", "stripe",
    "telegram", "twilio", "weaviate", "webhook", "websocket client", "zookeeper",
];

/// Words for the level of a line that tells of trouble.
pub(crate) const LEVELS: &[&str] =
    &["ERROR", "ERR", "CRITICAL", "FATAL", "SEVERE", "WARN", "WARNING", "error", "warn", "warning",
      "critical", "fatal", "Error", "Warning", "Exception", "Traceback", "panic"];

/// Words for the level of a line that tells of no trouble.
pub(crate) const CALM_LEVELS: &[&str] =
    &["INFO", "DEBUG", "TRACE", "NOTICE", "VERBOSE", "info", "debug", "trace", "notice", "verbose"];

/// What servers write about a request that they refuse, above the line of the response: the part of
/// the server that writes it, and the class of the error.
pub(crate) const REASONS: &[(&str, &str)] = &[
    // github.com/vllm-project/vllm: vllm/entrypoints/openai
    ("vllm", "ValueError"),
    ("vllm", "VLLMValidationError"),
    ("serving_", "ValueError"),
    ("serving_", "Error in preprocessing prompt inputs"),
    // github.com/sgl-project/sglang: python/sglang/srt
    ("sglang", "ValueError"),
];

/// How a traceback begins.
pub(crate) const TRACES: &[&str] = &[
    "Traceback (most recent call last)",
    "+ Exception Group Traceback",
    "  + Exception Group Traceback",
    "ERROR:    Exception in ASGI application",
    "Exception in ASGI application",
    "Caused by: ",
    "stack backtrace:",
];
