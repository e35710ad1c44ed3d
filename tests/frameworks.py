#!/usr/bin/env python3
"""Calls through real frameworks, each in an environment that has it: `make test-frameworks`.

    frameworks.py NAME URL      (the URL of the server of check_frameworks.py)

It prints one JSON object: the version of each package that takes part, and for each failure the
class of the exception and its report, or null if the framework raises nothing. With TRACEBACK=1, the
traceback of each exception is on standard error.
"""

import asyncio
import contextvars
import json
import os
import socket
import sys
import traceback
import warnings
from collections.abc import Callable
from importlib.metadata import version
from typing import Any, NamedTuple

from apifault import classify_exception

QUESTION = "When is high water?"
TIMEOUT_S = 20

# No package asks the network for anything except what a test requests.
os.environ.update(
    AWS_EC2_METADATA_DISABLED="true",
    DSPY_CACHEDIR="/nonexistent",
    HF_HUB_DISABLE_TELEMETRY="1",
    LANGSMITH_TRACING="false",
    LITELLM_LOCAL_MODEL_COST_MAP="True",
    NO_PROXY="127.0.0.1",
    OPENAI_AGENTS_DISABLE_TRACING="1",
    TIKTOKEN_CACHE_DIR="/nonexistent",
)


class Call(NamedTuple):
    """A call to an address, which may ask for an answer of a type."""

    dialect: str
    packages: tuple[str, ...]
    make: Callable[[str, bool], object]
    # Whether the framework checks the answer.
    has_types: bool = True


# Whether the calls have a key.
HAS_KEY = contextvars.ContextVar("HAS_KEY", default=True)


def key() -> Any:
    return "x" if HAS_KEY.get() else None


def tide() -> Any:
    """The type of an answer."""
    import pydantic

    return pydantic.create_model("Tide", height=(int, ...))


def langchain_openai(url: str, typed: bool) -> object:
    from langchain_openai import ChatOpenAI

    model = ChatOpenAI(model="m", api_key=key(), base_url=url, max_retries=0, timeout=TIMEOUT_S)
    return (model.with_structured_output(tide()) if typed else model).invoke(QUESTION)


def langchain_groq(url: str, typed: bool) -> object:
    from langchain_groq import ChatGroq

    model = ChatGroq(model="m", api_key=key(), base_url=url, max_retries=0, timeout=TIMEOUT_S)
    return (model.with_structured_output(tide()) if typed else model).invoke(QUESTION)


def langchain_anthropic(url: str, typed: bool) -> object:
    from langchain_anthropic import ChatAnthropic

    model = ChatAnthropic(model="m", api_key=key(), base_url=url, max_retries=0, timeout=TIMEOUT_S)
    return (model.with_structured_output(tide()) if typed else model).invoke(QUESTION)


def llama_index_openai(url: str, typed: bool) -> object:
    from llama_index.core.llms import ChatMessage
    from llama_index.llms.openai import OpenAI

    model = OpenAI(
        model="gpt-4o-mini", api_key=key(), api_base=url, max_retries=0, timeout=TIMEOUT_S
    )
    return (model.as_structured_llm(tide()) if typed else model).chat([ChatMessage(QUESTION)])


def llama_index_groq(url: str, typed: bool) -> object:
    from llama_index.core.llms import ChatMessage
    from llama_index.llms.groq import Groq

    model = Groq(model="m", api_key=key(), api_base=url, max_retries=0, timeout=TIMEOUT_S)
    return (model.as_structured_llm(tide()) if typed else model).chat([ChatMessage(QUESTION)])


def pydantic_ai(model: Any, typed: bool) -> object:
    from pydantic_ai import Agent

    return Agent(model, output_type=tide() if typed else str, retries=0).run_sync(QUESTION)


def pydantic_ai_openai(url: str, typed: bool) -> object:
    import openai
    from pydantic_ai.models.openai import OpenAIChatModel
    from pydantic_ai.providers.openai import OpenAIProvider

    client = openai.AsyncOpenAI(api_key=key(), base_url=url, max_retries=0, timeout=TIMEOUT_S)
    return pydantic_ai(OpenAIChatModel("m", provider=OpenAIProvider(openai_client=client)), typed)


