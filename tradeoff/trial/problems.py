"""What is wrong with a trial's folder, in plain words: where, what is given, what to do."""

from __future__ import annotations

import difflib
import re
import types
import typing
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from tradeoff.trial.told import together, told

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pydantic_core import ErrorDetails

# Longer values are cut in messages: enough to find the cell, short enough to read the rest.
_SHOWN_CHARACTERS = 60
# Python writes none of more than 4,300 digits at all.
_LARGEST_SHOWN = 10**30


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: ``file`` relative to ``data/``, ``place`` in it (may be empty), and the words."""

    file: str
    place: str
    message: str

    def __str__(self) -> str:
        where = f"{self.file}, {self.place}" if self.place else self.file
        return f"{where}: {self.message}"


class TrialDataError(Exception):
    """A folder that is not a valid trial; ``problems`` holds all of them at once."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def sort_problems(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Each problem once, a file's own together, in the order in which they were found."""
    unique = tuple(dict.fromkeys(problems))
    order = {file: place for place, file in enumerate(dict.fromkeys(p.file for p in unique))}
    return tuple(sorted(unique, key=lambda problem: order[problem.file]))


def shown(value: object) -> str:
    """A given value as a message shows it: text in quotation marks, cut where it is long."""
    if isinstance(value, str):
        cut = value if len(value) <= _SHOWN_CHARACTERS else value[:_SHOWN_CHARACTERS] + "…"
        printable = "".join(char if char.isprintable() else "�" for char in cut)
        return f'"{printable}"'
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int) and abs(value) > _LARGEST_SHOWN:
        return told("a number of more than 30 digits")
    if isinstance(value, dict):
        return told("a table")
    if isinstance(value, (list, tuple)):
        return told("a list")
    return str(value)


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """``" Did you mean …?"`` where a known name is close, else nothing."""
    close = difflib.get_close_matches(name[:_SHOWN_CHARACTERS], list(known), n=1)
    return together(("", told('Did you mean "{name}"?', name=close[0])), " ") if close else ""


def validation_problems(
    error: ValidationError,
    model: type[BaseModel],
    *,
    file: str,
    place: str,
    skip: frozenset[str] = frozenset(),
    missing: str = "{name} is missing. Add it.",
    hidden: frozenset[str] = frozenset(),
) -> Iterator[Problem]:
    """The faults that pydantic found in one record, in this project's words.

    ``skip`` names fields that have been reported already, ``hidden`` words that are not offered.
    """
    for details in error.errors(include_url=False):
        path = tuple(part for part in details["loc"] if part != "[key]")
        if path and path[0] in skip:
            continue
        # Checks between fields speak of the record that holds them and name the fields themselves.
        parents = path if details["type"] == "value_error" else path[:-1]
        where = ", ".join(part for part in (place, _joined(parents)) if part)
        name = _name(path[-1]) if path else ""
        if details["type"] == "missing":
            message = missing.format(name=name)
        elif details["type"] == "extra_forbidden":
            message = unknown_name(name, _choices(_type_at(model, parents)))
        elif details["type"] == "enum":
            message = _one_of(name, details["input"], _choices(_type_at(model, path)), hidden)
        else:
            message = _message(name, details)
        yield Problem(file, where, message)


def _name(part: str | int) -> str:
    return f"entry {part + 1}" if isinstance(part, int) else shown(part).strip('"')


def _joined(path: tuple[str | int, ...]) -> str:
    """``("data_cuts", 1)`` as "data_cuts entry 2", ``("harms", "crs")`` as "harms.crs"."""
    text = ""
    for part in path:
        joint = " " if isinstance(part, int) else "."
        text += joint * bool(text) + _name(part)
    return text


