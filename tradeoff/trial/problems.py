"""What is wrong with a trial's folder, in plain words: where, what is given, what to do."""

from __future__ import annotations

import difflib
import re
import types
import typing
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pydantic_core import ErrorDetails

__all__ = [
    "Problem",
    "TrialDataError",
    "column_problems",
    "did_you_mean",
    "number_wanted",
    "shown",
    "sort_problems",
    "unknown_name",
    "validation_problems",
]

# Longer values are cut in messages: enough to find the cell, short enough to read the rest.
_SHOWN_CHARACTERS = 60


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
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, (list, tuple)):
        return "a list"
    return str(value)


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """``" Did you mean …?"`` where a known name is close, else nothing."""
    close = difflib.get_close_matches(name[:_SHOWN_CHARACTERS], list(known), n=1)
    return f' Did you mean "{close[0]}"?' if close else ""


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
        name = _name(path[-1]) if path else ""
        where = ", ".join(part for part in (place, _joined(parents)) if part)
        known = _known_names(model, parents)
        said = _Said(known, missing, hidden)
        yield Problem(file, where, _message(details, name, said))


def _name(part: str | int) -> str:
    return f"entry {part + 1}" if isinstance(part, int) else shown(part).strip('"')


def _joined(path: tuple[str | int, ...]) -> str:
    """``("data_cuts", 1)`` as "data_cuts entry 2", ``("harms", "crs")`` as "harms.crs"."""
    text = ""
    for part in path:
        joint = " " if isinstance(part, int) else "."
        text += joint * bool(text) + _name(part)
    return text


@dataclass(frozen=True, slots=True)
class _Said:
    """What the words of a fault need beside pydantic's details."""

    known: tuple[str, ...]
    missing: str
    hidden: frozenset[str]


def _message(details: ErrorDetails, name: str, said: _Said) -> str:
    kind, given = details["type"], details["input"]
    context: Mapping[str, Any] = details.get("ctx", {})
    if kind == "missing":
        return said.missing.format(name=name)
    if kind == "extra_forbidden":
        return unknown_name(name, said.known)
    if kind == "value_error":
        return f"{str(context['error']).rstrip('.')}."
    if kind == "string_too_short":
        return f"{name} is empty. Give some text."
    if kind == "string_too_long":
        return f"{name} has {len(str(given))} characters. Give at most {context['max_length']}."
    wanted = _one_of(given, context, said) if kind == "enum" else _wanted(kind, given, context)
    return f"{name} is {shown(given)}. {wanted}"


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


def _one_of(given: object, context: Mapping[str, Any], said: _Said) -> str:
    """The words that are allowed, and the one that was meant."""
    listed = str(context["expected"]).replace("'", "").replace(" or ", ", ").split(", ")
    offered = [word for word in listed if word not in said.hidden]
    meant = did_you_mean(str(given), offered).strip()
    return " ".join(part for part in (meant, f"Give one of: {', '.join(offered)}.") if part)


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
    hints = (
        _below_hint(cell, below) if name == "p_value" else "",
        _absent_hint(cell, required=required),
        _separator_hint(cell) if whole else _percent_sign_hint(name, cell),
        "Give a whole number, with digits only." if whole else _comma_hint(cell),
    )
    given = (hint for hint in hints if hint)
    return next(given, "Give a number such as 12 or 0.5, with digits and a point only.")


def _below_hint(cell: str, below: str | None) -> str:
    found = re.fullmatch(r"[<≤] *0?(\.[0-9]+)", cell)
    if found is None:
        return ""
    if below is None:
        return 'Give a P that was printed; leave the cell empty where the source says "P < …".'
    return f"Write 0{found[1]} and set {below} to true."


def _absent_hint(cell: str, *, required: bool) -> str:
    if cell.casefold() not in _NOT_THERE:
        return ""
    if required:
        return "Give a number, or leave the row out."
    return "Leave the cell empty: that means not available."


def _percent_sign_hint(name: str, cell: str) -> str:
    if not cell.endswith("%"):
        return ""
    if "percent" in name:
        return "Leave the percent sign out: 50 for 50 %."
    return "Give a plain number without a percent sign: 0.5 for 50 %."


def _separator_hint(cell: str) -> str:
    if not re.fullmatch(r"[0-9]{1,3}([,'’ \u00a0][0-9]{3})+", cell):
        return ""
    return f"Write the digits without separators: {re.sub('[^0-9]', '', cell)}."


def _comma_hint(cell: str) -> str:
    found = re.fullmatch(r"-?[0-9]+,[0-9]+", cell)
    return "Write the decimals with a point, not with a comma." if found else ""


def _known_names(model: type[BaseModel], path: tuple[str | int, ...]) -> tuple[str, ...]:
    """The field names allowed at a place inside a record."""
    inside: Any = model
    for part in path:
        if isinstance(inside, type) and issubclass(inside, BaseModel):
            field = inside.model_fields.get(str(part))
            inside = None if field is None else _without_none(field.annotation)
        else:
            # tuple[X, ...] holds X, dict[K, X] holds X.
            arguments = [part for part in typing.get_args(inside) if part is not ...]
            inside = arguments[-1] if arguments else None
    if isinstance(inside, type) and issubclass(inside, BaseModel):
        return tuple(inside.model_fields)
    return ()


def _without_none(annotation: Any) -> Any:
    if isinstance(annotation, types.UnionType) or typing.get_origin(annotation) is typing.Union:
        return next(part for part in typing.get_args(annotation) if part is not type(None))
    return annotation