def pydantic_ai_groq(url: str, typed: bool) -> object:
    import groq
    from pydantic_ai.models.groq import GroqModel
    from pydantic_ai.providers.groq import GroqProvider

    client = groq.AsyncGroq(api_key=key(), base_url=url, max_retries=0, timeout=TIMEOUT_S)
    return pydantic_ai(GroqModel("m", provider=GroqProvider(groq_client=client)), typed)


def pydantic_ai_anthropic(url: str, typed: bool) -> object:
    import anthropic
    from pydantic_ai.models.anthropic import AnthropicModel
    from pydantic_ai.providers.anthropic import AnthropicProvider

    client = anthropic.AsyncAnthropic(api_key=key(), base_url=url, max_retries=0, timeout=TIMEOUT_S)
    provider = AnthropicProvider(anthropic_client=client)
    return pydantic_ai(AnthropicModel("m", provider=provider), typed)


def instructor_openai(url: str, typed: bool) -> object:
    import instructor
    import openai

    client = openai.OpenAI(api_key=key(), base_url=url, max_retries=0, timeout=TIMEOUT_S)
    messages = [{"role": "user", "content": QUESTION}]
    return instructor.from_openai(client).chat.completions.create(
        model="m", messages=messages, response_model=tide(), max_retries=1
    )


def instructor_groq(url: str, typed: bool) -> object:
    import groq
    import instructor

    client = groq.Groq(api_key=key(), base_url=url, max_retries=0, timeout=TIMEOUT_S)
    messages = [{"role": "user", "content": QUESTION}]
    return instructor.from_groq(client).chat.completions.create(
        model="m", messages=messages, response_model=tide(), max_retries=1
    )


def dspy(url: str, typed: bool) -> object:
    import dspy

    model = dspy.LM(
        "openai/m", api_key=key(), api_base=url, num_retries=0, cache=False, timeout=TIMEOUT_S
    )
    with dspy.context(lm=model):
        return dspy.Predict(f"question -> height: {'int' if typed else 'str'}")(question=QUESTION)


def openai_agents(url: str, typed: bool) -> object:
    import agents
    import openai

    client = openai.AsyncOpenAI(api_key=key(), base_url=url, max_retries=0, timeout=TIMEOUT_S)
    model = agents.OpenAIChatCompletionsModel(model="m", openai_client=client)
    agent = agents.Agent(name="tides", model=model, output_type=tide() if typed else None)
    return asyncio.run(agents.Runner.run(agent, QUESTION))


def litellm(provider: str) -> Callable[[str, bool], object]:
    def call(url: str, typed: bool) -> object:
        import litellm

        litellm.suppress_debug_info = True
        return litellm.completion(
            model=f"{provider}/m",
            api_key=key(),
            api_base=url,
            messages=[{"role": "user", "content": QUESTION}],
            num_retries=0,
            max_retries=0,
            timeout=TIMEOUT_S,
        )

    return call


def huggingface_hub(url: str, typed: bool) -> object:
    from huggingface_hub import InferenceClient

    client = InferenceClient(base_url=url, api_key=key(), timeout=TIMEOUT_S)
    return client.chat_completion([{"role": "user", "content": QUESTION}])


def azure_ai_inference(url: str, typed: bool) -> object:
    from azure.ai.inference import ChatCompletionsClient
    from azure.ai.inference.models import UserMessage
    from azure.core.credentials import AzureKeyCredential

    client = ChatCompletionsClient(url, AzureKeyCredential(key() or ""), retry_total=0)
    return client.complete(messages=[UserMessage(QUESTION)])


