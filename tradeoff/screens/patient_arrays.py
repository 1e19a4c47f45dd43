"""Icon arrays in the patient's own words: the same people, size and order as everywhere else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from gettext import NullTranslations

from tradeoff.drawing import markup
from tradeoff.drawing.icons import IconArray, Mark, data_uri, legend_svg, svg
from tradeoff.findings.choices import Framing
from tradeoff.findings.harm import HarmFindings
from tradeoff.findings.survival import SurvivalFindings
from tradeoff.papers import pictures
from tradeoff.statistics.two_arms import Role
from tradeoff.trial.records import PatientText, Trial
from tradeoff.words import patient as plain_words
from tradeoff.words.patient import ArmTold

# Baseline first: the control's hundred stands before the other's.
_ORDER = (Role.CONTROL, Role.EXPERIMENTAL)


@dataclass(frozen=True, slots=True)
class _Pair:
    """Both arms' arrays in the order of reading, with the figures above them."""

    arrays: tuple[IconArray, IconArray]
    told: tuple[ArmTold, ArmTold]


def benefit(
    say: NullTranslations,
    trial: Trial,
    survival: SurvivalFindings,
    framing: Framing,
) -> str:
    """Both arms at the landmark, in one frame."""
    text = plain_words.patient_text(trial)
    experimental, control = pictures.benefit_arrays(trial, survival, framing)
    shared, more, rest = plain_words.benefit_labels(say, text, survival)
    labels = {Mark.ALIVE: shared, Mark.GAIN: more, Mark.FEWER: more, Mark.DIED: rest}
    alts = [plain_words.benefit_alt(say, text, survival, role) for role in _ORDER]
    arrays = _named(text, (control, experimental), labels, alts)
    told = [plain_words.array_caption(text, role, survival, framing) for role in _ORDER]
    return _grid(say, _Pair(arrays, (told[0], told[1])), harmful=False)


def harm(say: NullTranslations, trial: Trial, found: HarmFindings) -> str:
    """Both arms' harm during treatment, at the size of the benefit arrays."""
    text = plain_words.patient_text(trial)
    experimental, control = pictures.harm_arrays(trial, found)
    shared, more, none = plain_words.harm_labels(say, text, found)
    labels = {
        Mark.EVENT: shared,
        Mark.EXTRA_EVENT: more,
        Mark.FEWER_EVENT: more,
        Mark.NO_EVENT: none,
    }
    alts = [plain_words.harm_alt(say, text, found, role) for role in _ORDER]
    arrays = _named(text, (control, experimental), labels, alts)
    told = [plain_words.array_caption(text, role, found, Framing.ALIVE) for role in _ORDER]
    return _grid(say, _Pair(arrays, (told[0], told[1])), harmful=True)


def _named(
    text: PatientText,
    arrays: tuple[IconArray, IconArray],
    labels: dict[Mark, str],
    alts: list[str],
) -> tuple[IconArray, IconArray]:
    """The same arrays with the patient's words on them."""
    named = [
        replace(
            array,
            groups=tuple(replace(one, label=labels[one.mark]) for one in array.groups),
            title=plain_words.arm_text(text, role).name,
            alt=alt,
        )
        for array, role, alt in zip(arrays, _ORDER, alts, strict=True)
    ]
    return named[0], named[1]


def _grid(say: NullTranslations, pair: _Pair, *, harmful: bool) -> str:
    figures = "".join(
        _figure(array, told, css="harm" if harmful else told.role.value)
        for array, told in zip(pair.arrays, pair.told, strict=True)
    )
    groups = pictures.legend_marks(*reversed(pair.arrays))
    entries = [(data_uri(legend_svg(group.mark)), group.label) for group in groups]
    key = "" if pair.arrays[1].uncertain is None else plain_words.range_key(say)
    return (
        f'<div class="arrays">{figures}</div>'
        + markup.legend(entries)
        + (markup.paragraph(key, "key") if key else "")
    )


def _figure(array: IconArray, told: ArmTold, *, css: str) -> str:
    caption = f"<b>{told.people}</b>{markup.escaped(told.having)}"
    picture = markup.image(data_uri(svg(array)), array.alt, "people")
    return f'<figure class="{css}"><figcaption>{caption}</figcaption>{picture}</figure>'
