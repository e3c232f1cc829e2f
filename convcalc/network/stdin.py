"""What comes from stdin: a text or a model, told by its first byte."""

from __future__ import annotations

import sys

from convcalc.errors import InputError
from convcalc.network.files import MAX_BYTES, MAX_MODEL_BYTES, told_as, too_large, unreadable
from convcalc.network.model_file import holds_model

STDIN = "<stdin>"
_PART = 2**20


def stdin_bytes() -> bytearray:
    """All that comes from stdin, into memory: a pipe cannot be mapped.

    Raises InputError where there is no stdin, and for more than is read of a text or a model.
    """
    with told_as(STDIN):
        if sys.stdin is None:
            raise ValueError("there is no standard input")
        data = bytearray(sys.stdin.buffer.read(_PART))
        most = MAX_MODEL_BYTES if holds_model(data) else MAX_BYTES
        while len(data) <= most and (part := sys.stdin.buffer.read(_PART)):
            data += part
    if len(data) > most:
        raise _large_model() if holds_model(data) else too_large(STDIN)
    return data


def _large_model() -> InputError:
    said = f"the model has more than the {MAX_MODEL_BYTES:,} bytes that are read from a pipe"
    return unreadable(STDIN, f"{said}; name its file")
