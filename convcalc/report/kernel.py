"""What became of a kernel: its factors, the error of fewer terms, and the proof."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TextIO

from convcalc.kernel.separation import Factors, Separation
from convcalc.notation.rounding import small_percent
from convcalc.report.measured import marked
from convcalc.report.record import check_record
from convcalc.report.sheet import FORMATS, Sheet
from convcalc.report.style import colours, styled
from convcalc.verify.kernel import Proof

_WIDEST = 12  # rows or columns that are still printed
_KEYS = (
    "rank", "products", "whole_products", "error", "relative_error", "image_error", "column", "row"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class KernelAnswer:
    """A separation, the run that proves it, and how many terms of it were asked for."""

    found: Separation
    proof: Proof
    terms: int


def write_kernel(answer: KernelAnswer, form: str, out: TextIO) -> None:
    """Write the answer in a format of the interface."""
    if form == "table":
        out.write("\n".join(_text(answer, colour=colours(out))) + "\n")
    else:
        FORMATS[form](_sheet(answer), out)


def _text(answer: KernelAnswer, *, colour: bool) -> Iterator[str]:
    found = answer.found
    rows, columns = found.kernel.shape
    name = found.kernel.name or "kernel"
    yield styled(f"{name}  {rows}x{columns}   {_verdict(found)}", "bold", on=colour)
    if found.rank == 1 and max(rows, columns) <= _WIDEST:
        yield ""
        yield from _equation(found)
    elif max(rows, columns) <= _WIDEST:
        for number, factors in enumerate(found.factors[: answer.terms], start=1):
            yield ""
            yield f"  term {number}   column  {_listed(factors.column)}"
            yield f"           row     {_listed(factors.row)}"
    yield ""
    yield from _table(answer)


def _verdict(found: Separation) -> str:
    by = "exactly" if found.exact else "but for rounding"
    if not found.rank:
        return "rank 0: it is zero everywhere"
    return f"rank {found.rank}, {by}: it {'separates' if found.rank == 1 else 'does not separate'}"


def _equation(found: Separation) -> Iterator[str]:
    """The kernel = a column times a row, side by side."""
    factors = found.factors[0]
    whole = [[_shown(one) for one in row] for row in found.kernel.rows]
    column, row = [_shown(one) for one in factors.column], _listed(factors.row)
    wide = max(len(cell) for line in whole for cell in line)
    tall = max(map(len, column))
    for number, line in enumerate(whole):
        middle = number == len(whole) // 2
        left = " ".join(f"{cell:>{wide}}" for cell in line)
        right = f"   ·   {row}" if middle else ""
        yield f"  {left}   {'=' if middle else ' '}   {column[number]:>{tall}}{right}"


def _table(answer: KernelAnswer) -> Iterator[str]:
    found, proof = answer.found, answer.proof
    lines = [("", "products", "", "error", "on the image", "")]
    lines.append(("whole kernel", f"{found.products:,}", "", "", "", ""))
    for terms, difference in enumerate(proof.differences, start=1):
        ok = all(check.ok for check in proof.checks if check.path.split()[0] == str(terms))
        share = Fraction(found.products_of(terms), found.products)
        lines.append(
            (
                f"{terms} term{'s' * (terms > 1)}",
                f"{found.products_of(terms):,}",
                f"{float(share):.2f}x",
                small_percent(found.relative_error(terms), 3),
                marked(small_percent(difference, 2), ok=ok),
                "exact but for rounding" if terms == found.rank else "",
            )
        )
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for first, *rest in lines:
        cells = (f"{cell:>{width}}" for cell, width in zip(rest, widths[1:], strict=True))
        yield f"  {first:<{widths[0]}}  {'  '.join(cells)}".rstrip()
    rows, columns = proof.image
    yield ""
    counted = all(check.ok for check in proof.checks if check.quantity == "products")
    yield f"  products: at each position, counted in the run {marked('', ok=counted).strip()}"
    yield f"  error: Frobenius norm; on the image of {rows}x{columns}: the largest difference"


def _listed(values: Sequence[Fraction | float]) -> str:
    return " ".join(map(_shown, values))


def _shown(value: Fraction | float) -> str:
    return str(value) if isinstance(value, Fraction) else f"{value:.4g}"


def _sheet(answer: KernelAnswer) -> Sheet:
    records = [*_records(answer)]
    texts = [[_cell(record[key]) for key in _KEYS] for record in records]
    return Sheet(
        keys=_KEYS,
        rows=texts,
        whole=lambda: _whole(answer, records),
        records=lambda: [_whole(answer, records)],
        titles={key: key.replace("_", " ") for key in _KEYS},
    )


def _cell(value: object) -> int | str:
    if isinstance(value, list):
        return " ".join(map(str, value))
    return value if isinstance(value, int) else str(value)


def _records(answer: KernelAnswer) -> Iterator[dict[str, Any]]:
    found = answer.found
    for terms, difference in enumerate(answer.proof.differences, start=1):
        factors: Factors = found.factors[terms - 1]
        yield {
            "rank": terms,
            "products": found.products_of(terms),
            "whole_products": found.products,
            "error": found.error(terms),
            "relative_error": found.relative_error(terms),
            "image_error": difference,
            "column": [*map(_plain, factors.column)],
            "row": [*map(_plain, factors.row)],
        }


def _whole(answer: KernelAnswer, records: Sequence[dict[str, Any]]) -> dict[str, Any]:
    found = answer.found
    return {
        "schema": "convcalc/kernel@1",
        "name": found.kernel.name,
        "shape": list(found.kernel.shape),
        "kernel": [[_plain(one) for one in row] for row in found.kernel.rows],
        "rank": found.rank,
        "exact": found.exact,
        "separable": found.rank <= 1,
        "products": found.products,
        "singular_values": list(found.singular_values),
        "terms": list(records),
        "verified": [*map(check_record, answer.proof.checks)],
    }


def _plain(value: Fraction | float) -> int | float:
    whole = isinstance(value, Fraction) and value.denominator == 1
    return int(value) if whole else float(value)
