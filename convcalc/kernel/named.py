"""Kernels of image processing by name, as they are written in the books."""

from __future__ import annotations

# Source: Gonzalez & Woods, Digital Image Processing, chapters 3 and 10 (all but Scharr);
# Scharr 2000, Optimale Operatoren in der Digitalen Bildverarbeitung.
NAMED = {
    "sobel-x": "1 0 -1; 2 0 -2; 1 0 -1",
    "sobel-y": "1 2 1; 0 0 0; -1 -2 -1",
    "prewitt-x": "1 0 -1; 1 0 -1; 1 0 -1",
    "prewitt-y": "1 1 1; 0 0 0; -1 -1 -1",
    "scharr-x": "3 0 -3; 10 0 -10; 3 0 -3",
    "scharr-y": "3 10 3; 0 0 0; -3 -10 -3",
    "roberts": "1 0; 0 -1",
    "box-3": "1/9 1/9 1/9; 1/9 1/9 1/9; 1/9 1/9 1/9",
    "gaussian-3": "1/16 2/16 1/16; 2/16 4/16 2/16; 1/16 2/16 1/16",
    "gaussian-5": (
        "1/256 4/256 6/256 4/256 1/256; 4/256 16/256 24/256 16/256 4/256;"
        "6/256 24/256 36/256 24/256 6/256; 4/256 16/256 24/256 16/256 4/256;"
        "1/256 4/256 6/256 4/256 1/256"
    ),
    "laplacian": "0 1 0; 1 -4 1; 0 1 0",
    "laplacian-8": "1 1 1; 1 -8 1; 1 1 1",
    "sharpen": "0 -1 0; -1 5 -1; 0 -1 0",
}
