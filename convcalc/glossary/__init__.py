"""The words of the tool, each explained by the docstring of what bears its name."""

from convcalc.glossary.entry import Entry
from convcalc.glossary.kinds import KINDS
from convcalc.glossary.lookup import found

__all__ = ["KINDS", "Entry", "found"]
