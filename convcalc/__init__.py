"""convcalc: what a convolution costs, exactly, and proved by running it."""

__version__ = "0.1.0"
