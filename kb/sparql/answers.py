"""Answers of the engine stay on the thread that asked: dropped on another one, each writes an error into the log."""

from __future__ import annotations

import functools
import traceback
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

Given = ParamSpec("Given")
Result = TypeVar("Result")


def answers_stay_here(read: Callable[Given, Result]) -> Callable[Given, Result]:
    """A function that reads answers of the engine; an error that leaves it, maybe for another thread, takes none along.

    An error holds the frames that it passed, and these hold what they were reading.
    """

    @functools.wraps(read)
    def wrapper(*given: Given.args, **named: Given.kwargs) -> Result:
        try:
            return read(*given, **named)
        except BaseException as error:
            _clear(error)
            del given, named
            raise

    return wrapper


def _clear(error: BaseException | None) -> None:
    seen = set[int]()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        traceback.clear_frames(error.__traceback__)
        error = error.__context__


@answers_stay_here
def read_all(answer: Any) -> tuple[list[str], list[Any]]:
    """The names of the variables and all solutions of an answer that has rows."""
    return [variable.value for variable in answer.variables], list(answer)
