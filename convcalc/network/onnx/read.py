"""A model's file as a graph: mapped into memory, its weights never read."""

from __future__ import annotations

import errno
import mmap
import os
import stat
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from convcalc.errors import InputError, Problem
from convcalc.network.onnx.decode import decoded
from convcalc.network.onnx.given import given_by_name
from convcalc.network.onnx.importer import Imported, Importer
from convcalc.network.onnx.inputs import input_dims, samples
from convcalc.network.onnx.model import Model, Variable
from convcalc.network.onnx.wire import DamagedError
from convcalc.network.problems import one_line


def mapped(path: str) -> memoryview:
    """What a file holds; only those parts are loaded that are looked at.

    Raises OSError or ValueError where it cannot be read.
    """
    found = Path(path).stat()
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(found.st_mode):  # to open a pipe would wait for its writer
        raise ValueError("it is no file that can be mapped into memory")
    if not found.st_size:
        raise ValueError("the file is empty")
    with Path(path).open("rb") as stream:
        return memoryview(mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ))


def read_model(
    data: memoryview, file: str, asked: str | None, values: Mapping[str, int]
) -> Imported:
    """The graph of a model, for the input that is asked for, and for numbers by their names.

    Raises InputError: CC140 for what is no model, CC141 for an input whose sizes are not known,
    CC142 for a graph that is broken.
    """
    try:
        model = decoded(data)
        inputs = _inputs(model)
        given = given_by_name(inputs, values)
        running = given.left_of(inputs)
        dims = input_dims(running, asked, given.sizes)
        return Importer(model, dims, given.numbers, samples=samples(running)).imported()
    except DamagedError as error:
        said = f"{file} is no ONNX model that can be read: {one_line(str(error))}"
        raise InputError("CC140", said) from None
    except InputError as error:
        raise InputError.of(_in(file, error)) from None


def _inputs(model: Model) -> list[Variable]:
    """The inputs of a model, those left out that are stored: old files list their weights too."""
    stored = model.graph.initializers
    found = [one for one in model.graph.inputs if one.name not in stored]
    if not model.graph.nodes:
        raise DamagedError("its graph has no operators")
    if not found:
        raise DamagedError("its graph has no inputs")
    return found


def _in(file: str, error: InputError) -> list[Problem]:
    """The same, the file told first."""
    return [replace(one, path="", message=f"{file}: {_told(one)}") for one in error.problems]


def _told(problem: Problem) -> str:
    path, message = problem.path, problem.message
    return one_line(f"{path}: {message}" if path else message)
