"""The numbers at risk under a figure: read as they stand, or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from tradeoff.digitising.pdf.drawn import Word
from tradeoff.digitising.pdf.scales import Scale, whole
from tradeoff.digitising.records import PrintedRisk

# Of the distance of two ticks: how far a number's middle may be from its tick's.
_UNDER = 0.3
# Of the letters' height: what stands in one line, and how far a table's lines are apart at most.
_ONE_LINE = 0.5
_NEXT_LINE = 7.0
# What stands in brackets behind a number at risk is another number.
_BESIDES = re.compile(r"[(\[].*|.*[)\]]")
_LETTERS = re.compile(r"[^\W\d_]{2}")
# Of the letters' height: as far apart are words of one name at most.
_SPACES = 2.0
_OTHERS = re.compile("censor|event|death|zensiert|ereignis|évén|evento", re.IGNORECASE)
_AT_RISK = re.compile("risk|risque|riesgo|rischio|risiko", re.IGNORECASE)

Line = list[Word]


def at_risk(words: Iterable[Word], scale: Scale, arms: int) -> tuple[PrintedRisk, ...] | None:
    """A row for each of ``arms`` curves, ``None`` where they are not just as many.

    A row is whole numbers under the labels of the axis of time, from the first on without a gap,
    that never rise, and no words between them. Rows below a title of events or of those censored
    are others; what stands below a table that is complete and is no such row is a paper's text.
    """
    rows: list[PrintedRisk] = []
    title = ""
    for line in _below(words, scale):
        numbers, others = _parted(line, scale)
        label = " ".join(one.text for one in others)
        if len(numbers) < 2:
            title = label or title
            continue
        if _OTHERS.search(label) or (_OTHERS.search(title) and not _AT_RISK.search(title)):
            continue
        row = _row(numbers, label, scale)
        if row is None:
            break
        rows.append(row)
    return tuple(rows) if len(rows) == arms else None


def _below(words: Iterable[Word], scale: Scale) -> Iterable[Line]:
    """The lines under an axis, as long as they follow each other closely."""
    _, _, right, bottom = scale.box
    size = max(one.height for one in scale.words)
    first, last = scale.at(scale.values[0]), scale.at(scale.values[-1])
    reach = last + max(_UNDER * scale.step, right - last)
    under = [
        one
        for one in words
        if one.turns == 0
        and one.middle[1] > bottom
        and first - 4 * scale.step < one.middle[0] < reach
    ]
    before = bottom
    for line in _in_lines(sorted(under, key=lambda one: one.middle[1])):
        if line[0].middle[1] - before > _NEXT_LINE * size:
            return
        before = line[0].middle[1]
        yield sorted(line, key=lambda one: one.box[0])


def _in_lines(words: Sequence[Word]) -> Iterable[Line]:
    line: Line = []
    for word in words:
        if line and word.middle[1] - line[0].middle[1] > _ONE_LINE * line[0].height:
            yield line
            line = []
        line.append(word)
    if line:
        yield line


def _parted(line: Line, scale: Scale) -> tuple[list[Word], list[Word]]:
    """Numbers under the axis, and the words before them."""
    tick = scale.at(scale.values[0])
    bare = [one for one in line if not _BESIDES.fullmatch(one.text)]
    # A row's name may end in a number: the first of the row is the nearest to the first tick.
    counts = [one for one in bare if whole(one.text) is not None]
    near = (one for one in counts if abs(one.middle[0] - tick) <= _UNDER * scale.step)
    first_of_row = min(near, key=lambda one: abs(one.middle[0] - tick), default=None)
    start = tick if first_of_row is None else first_of_row.middle[0]
    numbers = [one for one in counts if one.middle[0] >= start]
    if not numbers:
        return [], bare
    first = numbers[0].middle[0]
    if any(_LETTERS.search(one.text) for one in bare if one.middle[0] > first):
        return [], bare
    return numbers, _name([one for one in bare if one.middle[0] < first], scale.step)


def _name(words: list[Word], step: float) -> list[Word]:
    """The words just before a row's first number: what is further left is another column's."""
    name: list[Word] = []
    for word in reversed(words):
        near = 2 * step if not name else _SPACES * word.height
        start = name[0].box[0] if name else words[-1].box[2] + near
        if start - word.box[2] > near:
            break
        name.insert(0, word)
    return name


def _row(numbers: list[Word], label: str, scale: Scale) -> PrintedRisk | None:
    places = [scale.at(one) for one in scale.values]
    found: dict[int, int] = {}
    for word in numbers:
        off, at = min((abs(word.middle[0] - place), index) for index, place in enumerate(places))
        value = whole(word.text)
        if off > _UNDER * scale.step or at in found or value is None:
            return None
        found[at] = value
    counts = [found[at] for at in sorted(found)]
    complete = sorted(found) == list(range(len(found)))
    if not complete or any(after > one for one, after in pairwise(counts)):
        return None
    times = tuple(scale.values[at] for at in sorted(found))
    return PrintedRisk(label=label, time=times, n_at_risk=tuple(counts))
