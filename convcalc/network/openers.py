"""What an item becomes: operators, a block's layers, branches that meet, parts of a tensor."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from convcalc.errors import InputError
from convcalc.network import words
from convcalc.network.makers import Numbers, evaluated
from convcalc.network.model import BlockCall, Branch, Item, JoinCall, SpecCall, SplitCall, Word
from convcalc.network.nested import Followers, Nested
from convcalc.network.scope import CHANNELS, COPY
from convcalc.network.tensors import LOST, SEVERAL, Tensors
from convcalc.network.values import NETWORK, Fault, Names, Value, holds, whole
from convcalc.ops import rules
from convcalc.ops.op import Op
from convcalc.ops.shapes import Slice
from convcalc.variants import Variant

if TYPE_CHECKING:
    from convcalc.network.expand import Expansion


@dataclass(slots=True)
class Frame:
    """One block as it is opened, or the network itself."""

    names: Mapping[str, Any]
    tensors: Tensors
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy of an item: the first may have other arguments."""

    item: Item
    names: Mapping[str, Any]
    frame: Frame
    path: str
    first: bool


def _spec(on: Expansion, copy: Copy, inputs: list[int]) -> int:
    """An operator or a variant."""
    call: SpecCall = copy.item.call  # type: ignore[assignment]  # the table says so
    several = copy.item.op in words.ANY_NUMBER
    _require_inputs(copy, inputs, len(inputs) if several else words.ARITY.get(copy.item.op, 1))
    arguments = call.first if copy.first else call.arguments
    made = on.makers.make(call.spec, arguments, copy.names, _like(on, arguments, copy))
    build = _nested(on, copy, made.followers)
    if isinstance(made.spec, Variant):
        return made.spec.expand(build, inputs[0])
    return build.add(copy.item.op, _op(made.spec), *inputs)


def _op(spec: object) -> Op:
    if not isinstance(spec, Op):
        raise TypeError(f"{spec} is no operator")
    return spec


def _nested(on: Expansion, copy: Copy, followers: Followers) -> Nested:
    return Nested(
        on.build,
        copy.path,
        name=copy.item.op,
        place=copy.item.place,
        followers=followers,
        train_only=on.train_only,
        shared=on.shared,
    )


def _like(on: Expansion, arguments: Mapping[str, Value], copy: Copy) -> Numbers:
    """The sizes that `like:` asks for."""
    if words.LIKE not in arguments:
        return ()
    value = arguments[words.LIKE]
    tensor = copy.frame.tensors.find(Word(str(value.evaluate({})), value.place), LOST)
    # Lost sizes are told where they are lost; any will do here.
    sizes = (1,) if tensor == LOST else on.build.shape(tensor)[1:]
    return (("size", sizes),)


def _block(on: Expansion, copy: Copy, inputs: list[int]) -> int:
    """The layers of a block, with values for its vars."""
    call: BlockCall = copy.item.call  # type: ignore[assignment]  # the table says so
    _require_inputs(copy, inputs, 1)
    block, frame = on.document.blocks[call.block], _deeper(on, copy)
    if block.broken:
        return LOST
    given = dict(evaluated(call.first if copy.first else call.arguments, copy.names))
    network = copy.names[NETWORK]
    channels = on.build.shape(inputs[0])[0]
    names = {CHANNELS: channels, COPY: copy.names[COPY], **network, NETWORK: network}
    for key, default in block.variables.items():
        names[key] = given[key] if key in given or default is None else _value(default, names)
    inner = Frame(names, frame.tensors.inside(block.layers), frame.depth)
    inner.tensors.name(words.ENTRY, inputs[0])
    return on.run(block.layers, inner, inputs[0], f"{copy.path}.")


def _value(default: Value, names: Names) -> object:
    return whole(default.evaluate(names))


def _deeper(on: Expansion, copy: Copy) -> Frame:
    """The frame one level further in; blocks and branches count alike."""
    frame = copy.frame
    if frame.depth >= words.DEPTH:
        on.refuse(f"blocks are nested more than {words.DEPTH} deep", copy.item.place)
    return Frame(frame.names, frame.tensors, frame.depth + 1)


