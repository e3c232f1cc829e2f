"""How numbers, tuples and lists are written, the same in a shell and in a file.

`AxB` is a tuple, `a,b,c` means "try each", `lo..hi:step` is a range with both ends
in it, `1+2` is padding before and after, `300M` and `1e6` are numbers, `14MiB` is a size.
"""

from convcalc.notation.lists import choices
from convcalc.notation.numbers import byte_size, integer, number
from convcalc.notation.tuples import axes, padding_axes, show_tuple

__all__ = ["axes", "byte_size", "choices", "integer", "number", "padding_axes", "show_tuple"]
