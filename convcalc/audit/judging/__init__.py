"""One rule of an audit a file: what is asked of a network, and what is said of it."""
