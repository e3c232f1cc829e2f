"""Two-dimensional kernels: do they separate into a column and a row?"""