def _message(name: str, details: ErrorDetails) -> str:
    kind, given = details["type"], details["input"]
    context: Mapping[str, Any] = details.get("ctx", {})
    if kind == "value_error":
        return f"{str(context['error']).rstrip('.')}."
    if kind == "string_too_short":
        return f"{name} is empty. Give some text."
    if kind == "string_too_long":
        return f"{name} has {len(str(given))} characters. Give at most {context['max_length']}."
    return f"{name} is {shown(given)}. {_wanted(kind, given, context)}"


def _one_of(name: str, given: object, choices: tuple[str, ...], hidden: frozenset[str]) -> str:
    """The words that are allowed, and the one that was meant."""
    offered = [word for word in choices if word not in hidden]
    meant = did_you_mean(str(given), offered)
    return f"{name} is {shown(given)}.{meant} Give one of: {', '.join(offered)}."


def unknown_name(name: str, known: Iterable[str]) -> str:
    """Words for a key or column that the format does not know."""
    names = tuple(known)
    listed = f" Known here: {', '.join(names)}." if names else ""
    return f'"{name}" is not known here.{did_you_mean(name, names)}{listed}'


# What other programs and other people call a column, in small letters without anything else.
_SYNONYMS = {
    "months": ("month", "time", "times", "t", "x", "timemonths", "timeinmonths"),
    "survival": ("s", "y", "surv", "survivalprobability", "probability", "proportion", "estimate"),
    "n_at_risk": ("n", "nrisk", "natrisk", "atrisk", "numberatrisk", "risk", "patientsatrisk"),
    "arm": ("group", "treatment", "strata", "trt", "role"),
    "data_cut": ("cut", "analysis", "dataset"),
    "endpoint": ("outcome", "end"),
    "value": ("hr", "hazardratio", "ratio"),
    "harm": ("event", "adverseevent", "ae", "term"),
    "total": ("n", "nsafety", "denominator", "patients"),
    "source": ("reference", "document"),
    "place": ("page", "where", "table"),
}


def column_problems(
    header: list[str], known: tuple[str, ...], required: tuple[str, ...]
) -> Iterator[str]:
    """What is wrong with the names of a table's columns, as they stand in its first row."""
    if header and all(_NUMERIC.fullmatch(name) for name in header if name):
        yield (
            "numbers stand where the names of the columns belong. Put a row before them: "
            f"{','.join(required)}."
        )
        return
    wanting = [name for name in required if name not in header]
    for name, times in Counter(header).items():
        label = shown(name).strip('"')
        if not label:
            yield "a column has no name. Name it or take it out."
            continue
        if times > 1:
            yield f'column "{label}" stands {times} times. Keep one.'
        if name in known:
            continue
        meant = _meant(name, wanting)
        if meant is None:
            yield f"column {unknown_name(label, known)}"
        else:
            wanting.remove(meant)
            yield f'column "{label}" is not known here. Rename it to {meant}.'
    for name in wanting:
        yield f'column "{name}" is missing. Add it.'


_NUMERIC = re.compile(r"[-+]?[0-9]+([.,][0-9]*)?%?")


def _meant(name: str, wanting: list[str]) -> str | None:
    """The column that is wanting and that this one must be, by another name or a slip."""
    plain = re.sub(r"[^a-z]", "", name.casefold())
    for column in wanting:
        if plain == column.replace("_", "") or plain in _SYNONYMS.get(column, ()):
            return column
    close = difflib.get_close_matches(name[:_SHOWN_CHARACTERS], wanting, n=1, cutoff=0.75)
    return close[0] if close else None


# What is wanted instead, by the beginning of pydantic's name for the fault.
_WANTED = {
    "int": "Give a whole number.",
    "float": "Give a number.",
    "finite": "Give a finite number.",
    "bool": "Give true or false.",
    "string_type": "Give text in quotation marks.",
    "string_pattern": (
        'Give small letters, digits and single hyphens, at most 40, such as "later-cut".'
    ),
    "date": "Give a date such as 2026-05-22.",
    "tuple": "Give a list in square brackets.",
    "model": "Give a table.",
    "dict": "Give a table.",
}
_BOUNDS = {
    "greater_than_equal": ("ge", "of at least"),
    "greater_than": ("gt", "above"),
    "less_than_equal": ("le", "of at most"),
    "less_than": ("lt", "below"),
}


