"""Why there is no baseline."""

from __future__ import annotations

from convcalc.audit.rules import NO_BASE
from convcalc.errors import InputError


class RevisionError(InputError):
    """A revision of git, or a part of it, cannot be reached; the sentence says what to do."""

    @classmethod
    def because(cls, sentence: str) -> RevisionError:
        """The error of that sentence."""
        return cls(NO_BASE, sentence)