def _join(on: Expansion, copy: Copy, inputs: list[int]) -> int:
    """Tensors that meet: those named, those of branches, or those of `from`."""
    call: JoinCall = copy.item.call  # type: ignore[assignment]  # the table says so
    item, find = copy.item, copy.frame.tensors.find
    if not call.names and not call.branches:
        named = [(word.text, x) for word, x in zip(item.sources, inputs, strict=False)]
        return _joined(on, copy, call, named)
    if len(inputs) > 1:
        _require_inputs(copy, inputs, 1)
    on.spend(len(call.names) + len(call.branches), item.place)
    tensors = [(word.text, find(word, inputs[0])) for word in call.names]
    for branch in call.branches:
        made = _branch(on, copy, branch, inputs[0])
        tensors += [] if made is None else [(branch.name, made)]
    return _joined(on, copy, call, tensors)


def _branch(on: Expansion, copy: Copy, branch: Branch, x: int) -> int | None:
    """What a branch makes of the input; None where it is absent."""
    if not holds(branch.condition, copy.names):
        return None
    start = copy.frame.tensors.find(branch.source, x) if branch.source else x
    if start == LOST:
        return LOST
    # Columns of `each` are names in its item, so also in the item's branches.
    deeper = _deeper(on, copy)
    frame = Frame(copy.names, deeper.tensors, deeper.depth)
    before, on.train_only = on.train_only, on.train_only or branch.train_only
    made = on.run(branch.layers, frame, start, f"{copy.path}.{branch.name}.")
    on.train_only = before
    return None if branch.train_only else made


def _joined(on: Expansion, copy: Copy, call: JoinCall, tensors: list[tuple[str, int]]) -> int:
    """The operator on all tensors; a branch that is left alone passes through."""
    numbers = [tensor for _, tensor in tensors]
    if not numbers:
        sentence = f"{copy.item.op} has no branch left; one of them must always be there"
        raise Fault("CC122", sentence, copy.item.place)
    if LOST in numbers:
        return LOST
    if call.branches and len(numbers) == 1:
        return numbers[0]
    if SEVERAL in numbers:
        sentence = "a branch has several tensors at its end; say from: NAME in it"
        raise Fault("CC123", sentence, copy.item.place)
    _require_agreement(on, copy, tensors)
    return _nested(on, copy, Followers()).add(copy.item.op, _op(call.spec.trusted()), *numbers)


def _require_agreement(on: Expansion, copy: Copy, tensors: list[tuple[str, int]]) -> None:
    """Say of add and concat which of the branches differ, by their names."""
    if copy.item.op not in {"add", "concat"}:
        return
    first, *others = [(name, on.build.shape(tensor)) for name, tensor in tensors]
    for other in others:
        try:
            names = (first[0], other[0])
            rules.require(rules.branches_agree(copy.item.op, first[1], other[1], names))
        except InputError as error:
            raise error.inside(copy.path) from None


def _split(on: Expansion, copy: Copy, inputs: list[int]) -> int:
    """The channels of a tensor, under several names."""
    call: SplitCall = copy.item.call  # type: ignore[assignment]  # the table says so
    _require_inputs(copy, inputs, 1)
    build, start = _nested(on, copy, Followers()), 0
    for word, channels in zip(call.into, _sizes(on, copy, call, inputs[0]), strict=True):
        part = Slice(start=start, channels=channels)
        copy.frame.tensors.name(word.text, build.add(word.text, part, inputs[0]))
        start += channels
    return SEVERAL


def _sizes(on: Expansion, copy: Copy, call: SplitCall, x: int) -> tuple[int, ...]:
    channels, parts = on.build.shape(x)[0], len(call.into)
    if call.sizes is None:
        rule = rules.channels_divide("channels", channels, parts, "the parts of split", "")
        try:
            rules.require(rule)
        except InputError as error:
            raise error.inside(copy.path) from None
        return (channels // parts,) * parts
    sizes: Any = whole(call.sizes.evaluate(copy.names))
    if not isinstance(sizes, tuple) or len(sizes) != parts or sum(sizes) != channels:
        sentence = f"sizes: {sizes} must be {parts} numbers that add up to {channels} channels"
        raise Fault("CC105", sentence, call.sizes.place)
    return sizes


def _require_inputs(copy: Copy, inputs: list[int], wanted: int) -> None:
    item = copy.item
    if len(inputs) != wanted:
        tensors = "one tensor" if wanted == 1 else f"{wanted} tensors"
        sentence = f"{item.op} reads {tensors}, but from: names {len(inputs)}"
        raise Fault("CC116", sentence, item.place)
    for tensor in inputs:
        copy.frame.tensors.single(tensor, item.place)


OPENERS: dict[type, Callable[[Expansion, Copy, list[int]], int]] = {
    SpecCall: _spec,
    BlockCall: _block,
    JoinCall: _join,
    SplitCall: _split,
}
