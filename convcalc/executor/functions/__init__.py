"""The functions of ONNX: one table, one kernel.

What a model does beyond our operators is run as ONNX defines it, on tensors as the model sees
them. `call` says how they lie among ours; each of the other files is a family of functions.
"""

from collections.abc import Sequence

from convcalc.errors import InputError
from convcalc.executor.functions.activations import ACTIVATIONS
from convcalc.executor.functions.attended import ATTENDED
from convcalc.executor.functions.bits import BITS
from convcalc.executor.functions.call import AnyArray, Call
from convcalc.executor.functions.casted import CASTED
from convcalc.executor.functions.contracted import CONTRACTED
from convcalc.executor.functions.convolved import CONVOLVED
from convcalc.executor.functions.cumulated import CUMULATED
from convcalc.executor.functions.deformed import DEFORMED
from convcalc.executor.functions.filled import FILLED
from convcalc.executor.functions.function import Function, lay_out, told
from convcalc.executor.functions.gathered import GATHERED
from convcalc.executor.functions.grid_sample import SAMPLED
from convcalc.executor.functions.levels import LEVELS
from convcalc.executor.functions.moved import MOVED
from convcalc.executor.functions.normed import NORMED
from convcalc.executor.functions.ordered import ORDERED
from convcalc.executor.functions.parts import PARTS
from convcalc.executor.functions.pointwise import POINTWISE
from convcalc.executor.functions.pooled import POOLED
from convcalc.executor.functions.quantized import QUANTIZED
from convcalc.executor.functions.quantized_elements import QUANTIZED_ELEMENTS
from convcalc.executor.functions.rearranged import REARRANGED
from convcalc.executor.functions.recurrent import RECURRENT
from convcalc.executor.functions.reduced import REDUCTIONS
from convcalc.executor.functions.related import RELATED
from convcalc.executor.functions.resized import RESIZED
from convcalc.executor.functions.response import RESPONSE
from convcalc.executor.functions.roi_align import ALIGNED
from convcalc.executor.functions.rotated import ROTATED
from convcalc.executor.functions.scattered import SCATTERED
from convcalc.executor.layout import Arguments, Layout, Shape
from convcalc.executor.meter import Meter

FUNCTIONS: dict[str, Function] = {
    **POINTWISE,
    **ACTIVATIONS,
    **BITS,
    **CASTED,
    **LEVELS,
    **REDUCTIONS,
    **ORDERED,
    **CUMULATED,
    **RELATED,
    **NORMED,
    **RESPONSE,
    **POOLED,
    **CONTRACTED,
    **MOVED,
    **PARTS,
    **REARRANGED,
    **GATHERED,
    **SCATTERED,
    **RESIZED,
    **SAMPLED,
    **ALIGNED,
    **ROTATED,
    **FILLED,
    **RECURRENT,
    **ATTENDED,
    **CONVOLVED,
    **DEFORMED,
    **QUANTIZED,
    **QUANTIZED_ELEMENTS,
}


def function_kernel(arguments: Arguments, shapes: Sequence[Shape]) -> Layout:
    """The kernel of a step that is a function of ONNX: `call` says which, and of what.

    Raises InputError for a function that is not in the table. [CC221]
    """
    del shapes
    call = arguments["call"]
    if not isinstance(call, Call):
        raise TypeError(f"call={call!r} is no call of a function")
    return lay_out(_known(call), call)


def computed(call: Call, arrays: Sequence[AnyArray | None]) -> AnyArray:
    """What a function makes of arrays, as a constant that is computed once.

    Raises InputError for a function that is not in the table. [CC221]

    >>> import numpy as np
    >>> from convcalc.executor.functions.call import Given, Laid
    >>> x = np.arange(6).reshape(2, 3)
    >>> computed(Call("Transpose", (Given(x),), {}, Laid((3, 2), (0, 1), 2)), [x]).tolist()
    [[0, 3], [1, 4], [2, 5]]
    """
    with told(call):
        return _known(call).compute(call, list(arrays), Meter())


def _known(call: Call) -> Function:
    if call.function not in FUNCTIONS:
        raise InputError("CC221", f"{call.function} cannot be run")
    return FUNCTIONS[call.function]
