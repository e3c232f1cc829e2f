"""Elements and bytes of tensors."""

from __future__ import annotations

from convcalc.formulas.arithmetic import N, prod


def elements(*, shape: tuple[N, ...], batch: N) -> N:
    """Elements of a tensor. [element]

    Formula: batch * prod(shape)

    >>> elements(shape=(64, 112, 112), batch=1)
    802816
    """
    return batch * prod(shape)


def stored_bytes(elements: N, *, bits: N) -> N:
    """Bytes that hold a tensor; less than a byte each rounds up once a tensor. [B]

    Formula: -(-elements * bits // 8)

    >>> stored_bytes(9408, bits=32), stored_bytes(3, bits=4)
    (37632, 2)
    """
    return -(-elements * bits // 8)
