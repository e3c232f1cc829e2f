"""Writers: one for each format, all from the same answers and one table of columns."""
