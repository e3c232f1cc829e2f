"""The number formats that tensors may have. [bits an element]"""

from __future__ import annotations

from convcalc.errors import InputError, nearest

DTYPES = {"fp32": 32, "fp16": 16, "bf16": 16, "fp8": 8, "int8": 8, "int4": 4, "fp64": 64}


def bits_of(dtype: str) -> int:
    """Bits of one element.

    >>> bits_of("fp16")
    16
    """
    if dtype not in DTYPES:
        listed = ", ".join(DTYPES)
        raise InputError(
            "CC107", f'dtype "{dtype}" is not known{nearest(dtype, DTYPES)} ({listed})'
        )
    return DTYPES[dtype]
