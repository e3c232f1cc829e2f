"""The picture of a front: in a terminal, as SVG and PNG, and as a page."""
