"""From YAML text to a graph: the language of networks."""
