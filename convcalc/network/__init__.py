"""Networks as text: nodes with line and column, the language on top, and the graph it means."""
