"""Which channels an output channel reads: a whole operator in one word and one number."""

from __future__ import annotations

from typing import Literal, NamedTuple


class Wiring(NamedTuple):
    """How the channels of an output hang on those of the inputs.

    - `groups`: outputs and inputs are cut into so many equal groups, and an output channel
      reads its own group of every input; 1 reads all, as many as channels reads its own one;
    - `deal`: one input, its channels dealt out anew from so many heaps: a shuffle;
    - `join`: the inputs one after the other;
    - `part`: of one input the channels from that number on.
    """

    kind: Literal["groups", "deal", "join", "part"]
    number: int = 1
