"""Numbers before and after, as text: exact where they are whole."""

from __future__ import annotations

from fractions import Fraction

from convcalc.audit.difference.side import Number, Value

_Percent = Fraction | tuple[Fraction, ...] | None


def shown(value: Value | None) -> str:
    """A value, an axis each with an x between them; nothing of what is none.

    >>> shown(4089184256), shown((427, 427)), shown(Fraction(1, 3)), shown(19.207), shown(())
    ('4,089,184,256', '427x427', '0.333', '19.2', 'none')
    """
    if isinstance(value, tuple):
        return "x".join(map(_number, value)) or "none"
    return "" if value is None else _number(value)


def signed(value: Value | None) -> str:
    """A difference with its sign.

    >>> signed(118013952), signed(-3), signed((64, 0)), signed(0)
    ('+118,013,952', '-3', '+64x0', '0')
    """
    if isinstance(value, tuple):
        return "x".join(map(_signed, value))
    return "" if value is None else _signed(value)


def percent_text(percent: _Percent) -> str:
    """A change in percent, one for all axes where they agree.

    >>> percent_text(Fraction(29, 10)), percent_text(Fraction(-1, 30)), percent_text(Fraction(0))
    ('+2.9 %', '-0.033 %', '0 %')
    >>> percent_text((Fraction(50), Fraction(0))), percent_text(Fraction(10**6))
    ('+50.0x0 %', '+1,000,000.0 %')
    """
    if percent is None:
        return ""
    axes = percent if isinstance(percent, tuple) else (percent,)
    texts = [_percent(one) for one in axes]
    return f"{texts[0] if len(set(texts)) == 1 else 'x'.join(texts)} %"


def _number(value: Number) -> str:
    exact = Fraction(value)
    if exact.denominator == 1:
        return f"{exact.numerator:,}"
    if abs(exact) >= 1000:  # noqa: PLR2004 — from here on the digits before the point tell enough
        return f"{round(exact):,}"
    return f"{float(exact):.3g}"


def _signed(value: Number) -> str:
    return f"{'+' if value > 0 else ''}{_number(value)}"


def _percent(share: Fraction) -> str:
    if not share:
        return "0"
    if abs(share) < 1:  # so small a change still has two digits
        return f"{float(share):+.2g}"
    few = abs(share) < 10**15  # a float has so many digits
    return f"{float(share):+,.1f}" if few else f"{round(share):+,}"