def botocore(url: str, typed: bool) -> object:
    import botocore.config
    import botocore.session

    client = botocore.session.Session().create_client(
        "bedrock-runtime",
        region_name="us-east-1",
        endpoint_url=url,
        aws_access_key_id=key(),
        aws_secret_access_key=key(),
        config=botocore.config.Config(retries={"max_attempts": 0}, read_timeout=TIMEOUT_S),
    )
    return client.converse(modelId="m", messages=[{"role": "user", "content": [{"text": "x"}]}])


CALLS = {
    "langchain-openai": Call("openai", ("langchain-openai", "openai"), langchain_openai),
    "langchain-groq": Call("groq", ("langchain-groq", "groq"), langchain_groq),
    "langchain-anthropic": Call(
        "anthropic", ("langchain-anthropic", "anthropic"), langchain_anthropic
    ),
    "llama-index-llms-openai": Call(
        "openai", ("llama-index-llms-openai", "llama-index-core", "openai"), llama_index_openai
    ),
    "llama-index-llms-groq": Call(
        "groq", ("llama-index-llms-groq", "llama-index-core", "openai"), llama_index_groq
    ),
    "pydantic-ai-openai": Call("openai", ("pydantic-ai-slim", "openai"), pydantic_ai_openai),
    "pydantic-ai-groq": Call("groq", ("pydantic-ai-slim", "groq"), pydantic_ai_groq),
    "pydantic-ai-anthropic": Call(
        "anthropic", ("pydantic-ai-slim", "anthropic"), pydantic_ai_anthropic
    ),
    "instructor-openai": Call("openai", ("instructor", "openai"), instructor_openai),
    "instructor-groq": Call("groq", ("instructor", "groq"), instructor_groq),
    "dspy": Call("openai", ("dspy", "litellm", "openai"), dspy),
    "openai-agents": Call("openai", ("openai-agents", "openai"), openai_agents),
    "litellm-openai": Call("openai", ("litellm", "openai"), litellm("openai"), False),
    "litellm-groq": Call("groq", ("litellm",), litellm("groq"), False),
    "litellm-anthropic": Call("anthropic", ("litellm",), litellm("anthropic"), False),
    "huggingface_hub": Call("huggingface", ("huggingface-hub",), huggingface_hub, False),
    "azure-ai-inference": Call(
        "azure", ("azure-ai-inference", "azure-core"), azure_ai_inference, False
    ),
    "botocore": Call("bedrock", ("botocore",), botocore, False),
}

FAILURES = {
    "limit": "429, `retry-after: 7`",
    "no-key": "no key",
    "key": "401",
    "context": "400, the prompt is too long",
    "capacity": "503",
    "refused": "connection refused",
    "page": "200, a page instead of JSON",
    "error": "200, an error object",
    "invalid": "200, not of the type asked for",
    "length": "200, cut at the limit of tokens",
    "filter": "200, stopped by a filter",
}
# Those of an answer that is checked.
TYPED = ("invalid", "length", "filter")


def class_of(exception: BaseException) -> str:
    """The name of its class, with the package unless that is Python."""
    package = type(exception).__module__.partition(".")[0]
    name = type(exception).__name__
    return name if package == "builtins" else f"{package}.{name}"


def outcome(call: Call, url: str, typed: bool) -> Any:
    try:
        call.make(url, typed)
    except Exception as exception:
        if os.environ.get("TRACEBACK"):
            traceback.print_exc()
        return {"exception": class_of(exception), "report": classify_exception(exception).to_dict()}
    return None


def main() -> None:
    name, server = sys.argv[1:]
    warnings.simplefilter("ignore")
    call = CALLS[name]
    with socket.create_server(("127.0.0.1", 0)) as listener:
        refused = f"http://127.0.0.1:{listener.getsockname()[1]}"
    outcomes = {}
    for failure in FAILURES:
        if failure in TYPED and not call.has_types:
            continue
        url = refused if failure == "refused" else f"{server}/{failure}/{call.dialect}"
        HAS_KEY.set(failure != "no-key")
        outcomes[failure] = outcome(call, url, failure in TYPED)
    print(json.dumps({"versions": {p: version(p) for p in call.packages}, "outcomes": outcomes}))


if __name__ == "__main__":
    main()
