"""Sweeps: a network for every combination of some of its vars, and which of them are best."""
