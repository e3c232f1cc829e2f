"""What is learned for each channel: by norms, by factors, by slopes."""

from __future__ import annotations

from convcalc.formulas.arithmetic import N


def affine_params(*, channels: N, affine: N) -> N:
    """A scale and a shift for each channel, if any; running statistics are not trained. [1]

    Formula: 2 * channels * affine

    Source: Ioffe & Szegedy, arXiv:1502.03167; PyTorch BatchNorm2d.

    >>> affine_params(channels=64, affine=1)
    128
    """
    return 2 * channels * affine


def factor_params(*, channels: N) -> N:
    """One factor for each channel. [1]

    Formula: channels

    Source: Touvron et al., arXiv:2103.17239 (LayerScale).

    >>> factor_params(channels=96)
    96
    """
    return channels


def slope_params(*, num_parameters: N) -> N:
    """One slope for each channel, or one for all. [1]

    Formula: num_parameters

    Source: He et al., arXiv:1502.01852; PyTorch PReLU.

    >>> slope_params(num_parameters=1)
    1
    """
    return num_parameters
