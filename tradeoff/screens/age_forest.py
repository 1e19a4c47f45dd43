"""The age groups as a small picture, once an age was given: on Consultation and Tumour board."""

from __future__ import annotations

from tradeoff.drawing import markup
from tradeoff.drawing.age_forest import AgeForest, age_forest, age_forest_scene
from tradeoff.findings.provenance import Citation
from tradeoff.findings.subgroups import age_groups
from tradeoff.findings.view import Findings
from tradeoff.screens import lettered
from tradeoff.words import numbers
from tradeoff.words.applicability import AGE_NOTE, AGE_TITLE
from tradeoff.words.say import Say
from tradeoff.words.sources import status_word


def markup_of(say: Say, view: Findings, *, cite: bool = True) -> str:
    """All age groups beside the whole trial; empty where the cut has none for this end point.

    Drawn wide and narrow: the style sheet shows the one that there is room for. Without ``cite``
    where the page names the groups' sources among its own.
    """
    forest = age_forest(say, view)
    if forest is None:
        return ""
    head = markup.heading(say(AGE_TITLE), 2, "part") + _notes(say, view, cite=cite)
    said = f'<div class="forest-said">{head}</div>'
    drawn = "".join(_drawn(forest, wide=wide) for wide in (True, False))
    return markup.region(say(AGE_TITLE), said, drawn, css="byage ageforest")


def _drawn(forest: AgeForest, *, wide: bool) -> str:
    """The picture at the size that its words need, whatever frame it stands in."""
    scene, css = age_forest_scene(forest, wide=wide), "wide" if wide else "narrow"
    picture = lettered.picture(scene, css="ages")
    return f'<div class="forest {css}" style="--units:{scene.width:.0f}">{picture}</div>'


def _notes(say: Say, view: Findings, *, cite: bool) -> str:
    known = (say(AGE_NOTE), ranges_note(say, view), f"{sources(say, view)}." if cite else "")
    return markup.paragraph(" ".join(filter(None, known)), "note")


# --- words --------------------------------------------------------------------------------------


def ranges_note(say: Say, view: Findings) -> str:
    """That the groups' survival has no ranges, where that is so."""
    survivals = [one for group in age_groups(view) for one in group.in_order if one is not None]
    bare = any(not one.has_range for one in survivals)
    return (
        say(
            "Survival by age: {range_not_published}.",
            range_not_published=say(numbers.RANGE_NOT_PUBLISHED),
        )
        if bare
        else ""
    )


def sources(say: Say, view: Findings) -> str:
    """What the groups' figures are from, each with its status."""
    return "; ".join(dict.fromkeys(_source(say, group.citation) for group in age_groups(view)))


def _source(say: Say, citation: Citation) -> str:
    return f"{say.recorded(citation.source.short)} ({status_word(say, citation)})"
