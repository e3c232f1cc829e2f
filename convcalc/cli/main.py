"""The edge of the program: arguments in, an exit code out."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable

from convcalc.cli import talk
from convcalc.cli.codes import BUG, CANNOT_RUN, INTERRUPTED, OK
from convcalc.cli.output import finish
from convcalc.collector import collector_off
from convcalc.errors import InputError

_REPORT = "https://github.com/convcalc/convcalc/issues"
_ANYWHERE = {"--debug", "--quiet", "-q"}


def main() -> None:
    """Run the command line and leave with its exit code.

    0 done; 1 a finding; 2 cannot run; 3 a bug in convcalc; 130 interrupted.
    """
    arguments, flags = _split(sys.argv[1:])
    talk.quiet = not flags.isdisjoint({"--quiet", "-q"})
    debug = "--debug" in flags or os.environ.get("CONVCALC_DEBUG") == "1"
    # Typer builds a validator for each option; plugins of pydantic have no say in that.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")
    sys.exit(_guarded(lambda: finish(_run(arguments)), debug=debug))


def _split(arguments: list[str]) -> tuple[list[str], set[str]]:
    """Flags of the whole program may stand anywhere before `--`."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    flags = _ANYWHERE.intersection(arguments[:end])
    rest = [word for word in arguments[:end] if word not in _ANYWHERE]
    return rest + arguments[end:], flags


def _run(arguments: list[str]) -> int:
    with collector_off():  # modules stay: to look through them is a twentieth of the start
        # Python 3.11 keeps frames in pieces of 16 KiB. Deeper in, one ended where pydantic makes
        # its types, and each of some thousand calls mapped a new one.
        import pydantic  # noqa: F401, PLC0415 — as the next one

        from convcalc.cli.app import build  # noqa: PLC0415 — so that its errors are guarded

        app = build(arguments)
    gc.freeze()
    code = app(arguments, prog_name="convcalc", standalone_mode=False)
    if code == INTERRUPTED:  # Typer makes a code of it
        raise KeyboardInterrupt
    return code if isinstance(code, int) else OK


def _guarded(run: Callable[[], int], *, debug: bool) -> int:
    try:
        return run()
    except InputError as error:
        talk.error(str(error))
        return CANNOT_RUN
    except KeyboardInterrupt:
        talk.error("interrupted")
        return INTERRUPTED
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        talk.error(f"error[CC101]: {place}{error.strerror or error}")
        return CANNOT_RUN
    except Exception as error:  # noqa: BLE001 — the last guard: a bug gets its own exit code
        return _explain_exit(error, debug=debug)


def _explain_exit(error: Exception, *, debug: bool) -> int:
    from typer import TyperException  # noqa: PLC0415

    if isinstance(error, TyperException):
        talk.error(f"error[CC100]: {_usage(error.format_message())}")
        return CANNOT_RUN
    if debug:
        raise error
    talk.error(f"convcalc: a bug: {type(error).__name__}: {error}; please report it at {_REPORT}")
    return BUG


def _usage(message: str) -> str:
    """Typer's sentence in the shape of ours."""
    sentence = message.strip().rstrip(".")
    return f"{sentence}; convcalc COMMAND -h shows examples"
