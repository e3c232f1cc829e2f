"""Questions asked of a graph: what it costs, and what an output sees."""
