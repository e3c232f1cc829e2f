"""The shapes of a model's inputs: as the file says, or as they are asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from convcalc.errors import InputError
from convcalc.network.inputs import asked_inputs
from convcalc.network.onnx.model import Dim, Dims, Node, Variable

_COLOURS = (1, 3, 4)
_TO_FIRST = (0, 3, 1, 2)  # from height, width, channels
# What may be done to an image before its channels are put first.
_BEFORE_TURNING = {
    "Add", "Cast", "DequantizeLinear", "Div", "Identity", "Mul", "Pad", "QuantizeLinear", "Sub",
}  # fmt: skip
_LARGEST = 2**31  # of a size; what is beyond is no model but a mistake


def input_dims(
    inputs: Sequence[Variable], asked: str | None, sizes: Mapping[str, int]
) -> dict[str, Dims]:
    """The dims of each input for one sample; `sizes` are of axes that the file has names for.

    Raises InputError with all that is missing.
    """
    names = [one.name for one in inputs]
    given = asked_inputs(asked, names) if asked is not None else {}
    batch = _batch(inputs)
    found: dict[str, Dims] = {}
    missing: dict[str, str] = {}
    symbols = dict(sizes)
    if isinstance(batch, str) and batch:
        symbols.setdefault(batch, 1)  # wherever it stands: states have it behind their layers
    for one in inputs:
        if one.name in given:
            dims = _asked(one, given[one.name])
            symbols |= _learned(one, dims)
            found[one.name] = dims
    for one in inputs:
        if one.name not in found:
            dims_or_none = _known(one, batch, symbols)
            if dims_or_none is None:
                missing[one.name] = _written(one)
            else:
                found[one.name] = dims_or_none
    if missing:
        raise _missing(missing)
    return {name: found[name] for name in names}


def _batch(inputs: Sequence[Variable]) -> Dim:
    """The first axis of the first input that has several: how many samples a file is meant for."""
    for one in inputs:
        if one.dims is not None and len(one.dims) > 1:
            first, second = one.dims[:2]
            three = len(one.dims) == len(("channels", "height", "width"))
            # Colours of a single image, or the steps of one sample.
            return 1 if three and (first in _COLOURS or second == 1) else first
    return 1


def samples(inputs: Sequence[Variable]) -> int:
    """How many samples a file was made for; 1 where it leaves that open."""
    found = _batch(inputs)
    return found if isinstance(found, int) else 1


def _known(one: Variable, batch: Dim, symbols: Mapping[str, int]) -> Dims | None:
    """The dims for one sample, if the file says enough."""
    if one.dims is None:
        return None
    dims = [symbols.get(dim, dim) if isinstance(dim, str) else dim for dim in one.dims]
    if len(dims) > 1 and (isinstance(dims[0], str) or dims[0] == batch):
        dims[0] = 1
    sizes = tuple([dim for dim in dims if isinstance(dim, int)])
    if len(sizes) < len(dims):
        return None
    return _checked(one.name, sizes)


def _checked(name: str, dims: Dims) -> Dims:
    for size in dims:
        if size > _LARGEST:
            said = f"input {name} is {size} long along one axis; give another with --input"
            raise InputError("CC141", said)
    return dims


def _asked(one: Variable, shape: Dims) -> Dims:
    """What was asked for, with the batch axis or without it."""
    if one.dims is None:
        return _checked(one.name, shape)
    if len(shape) == len(one.dims) - 1:
        shape = (1, *shape)
    if len(shape) != len(one.dims):
        said = f"--input gives {one.name} {len(shape)} sizes, but it has {len(one.dims)}"
        raise InputError("CC141", f"{said}; write it as {_written(one)}")
    if len(shape) > 1 and shape[0] != 1 and _is_batch(one.dims[0], shape[0]):
        said = f"--input gives {one.name} {shape[0]} samples"
        raise InputError("CC141", f"{said}; write 1 first, and --batch {shape[0]}")
    for dim, size in zip(one.dims[1:], shape[1:], strict=True):
        if isinstance(dim, int) and dim != size:
            said = f"--input gives {one.name} a size of {size} where the file has {dim}"
            raise InputError("CC141", f"{said}; write it as {_written(one)}")
    return _checked(one.name, shape)


def _is_batch(dim: Dim, size: int) -> bool:
    return isinstance(dim, str) or dim != size


def _learned(one: Variable, dims: Dims) -> dict[str, int]:
    """Sizes by their names, which other inputs may share."""
    pairs = zip(one.dims or (), dims, strict=False)
    return {dim: size for dim, size in pairs if isinstance(dim, str) and dim}


def _written(one: Variable) -> str:
    """How to give its shape; sizes that are not known by their names."""
    if one.dims is None:
        return "1x3x224x224"
    first = len(one.dims) > 1 and isinstance(one.dims[0], str)
    dims = ("1", *one.dims[1:]) if first else one.dims
    return "x".join(str(dim) or "?" for dim in dims)


def _missing(missing: Mapping[str, str]) -> InputError:
    """Every size that is not known."""
    listed = ",".join(f"{name}={shape}" for name, shape in missing.items())
    which = " and ".join(missing)
    verb = "has sizes" if len(missing) == 1 else "have sizes"
    said = f"{which} {verb} that the file leaves open; give them in numbers, as in --input {listed}"
    return InputError("CC141", said)


def comes_last(name: str, nodes: Sequence[Node]) -> bool:
    """Whether an image's channels come last, as TensorFlow has it: all that reads it turns it.

    >>> turn = Node("Transpose", "", "", ("x",), ("y",), {"perm": (0, 3, 1, 2)})
    >>> comes_last("x", [turn]), comes_last("x", [Node("Conv", "", "", ("x",), ("y",), {})])
    (True, False)
    """
    names, found = {name}, False
    for node in nodes:
        if names.isdisjoint(node.inputs):
            continue
        if node.op == "Transpose" and node.attributes.get("perm") == _TO_FIRST:
            found = True
        elif node.op in _BEFORE_TURNING:
            names.update(node.outputs)
        else:
            return False
    return found
