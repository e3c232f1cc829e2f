"""The names that expressions may use at one place of a file, and whether they are used."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from itertools import islice

from convcalc.errors import Place, nearest
from convcalc.network.problems import Problems
from convcalc.network.values import Value

_WORD = re.compile(r"[^\W\d]\w*")
_LISTED, _KNOWN = 100, 1_000  # names that are told, and that are compared
CHANNELS, COPY = "cin", "i"  # of the innermost block; the number of a copy


class Scope:
    """Names with the places where they are made, innermost first.

    Names without a place are the language's own: `cin` and `i`.
    """

    def __init__(
        self, problems: Problems, names: Mapping[str, Place | None], outer: Scope | None = None
    ) -> None:
        self._problems = problems
        self._names = dict(names)
        self._outer = outer
        self._used: set[str] = set()

    def inner(self, names: Mapping[str, Place | None]) -> Scope:
        """The same scope with more names, which hide others of the same name."""
        return Scope(self._problems, names, self)

    def add(self, name: str) -> None:
        """From here on the name is known."""
        self._names[name] = None

    def __contains__(self, name: object) -> bool:
        return name in self._names or (self._outer is not None and name in self._outer)

    def __iter__(self) -> Iterator[str]:
        yield from self._names
        yield from self._outer or ()

    def is_own(self, name: str) -> bool:
        """Whether a name is the file's own, and not the language's."""
        if name in self._names:
            return self._names[name] is not None
        return self._outer is not None and self._outer.is_own(name)

    def check(self, value: Value | None, words: Collection[str] = ()) -> None:
        """Report the names in a value that nobody makes; the others are used.

        `words` may stand there too, so one of them may be meant.
        """
        for formula in value.expressions() if value else ():
            for name in formula.expression.names:
                if not self.use(name.text):
                    self._unknown(name.text, formula.part(name), words)

    def mark_used(self, value: Value | None) -> None:
        """Take the names in a value as used, those that are known here."""
        for formula in value.expressions() if value else ():
            for name in formula.expression.names:
                self.use(name.text)

    def require_used(self, what: str, advice: str) -> None:
        """Report the names of this scope itself that no expression has used; `{}` is the name."""
        for name, place in self._names.items():
            if place and name not in self._used:
                self._problems.add("CC114", f"{what.format(name)} is never used; {advice}", place)

    def use_words(self, text: str) -> None:
        """Take every name in a text as used: what it belongs to could not be read."""
        for word in _WORD.findall(text):
            self.use(word)

    def use(self, name: str) -> bool:
        """Take a name as used; whether there is one."""
        if name in self._names:
            self._used.add(name)
            return True
        return self._outer is not None and self._outer.use(name)

    def _unknown(self, name: str, place: Place, words: Collection[str]) -> None:
        known = list(islice(dict.fromkeys(self), _KNOWN))
        told = ", ".join([one for one in known if one != COPY][:_LISTED]) or "none"
        hint = nearest(name, known) or nearest(name, sorted(words))
        self.use_words(hint)  # the one that is meant is not unused
        sentence = f'unknown name "{name}" in expression{hint}'
        self._problems.add("CC110", sentence, place, note=f"names here: {told}")
