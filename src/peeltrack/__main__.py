"""Where the program starts: ``peeltrack``, and ``python -m peeltrack``."""

import sys

try:
    import gc
    import os
    import signal
except KeyboardInterrupt:  # Ctrl-C as early as that
    sys.exit(130)

STOPPING = (signal.SIGINT, signal.SIGTERM)
"""The signals that ask a program to stop."""


def main() -> None:
    """Run the command line and exit with its code."""
    gc.disable()  # a run is too short to make garbage worth collecting
    sys.unraisablehook = _stop_here
    for number in STOPPING:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _stop)
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # a reader that leaves early ends us silently
    try:
        from peeltrack.cli import main as run

        code = run()
    except KeyboardInterrupt:
        code = 128 + signal.SIGINT
    except Exception as error:  # noqa: BLE001 - Python would exit 1, which means "found"
        code = _refuse(error)
    gc.freeze()  # Python would look for garbage once more on its way out
    sys.exit(code)


def _stop(number: int, frame: object) -> None:
    """Leave everything that is being done, with its cleaning up; further signals do not disturb that."""
    del frame
    for each in STOPPING:
        signal.signal(each, signal.SIG_IGN)
    raise SystemExit(128 + number)


def _stop_here(ignored: "sys.UnraisableHookArgs") -> None:
    """Exit if a signal came while Python was somewhere that no exception can leave."""
    if isinstance(ignored.exc_value, SystemExit):
        os._exit(int(ignored.exc_value.code or 0))
    sys.__unraisablehook__(ignored)


def _refuse(error: Exception) -> int:
    """Say in a sentence why peeltrack cannot run, as far as that can still be said; return exit code 2."""
    try:
        reason = f"{type(error).__name__}: {error}"
        if isinstance(error, MemoryError):
            reason = "there is not enough memory"
        elif isinstance(error, (ImportError, SyntaxError)):
            reason = f"a library that peeltrack needs cannot be loaded ({error}); install peeltrack again"
        sys.stderr.write(f"Error: {reason}.\n")
        sys.stderr.flush()
    except Exception:  # noqa: BLE001, S110 - nobody is left to tell
        pass
    return 2


if __name__ == "__main__":
    main()
