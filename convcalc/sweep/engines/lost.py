"""What ends a run and is no fault of the sweep."""

from __future__ import annotations

from convcalc.errors import InputError


class LostError(InputError):
    """Processes or machines that were to compute are gone. What is finished stays."""
