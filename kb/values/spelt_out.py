"""Functions that take what is asked as keywords on the whole: they show each keyword, and name the nearest for a misspelt one."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, TypeVar, cast

from kb.errors import UsageError
from kb.naming.names import known

Function = TypeVar("Function", bound=Callable[..., Any])


def spelt_out(keywords: type) -> Callable[[Function], Function]:
    """Show in help and completion the keywords that a function takes as a whole; TypeError names the nearest for others."""

    def decorate(function: Function) -> Function:
        own = inspect.signature(function)
        kept = [one for one in own.parameters.values() if one.kind is not one.VAR_KEYWORD]
        added = [
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=said.__forward_arg__)
            for name, said in keywords.__annotations__.items()
        ]
        names = [one.name for one in (*kept, *added) if one.name != "self"]

        @wraps(function)
        def run(*given: Any, **options: Any) -> Any:
            for name in options:
                if name not in names:
                    raise TypeError(f"{function.__qualname__}: {_no_option(name, names)}")
            return function(*given, **options)

        run.__signature__ = own.replace(parameters=[*kept, *added])  # type: ignore[attr-defined]
        return cast(Function, run)

    return decorate


def _no_option(name: str, names: Iterable[str]) -> str:
    try:
        return known("option", name, names)
    except UsageError as error:
        return str(error)