def _wanted(kind: str, given: object, context: Mapping[str, Any]) -> str:
    if kind in _BOUNDS:
        key, words = _BOUNDS[kind]
        hint = _percent_hint(given) if key in ("le", "lt") and context[key] == 1 else ""
        return f"Give a number {words} {context[key]:g}.{hint}"
    if kind == "string_pattern_mismatch" and "a-z0-9" not in context["pattern"]:
        return "Give text in one line, without tabs or other control characters."
    for beginning, words in _WANTED.items():
        if kind.startswith(beginning):
            return words
    return "The format does not allow it here: see data/README.md for what it may be."


def _percent_hint(given: object) -> str:
    """A percentage was given where a probability is wanted."""
    try:
        percent = float(given)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return ""
    return f" {percent:g} % is written {percent / 100:g}." if 1 < percent <= 100 else ""


# What papers print where there is no number, in small letters.
_NOT_THERE = frozenset({"nr", "ne", "na", "n/a", "n.a.", "nan", "-", "–", "—", ".", "not reached"})


def number_wanted(
    name: str, cell: str, *, whole: bool, required: bool, below: str | None = None
) -> str:
    """What to write in place of a cell that is no number; ``below`` marks a P as "P < …"."""
    if name == "p_value" and (found := re.fullmatch(r"[<≤] *0?(\.[0-9]+)", cell)):
        if below is None:
            return 'Give a P that was printed; leave the cell empty where the source says "P < …".'
        return f"Write 0{found[1]} and set {below} to true."
    if cell.casefold() in _NOT_THERE:
        if required:
            return "Give a number, or leave the row out."
        return "Leave the cell empty: that means not available."
    return _whole_wanted(cell) if whole else _decimals_wanted(name, cell)


def _whole_wanted(cell: str) -> str:
    if re.fullmatch(r"[0-9]{1,3}([,'’ \u00a0][0-9]{3})+", cell):
        return f"Write the digits without separators: {re.sub('[^0-9]', '', cell)}."
    return "Give a whole number, with digits only."


def _decimals_wanted(name: str, cell: str) -> str:
    if cell.endswith("%"):
        if "percent" in name:
            return "Leave the percent sign out: 50 for 50 %."
        return "Give a plain number without a percent sign: 0.5 for 50 %."
    if re.fullmatch(r"-?[0-9]+,[0-9]+", cell):
        return "Write the decimals with a point, not with a comma."
    return "Give a number such as 12 or 0.5, with digits and a point only."


def _type_at(model: type[BaseModel], path: tuple[str | int, ...]) -> Any:
    """What is held at a place inside a record: a plain type, another record, a tuple or a dict."""
    inside: Any = model
    for part in path:
        if isinstance(inside, type) and issubclass(inside, BaseModel):
            field = inside.model_fields.get(str(part))
            inside = None if field is None else _bare(field.annotation)
        else:
            # tuple[X, ...] holds X, dict[K, X] holds X.
            arguments = [one for one in typing.get_args(inside) if one is not ...]
            inside = _bare(arguments[-1]) if arguments else None
    return inside


def _bare(annotation: Any) -> Any:
    """An annotation without ``None`` and without what it is annotated with."""
    if isinstance(annotation, types.UnionType) or typing.get_origin(annotation) is typing.Union:
        return next(_bare(part) for part in typing.get_args(annotation) if part is not type(None))
    annotated = typing.get_origin(annotation) is typing.Annotated
    return typing.get_args(annotation)[0] if annotated else annotation


def _choices(held: Any) -> tuple[str, ...]:
    """The keys of a record, or the words of an enumeration."""
    if isinstance(held, type) and issubclass(held, BaseModel):
        return tuple(held.model_fields)
    return tuple(held) if isinstance(held, type) and issubclass(held, StrEnum) else ()
