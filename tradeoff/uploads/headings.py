"""What a heading means, and which texts may identify a patient."""

from __future__ import annotations

import enum
import re
import unicodedata

__all__ = [
    "ARM_NAMES",
    "Role",
    "identifies",
    "is_percent",
    "is_time",
    "listed",
    "looks_personal",
    "plain",
    "role_of",
    "unit_of",
]


class Role(enum.Enum):
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
_TIME_WORDS = listed("time, times, t, x, zeit, tiempo, temps, followup") | _UNITS.keys()
_TIME_FILLERS = listed(
    "since, from, after, in, of, the, to, start, study, follow, up, randomization, "
    "randomisation, enrolment, enrollment, registration, diagnosis, treatment, axis, seit, "
    "desde, random, assignment, allocation, transplantation, therapy, entry, onset, baseline, first"
)
_SURVIVAL_WORDS = listed(
    "survival, surv, s, os, pfs, efs, dfs, rfs, lfs, probability, prob, proportion, fraction, "
    "percent, percentage, pct, alive, estimate, km, uberleben, supervivencia, "
    "sobrevida, survie"
)
_SURVIVAL_FILLERS = listed(
    "overall, free, event, progression, relapse, recurrence, disease, failure, cumulative, "
    "cum, of, the, patients, rate, kaplan, meier, estimated, t, axis, y"
)
_VALUE_WORDS = listed("y, value, values")
_VALUE_FILLERS = listed("axis")
_RISK_WORDS = listed("risk, atrisk, nrisk, natrisk, n, no, nr, number, numbers, count")
_RISK_FILLERS = listed("at, of, patients, participants, subjects, pts, patient")
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
    folded = unicodedata.normalize("NFKD", name).casefold()
    letters = "".join(char for char in folded if not unicodedata.combining(char))
    # The bracket of "time (months)" does not count, unless there is nothing else.
    bare = re.sub(r"\([^)]*\)|\[[^\]]*\]|\{[^}]*\}", " ", letters)
    return _separate(bare) or _separate(letters)


def _separate(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text).strip()


def _words(name: str) -> set[str]:
    """The words of a heading; a number at the end, as in ``x1``, does not count."""
    return {word.rstrip("0123456789") or word for word in plain(name).split()}


def _made_of(name: str, known: frozenset[str], fillers: frozenset[str]) -> bool:
    words = _words(name)
    return bool(words & known) and words <= known | fillers


def is_time(name: str) -> bool:
    """Whether a heading is of a column of times."""
    return _made_of(name, _TIME_WORDS, _TIME_FILLERS)


def is_percent(name: str) -> bool:
    """Whether a heading speaks of percent."""
    return "%" in name or bool(_words(name) & {"percent", "percentage", "pct"})


def unit_of(name: str) -> str | None:
    """The unit of time that a heading names, in its brackets too."""
    words = re.split(r"[\W_]+", unicodedata.normalize("NFKD", name).casefold())
    return next((_UNITS[word] for word in words if word in _UNITS), None)


def role_of(name: str) -> Role:
    """What the column below a heading holds."""
    bare = plain(name)
    by_name = {
        Role.BLANK: not name,
        Role.ARM: bare in ARM_NAMES,
        Role.TIME: is_time(name),
        Role.PATIENT: bare in _PATIENT_NAMES,
        Role.VALUE: _made_of(name, _VALUE_WORDS, _VALUE_FILLERS),
        Role.SURVIVAL: (not bare and "%" in name)
        or _made_of(name, _SURVIVAL_WORDS, _SURVIVAL_FILLERS),
        Role.AT_RISK: _made_of(name, _RISK_WORDS, _RISK_FILLERS),
        Role.IGNORED: _IGNORED.fullmatch(bare) is not None,
        Role.OPPOSITE: bool(_words(name) & {"incidence", "hazard", "mortality"}),
    }
    return next((role for role, fits in by_name.items() if fits), Role.OTHER)


def identifies(text: str) -> bool:
    """Whether a heading or a label may identify a patient."""
    # "patientID" is two words.
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    named = any(_PERSONAL_NAME.fullmatch(plain(one)) for one in (text, parted))
    return named or looks_personal(text)


def looks_personal(text: str) -> bool:
    """Whether a text itself may be an address, a date of birth or a patient's number."""
    return _PERSONAL_LOOK.fullmatch(text) is not None
