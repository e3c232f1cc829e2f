"""Errors that several tools have in common, each told once."""

from convcalc.conventions.measures import MORE_AT_OUTPUTS, UNSEEN_MACS
from convcalc.conventions.tool import Rule

# The command whose run shows what a transposed convolution does.
PROOF = "convcalc conv-transpose 64x16x16 32 -k 4 -s 2 -p 1 --verify"

TRANSPOSED = Rule(
    "transposed at output positions",
    MORE_AT_OUTPUTS,
    why="a transposed convolution is counted as if every tap met every output; 1 in stride² does",
    wrong=True,
    proof=PROOF,
)
PRODUCTS = Rule(
    "products between modules",
    UNSEEN_MACS,
    why="products of tensors are in no module, and it sees modules alone",
    wrong=True,
)
ATTENTION = Rule(
    "attention",
    UNSEEN_MACS,
    why="torch has attention as one operator, which is not in its table",
    wrong=True,
)
