"""What pydantic asks the classes for, if they are fields of a model."""

import sys
import typing
from importlib import import_module, reload
from typing import Any

from apifault import _dicts


def of(cls: Any, source: Any, handler: Any) -> Any:
    """Give the schema of a class: a report and its parts are read from dicts and JSON, too."""
    if sys.version_info < (3, 12) and vars(_dicts)["TypedDict"] is typing.TypedDict:
        reload(_dicts)  # It was imported before pydantic.
    core_schema: Any = import_module("pydantic_core").core_schema
    is_instance = core_schema.is_instance_schema(cls)
    form = getattr(_dicts, f"{cls.__name__}Dict", None)
    if form is None:
        return is_instance
    members = handler.generate_schema(form)
    made = core_schema.no_info_after_validator_function(cls.from_dict, members)
    return core_schema.json_or_python_schema(
        json_schema=made,
        python_schema=core_schema.union_schema([is_instance, made], mode="left_to_right"),
        serialization=core_schema.plain_serializer_function_ser_schema(
            cls.to_dict, return_schema=members
        ),
    )
