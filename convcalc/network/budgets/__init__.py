"""Budgets, as network files, project files and sweeps write them."""

from convcalc.network.budgets.amounts import Amount, Bound
from convcalc.network.budgets.limits import read_limits
from convcalc.network.budgets.model import Budget, Growth, LayerBudget, Limit, Setting
from convcalc.network.budgets.read import listed, read_budget
from convcalc.network.budgets.settings import LEVELS, Assumed, RuleLevel, read_assumed, read_levels

__all__ = [
    "LEVELS",
    "Amount",
    "Assumed",
    "Bound",
    "Budget",
    "Growth",
    "LayerBudget",
    "Limit",
    "RuleLevel",
    "Setting",
    "listed",
    "read_assumed",
    "read_budget",
    "read_levels",
    "read_limits",
]
