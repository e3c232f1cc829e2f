"""Finding a word as a user types it."""

from __future__ import annotations

from convcalc.errors import InputError, nearest
from convcalc.glossary.entry import Entry
from convcalc.glossary.kinds import KINDS
from convcalc.ops.spec import SHORT_KEYS


def found(word: str) -> list[Entry]:
    """Every entry of that name: a word may be a variant and an operator.

    Raises InputError, with the nearest word, when there is none.

    >>> [(entry.kind, entry.name) for entry in found("conv-transpose")]
    [('variants', 'conv_transpose'), ('ops', 'conv_transpose')]
    >>> found("-k")[0].name
    'kernel_size'
    """
    wanted = _plain(word)
    entries = [entry for kind in KINDS.values() for entry in kind()]
    same = [entry for entry in entries if _plain(entry.name) == wanted]
    if not same:
        names = [entry.name for entry in entries]
        hint = nearest(wanted, names) or nearest(wanted.upper(), names)
        kinds = ", ".join(KINDS)
        raise InputError("CC107", f'topic "{word}" is not known{hint}; convcalc list shows {kinds}')
    return same


def _plain(word: str) -> str:
    bare = word.strip().lstrip("-").replace("-", "_").lower()
    return SHORT_KEYS.get(bare, bare)
