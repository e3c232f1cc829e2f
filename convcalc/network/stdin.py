"""What comes from stdin."""

from __future__ import annotations

import sys

from convcalc.network.files import MAX_BYTES, told_as, too_large

STDIN = "<stdin>"


def stdin_bytes() -> bytes:
    """All that comes from stdin. Raises InputError where there is none, or too much of it."""
    with told_as(STDIN):
        if sys.stdin is None:
            raise ValueError("there is no standard input")
        data = sys.stdin.buffer.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise too_large(STDIN)
    return data
