"""The types of arguments: for type checkers, and for whatever reads annotations at run time."""

from collections.abc import Iterable, Sequence
from typing import Annotated, Any, Protocol, TypeAlias

from apifault._enums import Failure, Provider

__all__ = ["AS_IT_IS", "Body", "Failure", "HasItems", "HasRaw", "Headers", "Piece", "Provider"]


class _AsItIs:
    """Lets pydantic pass a value on as it is: the function itself checks it."""

    def __repr__(self) -> str:
        return "AS_IT_IS"

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        from importlib import import_module

        return import_module("pydantic_core").core_schema.any_schema()


_Value: TypeAlias = str | bytes | Sequence[str | bytes]


class HasItems(Protocol):
    """A mapping of headers, such as those of requests and aiohttp."""

    def items(self) -> Iterable[tuple[str | bytes, _Value]]:
        """Give the pairs of name and value."""
        ...


class HasRaw(Protocol):
    """The headers of httpx."""

    @property
    def raw(self) -> list[tuple[bytes, bytes]]:
        """The headers as they came."""
        ...


AS_IT_IS = _AsItIs()

# Each member is annotated, and not the union, so that programs see a union, too.
Headers: TypeAlias = (
    Annotated[HasItems, AS_IT_IS]
    | Annotated[HasRaw, AS_IT_IS]
    | Annotated[Iterable[tuple[str | bytes, _Value]], AS_IT_IS]
)
Piece: TypeAlias = (
    Annotated[bytes, AS_IT_IS] | Annotated[bytearray, AS_IT_IS] | Annotated[memoryview, AS_IT_IS]
)
Body: TypeAlias = Piece | Annotated[str, AS_IT_IS]
