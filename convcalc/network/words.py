"""The words of the language: what stands beside an operator, and what values may be words."""

from __future__ import annotations

from functools import cache
from typing import Any, Literal, get_args, get_origin

from convcalc.errors import nearest
from convcalc.ops import OPS
from convcalc.ops.spec import Spec
from convcalc.ops.values import PADDING_WORDS
from convcalc.variants import VARIANTS

DEPTH = 60  # blocks and branches inside one another
GRAPH_WORDS = ("name", "repeat", "first", "each", "if", "from", "train_only", "shared")
JOINS = ("add", "mul", "concat", "matmul")  # they take names or branches
ARITY = {"matmul": 2, "attention": 3}  # how many tensors an operator reads, if not one
ANY_NUMBER = ("elementwise", "movement", "product", "recurrent")  # as many as `from` names
SPLIT = "split"
PREVIOUS = "prev"  # the tensor just computed
INPUT = "input"
ENTRY = "entry"  # the tensor that enters a block
LIKE = "like"  # resize to the sizes of that tensor
NONE = "none"
AUTO = "auto"
REQUIRED = "required"
NORMS = ("bn", "ln", "gn", "in_norm", "lrn")
ACTIVATIONS = (*OPS.of_module("activations"), "prelu")
_KINDS = {"norm": "norm", "act": "activation"}
FOLLOWERS = {"norm": NORMS, "act": ACTIVATIONS}
# Operators after which a norm or an activation may be asked for.
FOLLOWED = ("conv", "conv_transpose", "linear", *VARIANTS)
OWN_ACTIVATIONS = ("bottleneck",)  # its relus stand where the papers have them

EXTRA = {"resize": (LIKE,)}  # keys of the language, which the operator does not have


def following(name: str) -> tuple[str, ...]:
    """The keys with which an operator says what follows it."""
    if name not in FOLLOWED:
        return ()
    return ("norm",) if name in OWN_ACTIVATIONS else ("norm", "act")


def no_follower(key: str, name: object) -> str:
    """What is wrong with what shall follow, and what may."""
    known = FOLLOWERS[key]
    if name in OPS:
        return f"{key}: {name} is no {_KINDS[key]}; write it as a layer of its own"
    hint = nearest(str(name), known) or f"; use {', '.join(known)} or none"
    return f'{key}: unknown operator "{name}"{hint}'


def operators() -> dict[str, None]:
    """Every name that may begin an item, blocks aside."""
    return dict.fromkeys([*OPS, *VARIANTS, SPLIT])


def operator(name: str) -> type[Spec]:
    """The spec of an operator or a variant; where both have a name it is the operator's."""
    return OPS[name] if name in OPS else VARIANTS[name]


def value_words() -> set[str]:
    """Words that a var may stand for: operators, paddings, modes."""
    return {*OPS, *PADDING_WORDS, NONE, "nearest", "bilinear", "zeros", "reflect", "replicate"}


@cache
def field_words(spec: type[Spec], key: str) -> frozenset[str]:
    """The words that one argument takes."""
    found = frozenset(_literals(spec.model_fields[key].annotation))
    return found | {AUTO} if key == "bias" else found


def _literals(annotation: Any) -> list[str]:  # noqa: ANN401 — annotations are of any type
    if get_origin(annotation) is Literal:
        return [word for word in get_args(annotation) if isinstance(word, str)]
    return [word for part in get_args(annotation) for word in _literals(part)]


@cache
def is_text(spec: type[Spec], key: str) -> bool:
    """Whether an argument is a name as it stands: no expression, and no word of a list."""
    return spec.model_fields[key].annotation is str


@cache
def is_one_for_all(spec: type[Spec], key: str) -> bool:
    """Whether one number may stand for that along each axis."""
    return int in _members(spec.model_fields[key].annotation)


def _members(annotation: Any) -> list[Any]:  # noqa: ANN401 — annotations are of any type
    """The types that a value may have; a tuple is one of them."""
    parts = () if get_origin(annotation) is tuple else get_args(annotation)
    return [one for part in parts for one in _members(part)] if parts else [annotation]


@cache
def shorthand(spec: type[Spec]) -> str | None:
    """The argument that may be given alone: `maxpool: 2`, `linear: classes`."""
    fields = spec.model_fields
    named = [key for key in ("out_channels", "out_features") if key in fields]
    required = [key for key, field in fields.items() if field.is_required()]
    return next(iter((*named, *required, *fields)), None)


def short_keys(spec: type[Spec], key: str) -> list[str]:
    """The short names of an argument."""
    fields = spec.model_fields
    return [one for one, long in spec.short_keys.items() if long == key and one not in fields]


def long_key(spec: type[Spec], key: str) -> str:
    """The long name of an argument."""
    return key if key in spec.model_fields else spec.short_keys.get(key, key)
