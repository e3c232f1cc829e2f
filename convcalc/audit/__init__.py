"""Networks held against budgets, expectations and a baseline."""
