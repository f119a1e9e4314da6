"""The one place where an error becomes a sentence, a next step and an exit code."""

import errno
import functools
import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import typer

from hikcorpus.errors import CannotWrite, HikcorpusError

INTERRUPTED = 130


def boundary(command: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap a command: no traceback reaches a user, and no message text reaches a traceback."""

    @functools.wraps(command)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except HikcorpusError as error:
            _leave(("" if error.exit_code == 0 else "Error: ") + str(error), error.exit_code)
        except KeyboardInterrupt:
            _leave("Interrupted. What was read is stored; the same command goes on where it was.", INTERRUPTED)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # `hikcorpus ... | head` is no fault
            raise typer.Exit(0) from None
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EPERM, errno.EROFS):
                _leave(
                    f"Error: {error.strerror}. Free space or mend the permissions; what was stored is intact.",
                    CannotWrite.exit_code,
                )
            _bug(error)
        except Exception as error:
            if isinstance(error, typer.Exit):
                raise
            _bug(error)

    return guarded


def _bug(error: Exception) -> NoReturn:
    """A fault of ours: where it happened, but not what it held (that could be somebody's words)."""
    if os.environ.get("HIKCORPUS_DEBUG"):
        raise error
    last = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{Path(last.filename).name}, line {last.lineno}"
    _leave(
        f"Error: a fault in hikcorpus itself ({type(error).__name__} in {place}). What was stored is intact. "
        "Please report it; HIKCORPUS_DEBUG=1 shows more (it may show message text).",
        HikcorpusError.exit_code,
    )


def _leave(sentence: str, code: int) -> NoReturn:
    typer.echo(sentence, err=code != 0)
    raise typer.Exit(code) from None
