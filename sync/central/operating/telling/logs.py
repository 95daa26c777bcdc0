"""The log: one line per event, as JSON or for a terminal, with nothing in it that came from a person.

A line is made of words written in this program, of ids, numbers and names of code. Values never get in: not the text
of an exception (SQLAlchemy's hold the row), not the arguments of a message, not a path that was asked for.
"""

from __future__ import annotations

import errno
import json
import logging
import sys
import threading
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Final, Literal, TextIO

Format = Literal["auto", "json", "text"]
LEVELS: Final = ("debug", "info", "warning", "error")
FRAMES_MOST: Final = 12
CAUSES_MOST: Final = 5
LOG: Final = logging.getLogger("packbench.central")
_OURS: Final = ("packbench.", "uvicorn.")
"""Loggers whose messages are constants; of another's only the first line is constant (asyncio), or nothing is known."""


def tell(event: str, level: int = logging.INFO, fault: BaseException | None = None, **facts: object) -> None:
    """Write an event with its facts: ids, numbers, words of ours."""
    if LOG.isEnabledFor(level):
        LOG.log(level, event, exc_info=fault, extra={"facts": facts})


def keep_log(form: Format, level: str, stream: TextIO) -> None:
    """Send everything this process logs to `stream`, and what crashes a thread too. Called once, by the program."""
    handler = logging.StreamHandler(stream)
    as_json = form == "json" or (form == "auto" and not stream.isatty())
    handler.setFormatter(JsonLines() if as_json else TextLines())
    root = logging.getLogger()
    for old in root.handlers[:]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    logging.getLogger("packbench").setLevel(level.upper())
    logging.raiseExceptions = False  # a log that can not be written (a full disk, a closed pipe) stops nobody
    threading.excepthook = _thread_crashed
    sys.excepthook = _crashed


def _thread_crashed(found: threading.ExceptHookArgs) -> None:
    tell("a thread crashed", logging.CRITICAL, found.exc_value, thread=found.thread.name if found.thread else "")


def _crashed(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    tell("the process crashed", logging.CRITICAL, error.with_traceback(trace))


def line_of(record: logging.LogRecord) -> dict[str, Any]:
    """What is said about a record, scrubbed."""
    at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
    line: dict[str, Any] = {"time": at, "level": record.levelname.lower(), "logger": record.name}
    line["event"] = _event(record)
    line.update(getattr(record, "facts", {}))
    if record.exc_info and record.exc_info[1] is not None:
        line["fault"] = fault_of(record.exc_info[1])
    return line


def fault_of(error: BaseException) -> list[dict[str, Any]]:
    """A fault and what caused it: kinds, codes and places in the code, and none of its words."""
    found: list[dict[str, Any]] = []
    cause: BaseException | None = error
    while cause is not None and len(found) < CAUSES_MOST:
        one: dict[str, Any] = {"kind": f"{type(cause).__module__}.{type(cause).__qualname__}"}
        if code := _code(cause):
            one["code"] = code
        one["at"] = [
            f"{frame.f_globals.get('__name__', '?')}:{line} {frame.f_code.co_name}"
            for frame, line in list(traceback.walk_tb(cause.__traceback__))[-FRAMES_MOST:]
        ]
        found.append(one)
        cause = cause.__cause__ or cause.__context__
    return found


def _event(record: logging.LogRecord) -> str:
    """The words as they stand in the code, without what was put into them."""
    if not isinstance(record.msg, str):
        return type(record.msg).__name__
    if record.name.startswith(_OURS):
        return record.msg.strip()[:200]
    if record.name == "asyncio":
        return record.msg.partition("\n")[0][:200]
    return f"said in {record.module}.{record.funcName}"


def _code(error: BaseException) -> str:
    """SQLSTATE, SQLite's or the operating system's name of a fault."""
    driver = getattr(error, "orig", None) or error
    for name in ("sqlstate", "sqlite_errorname"):
        if found := getattr(driver, name, None):
            return str(found)
    return errno.errorcode.get(error.errno or 0, "") if isinstance(error, OSError) else ""


class JsonLines(logging.Formatter):
    """One JSON object a line (RFC 8259), ASCII only: no line end and no control character gets through."""

    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(line_of(record), default=str, separators=(",", ":"))


class TextLines(logging.Formatter):
    """The same for eyes: time, level, event, then key=value."""

    def format(self, record: logging.LogRecord) -> str:
        line = line_of(record)
        head = f"{line.pop('time')[11:23]} {line.pop('level'):8}{line.pop('event')}"
        line.pop("logger")
        faults = line.pop("fault", [])
        rest = "".join(f" {key}={_plain(value)}" for key, value in line.items() if value != "")
        trace = "".join(
            f"\n    {one['kind']} {one.get('code', '')}" + "".join(f"\n        {at}" for at in one["at"])
            for one in faults
        )
        return f"{head}{rest}{trace}"


def _plain(value: object) -> str:
    text = str(value)
    return text if text.isascii() and text.isprintable() and " " not in text else json.dumps(text)
