"""What a heading means, and which texts may identify a patient."""

from __future__ import annotations

import enum
import re
import unicodedata


class Column(enum.Enum):
    """What a column holds, by its heading."""

    TIME = enum.auto()
    SURVIVAL = enum.auto()
    AT_RISK = enum.auto()
    VALUE = enum.auto()  # the number of either kind of file
    ARM = enum.auto()
    IGNORED = enum.auto()
    PATIENT = enum.auto()  # one row for each patient
    OPPOSITE = enum.auto()  # counts those with the event
    BLANK = enum.auto()
    OTHER = enum.auto()


def listed(names: str) -> frozenset[str]:
    """Names written with commas between them."""
    return frozenset(name.strip() for name in names.split(","))


_UNITS = {
    **dict.fromkeys(("month", "months", "mo", "mos", "mon", "monate", "meses", "mois"), "months"),
    **dict.fromkeys(("year", "years", "yr", "yrs", "jahre", "anos", "ans"), "years"),
    **dict.fromkeys(("week", "weeks", "wk", "wks", "wochen", "semanas"), "weeks"),
    **dict.fromkeys(("day", "days", "tage", "dias", "jours"), "days"),
}
# Headings made of words: one of the first set at least, and else only those of the second.
_WORDS = {
    Column.TIME: (
        listed("time, times, t, x, zeit, tiempo, temps, followup") | _UNITS.keys(),
        listed(
            "since, from, after, in, of, the, to, start, study, follow, up, randomization, "
            "randomisation, enrolment, enrollment, registration, diagnosis, treatment, axis, seit, "
            "desde, random, assignment, allocation, transplantation, therapy, entry, onset, "
            "baseline, first"
        ),
    ),
    Column.VALUE: (listed("y, value, values"), listed("axis")),
    Column.SURVIVAL: (
        listed(
            "survival, surv, s, os, pfs, efs, dfs, rfs, lfs, probability, prob, proportion, "
            "fraction, percent, percentage, pct, alive, estimate, km, uberleben, supervivencia, "
            "sobrevida, survie"
        ),
        listed(
            "overall, free, event, progression, relapse, recurrence, disease, failure, cumulative, "
            "cum, of, the, patients, rate, kaplan, meier, estimated, t, axis, y"
        ),
    ),
    Column.AT_RISK: (
        listed("risk, atrisk, nrisk, natrisk, n, no, nr, number, numbers, count"),
        listed("at, of, patients, participants, subjects, pts, patient"),
    ),
}
ARM_NAMES = listed(
    "arm, arms, series, group, groups, dataset, data set, curve, treatment, trt, strata, "
    "stratum, label, line, cohort, gruppe, grupo, bras, brazo, curve name, series name, "
    "arm name, group name, dataset name, treatment arm, treatment group, study arm, legend"
)
_PATIENT_NAMES = listed(
    "event, status, censored, censor, cens, censoring, death, died, dead, event status, "
    "vital status, os event, os status, pfs event, pfs status, efs event, delta, "
    "event indicator"
)
_IGNORED = re.compile(
    r"(?:lower|upper|lo|hi|lcl|ucl|lci|uci|conf|ci|se|std|sd)(?: .*)?|index|row|point"
    r"|unnamed(?: [0-9]+)?|n event|n events|events|n censor|n censored|stderr"
)
_PERSONAL_NAME = re.compile(
    r"(?:.*\b)?(?:mrn|dob|ssn|usubjid|subjid|birth ?(?:date|day)|date of (?:birth|death|admission)"
    r"|geburtsdatum|fecha de nacimiento|date de naissance|surname|forename|nachname|vorname"
    r"|(?:first|last|given|family|full|middle|maiden) ?names?|social security|medical record"
    r"|e ?mail|telephone|(?:phone|mobile) ?(?:no|nr|number)|post ?code|zip ?code|home address"
    r"|(?:patient|pat|pt|subject|participant|person|hospital|nhs|case|insurance|passport) ?"
    r"(?:id|ids|no|nr|num|number|name|names|code|initials|identifier|study id))(?:\b.*)?"
    r"|names?|ids?|pid|ptid|patient|subject|initials|identifier|address|phone|apellidos?|nombre"
)
_PERSONAL_LOOK = re.compile(
    r"\S+@\S+\.\S+|[0-9]{6,}|[0-9]{3}[ -][0-9]{2,3}[ -][0-9]{4}|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}"
    r"|[0-9]{1,2}[./][0-9]{1,2}[./][0-9]{2,4}"
)


def plain(name: str) -> str:
    """A heading in small letters without accents, brackets and signs."""
    letters = "".join(char for char in _folded(name) if not unicodedata.combining(char))
    # The bracket of "time (months)" does not count, unless there is nothing else.
    bare = re.sub(r"\([^)]*\)|\[[^\]]*\]|\{[^}]*\}", " ", letters)
    return " ".join(_parted(bare) or _parted(letters))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKD", text).casefold()


def _parted(text: str) -> list[str]:
    return [word for word in re.split(r"[\W_]+", text) if word]


def _words(name: str) -> set[str]:
    """The words of a heading; a number at the end, as in ``x1``, does not count."""
    return {word.rstrip("0123456789") or word for word in plain(name).split()}


def _made_of(name: str, column: Column) -> bool:
    words, (known, fillers) = _words(name), _WORDS[column]
    return bool(words & known) and words <= known | fillers


def is_time(name: str) -> bool:
    """Whether a heading is of a column of times."""
    return _made_of(name, Column.TIME)


def is_percent(name: str) -> bool:
    """Whether a heading speaks of percent."""
    return "%" in name or bool(_words(name) & {"percent", "percentage", "pct"})


def unit_of(name: str) -> str | None:
    """The unit of time that a heading names, in its brackets too."""
    return next((_UNITS[word] for word in _parted(_folded(name)) if word in _UNITS), None)


def column_of(name: str) -> Column:
    """What the column below a heading holds."""
    bare = plain(name)
    by_name = {
        Column.BLANK: not name,
        Column.ARM: bare in ARM_NAMES,
        Column.TIME: is_time(name),
        Column.PATIENT: bare in _PATIENT_NAMES,
        Column.VALUE: _made_of(name, Column.VALUE),
        Column.SURVIVAL: (not bare and "%" in name) or _made_of(name, Column.SURVIVAL),
        Column.AT_RISK: _made_of(name, Column.AT_RISK),
        Column.IGNORED: _IGNORED.fullmatch(bare) is not None,
        Column.OPPOSITE: bool(_words(name) & {"incidence", "hazard", "mortality"}),
    }
    return next((column for column, fits in by_name.items() if fits), Column.OTHER)


def identifies(text: str) -> bool:
    """Whether a heading or a label may identify a patient."""
    # "patientID" is two words.
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    named = any(_PERSONAL_NAME.fullmatch(plain(one)) for one in (text, parted))
    return named or looks_personal(text)


def looks_personal(text: str) -> bool:
    """Whether a text itself may be an address, a date of birth or a patient's number."""
    return _PERSONAL_LOOK.fullmatch(text) is not None
