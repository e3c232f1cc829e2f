"""What a user writes: a frozen pydantic model that speaks in our sentences."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from convcalc.errors import InputError, nearest

_new, _set = object.__new__, object.__setattr__  # a frozen model's own refuses

SHORT_KEYS = {
    "k": "kernel_size",
    "s": "stride",
    "p": "padding",
    "d": "dilation",
    "g": "groups",
    "out": "out_channels",
}


class Spec(BaseModel):
    """The arguments of an operator or a variant, under PyTorch's names.

    Raises InputError for a key that is unknown or missing, and for a value that cannot be.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    short_keys: ClassVar[Mapping[str, str]] = SHORT_KEYS
    kept: ClassVar[tuple[str, ...]] = ()  # the cached properties, which stand beside the fields

    def __init__(self, **values: Any) -> None:  # noqa: ANN401 — pydantic's own signature
        try:
            super().__init__(**values)
        except ValidationError as error:
            found = error.errors(include_url=False)
            # A misspelt key says more than the one that is missing for it.
            unknown = (one for one in found if one["type"] == "extra_forbidden")
            raise self._readable(next(unknown, found[0])) from None

    @classmethod
    def read(cls, values: Mapping[str, object]) -> Self:
        """The spec with these keys, short ones (`k`) as well as long ones (`kernel_size`)."""
        return cls(**long_keys(values, cls.short_keys))

    @classmethod
    def trusted(cls, **values: Any) -> Self:  # noqa: ANN401 — pydantic's own signature
        """A spec of values that have been checked: fast, and arrays of a sweep may stand in it."""
        return cls.holding(values)

    @classmethod
    def holding(cls, values: Mapping[str, Any]) -> Self:
        """The same from a mapping."""
        return cls._of({**_defaults(cls), **values})

    def changed(self, **values: Any) -> Self:  # noqa: ANN401 — any field of a spec
        """The same spec with other values, which are trusted."""
        return self._of({**self.fields(), **values})

    @classmethod
    def _of(cls, fields: dict[str, Any]) -> Self:
        """A spec of all its fields. What model_construct does, less its search for aliases."""
        spec = _new(cls)
        _set(spec, "__dict__", fields)
        _set(spec, "__pydantic_fields_set__", set(fields))
        _set(spec, "__pydantic_extra__", None)
        _set(spec, "__pydantic_private__", None)
        return spec

    def fields(self) -> dict[str, Any]:
        """The arguments by name, as they stand."""
        values = vars(self).copy()
        for name in self.kept:
            values.pop(name, None)
        return values

    @classmethod
    def _readable(cls, error: ErrorDetails) -> InputError:
        key = str(error["loc"][0])
        code, message = cls._said(key, error)
        return InputError(code, message, key=key)

    @classmethod
    def _said(cls, key: str, error: ErrorDetails) -> tuple[str, str]:
        if error["type"] == "missing":
            return "CC103", f"{key} is missing; {cls.describe(key)}"
        if error["type"] == "extra_forbidden":
            known = (*cls.model_fields, *cls.short_keys)
            return "CC102", f'unknown key "{key}"{nearest(key, known)}'
        if error["type"] == "literal_error":
            expected = error["ctx"]["expected"]
            return "CC107", f'{key}: "{error["input"]}" is not known; use {expected}'
        if error["type"] in {"bool_parsing", "bool_type"}:
            return "CC105", f"{key}: {error['input']!r} is neither true nor false"
        reason = str(error.get("ctx", {}).get("error", error["msg"]))
        return "CC105", f"{key}: {reason}"

    @classmethod
    def describe(cls, key: str) -> str:
        """The sentence that says what a field means."""
        return f"give {cls.model_fields[key].description or key}"


@cache
def _defaults(spec: type[Spec]) -> Mapping[str, object]:
    """The fields in order; those that must be given are None until they are."""
    return {
        name: None if field.is_required() else field.default
        for name, field in spec.model_fields.items()
    }


def long_keys(
    values: Mapping[str, object], short_keys: Mapping[str, str] = SHORT_KEYS
) -> dict[str, object]:
    """The same mapping under the long keys; a value is never given under two of its keys.

    >>> long_keys({"k": 3, "stride": 2})
    {'kernel_size': 3, 'stride': 2}
    """
    if short_keys.keys().isdisjoint(values):
        return dict(values)
    written: dict[str, str] = {}
    for key in values:
        first = written.setdefault(short_keys.get(key, key), key)
        if first != key:
            short, long = sorted((first, key), key=len)
            raise InputError("CC104", f'"{short}" and "{long}" are the same key; give one of them')
    return {long: values[key] for long, key in written.items()}
