"""Predictions held against a run: the one room that knows both the formulas and the executor."""
