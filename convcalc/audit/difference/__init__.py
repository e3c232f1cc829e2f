"""What changed between two sides: networks paired, their layers matched, numbers subtracted.

side       what a side is: networks with their totals and layers
computed   a side's networks from files and the zoo
saved      a side from a report in JSON
alignment  which elements of two sequences are the same
matching   which layer was which
change     a number that changed; a layer; a network
compared   two sides, network by network
reading    from a word to a side
revisions  sides from git
sides      which two are asked for
limit      how much a metric may grow or fall
"""

from convcalc.audit.difference.change import Change, Fact, LayerChange, Mark, NetworkChange
from convcalc.audit.difference.compared import Difference, compared
from convcalc.audit.difference.side import Figures, Layer, Side

__all__ = [
    "Change",
    "Difference",
    "Fact",
    "Figures",
    "Layer",
    "LayerChange",
    "Mark",
    "NetworkChange",
    "Side",
    "compared",
]
