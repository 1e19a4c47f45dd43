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


# As headings name them, in the languages of the figures' journals too, without accents.
_UNITS = {
    word: unit
    for unit, words in {
        "months": "month, months, mo, mos, mon, mth, mths, monat, monate, monaten, mes, meses, "
        "mois, mesi, mese, maand, maanden",
        "years": "year, years, yr, yrs, jahr, jahre, jahren, ano, anos, an, ans, annee, annees, "
        "anno, anni, jaar, jaren",
        "weeks": "week, weeks, wk, wks, woche, wochen, semana, semanas, semaine, semaines, "
        "settimana, settimane, weken",
        "days": "day, days, tag, tage, tagen, dia, dias, jour, jours, giorno, giorni, dag, dagen",
    }.items()
    for word in listed(words)
}
# Headings made of words: one of the first set at least, and else only those of the second.
_WORDS = {
    Column.TIME: (
        listed(
            "time, times, t, x, zeit, tiempo, temps, tempo, tijd, followup, timeline, tk, ti, "
            "trisk, timepoint, timepoints"
        )
        | _UNITS.keys(),
        listed(
            "since, from, after, in, of, the, to, start, study, follow, up, randomization, "
            "randomisation, enrolment, enrollment, registration, diagnosis, treatment, axis, seit, "
            "desde, random, assignment, allocation, transplantation, therapy, entry, onset, "
            "baseline, first, survival, at, risk, point, points"
        ),
    ),
    Column.VALUE: (listed("y, value, values"), listed("axis")),
    Column.SURVIVAL: (
        listed(
            "survival, surv, sur, s, st, sk, shat, os, pfs, efs, dfs, rfs, lfs, probability, prob, "
            "proportion, fraction, percent, percentage, pct, alive, surviving, estimate, km, sdf, "
            "survprob, survivor, survivorship, function, uberleben, gesamtuberleben, "
            "uberlebensrate, uberlebenswahrscheinlichkeit, wahrscheinlichkeit, supervivencia, "
            "sobrevida, sobrevivencia, probabilidad, survie, probabilite, sopravvivenza, "
            "overleving, overlevingskans"
        ),
        listed(
            "overall, free, event, progression, relapse, recurrence, disease, failure, cumulative, "
            "cum, of, the, patients, rate, kaplan, meier, estimated, t, axis, y, at, time, curve, "
            "global, globale, de, der, la, in, distribution"
        ),
    ),
    Column.AT_RISK: (
        listed(
            "risk, atrisk, nrisk, natrisk, n, no, nr, number, numbers, num, count, risiko, risque, "
            "riesgo, rischio, risco"
        ),
        listed(
            "at, of, patients, participants, subjects, pts, patient, anzahl, patienten, unter, "
            "effectif, numero, en, em, pacientes, pazienti, numbers, set"
        ),
    ),
}
ARM_NAMES = listed(
    "arm, arms, series, group, groups, dataset, data set, curve, treatment, trt, strata, "
    "stratum, label, line, cohort, gruppe, grupo, bras, brazo, curve name, series name, "
    "arm name, group name, dataset name, treatment arm, treatment group, study arm, legend, "
    "rx, tx, trtp, trta, actarm, treat, regimen, behandlung, therapiearm, tratamiento, groupe, "
    "braccio, gruppo"
)
_PATIENT_NAMES = listed(
    "event, status, censored, censor, cens, censoring, death, died, dead, event status, "
    "vital status, os event, os status, pfs event, pfs status, efs event, delta, "
    "event indicator"
)
# What libraries write beside the numbers.
_OF_ESTIMATES = re.compile(
    r"(?:lower|upper|lo|hi|lcl|ucl|lci|uci|lb|ub|conf|ci|se|std|sd)(?: .*)?"
    r"|(?:.* )?(?:lower|upper|lcl|ucl|lci|uci)(?: (?:[0-9]+|ci|cl|bound|limit|confidence))*"
    r"|n event|n events|n censor|n censored|stderr|logse|cumhaz|n of cumulative events"
    r"|n of remaining cases"
)
_IGNORED = re.compile(rf"{_OF_ESTIMATES.pattern}|index|row|point|unnamed(?: [0-9]+)?|events")
# What describes a patient, and so names no arm unless it is called one.
_PERSONAL = listed(
    "sex, gender, age, agegroup, ageclass, race, ethnicity, country, region, site, center, centre, "
    "hospital, institution, stage, grade, visit, ps, who, karnofsky, smoker, smoking, bmi, "
    "weight, height, geschlecht, alter, zentrum, sexo, edad, sexe, sesso, eta, idade, genre"
)
_OF_PERSONAL = _PERSONAL | listed(
    "group, class, band, code, no, number, id, name, status, category, years, year, at, of, tumor, "
    "tumour, disease, patient, performance, score, study, baseline, entry, diagnosis, f, m"
)
# Only beside a column that is named as the number: alone, such names may be arms.
_SIDE = listed(
    "k, i, id, no, nr, num, number, obs, interval, intervall, intervalo, intervalle, intervallo, "
    "study, study id, trial, author, source, figure, total, fail, fails, failed, failure, "
    "failures, left, lost, net lost, removed, observed, entrance, entered, n enter, pct risk, "
    "percent risk, "
    "cum n event, cum n events, cum n censor, cum events, cum censored, cumulative events, "
    "cumulative censored, strata size, surv size, cumhaz, cumulative hazard, std chaz, tatrisk, "
    "t at risk, stratumnum, stratum num, deaths, n deaths, n of cumulative events, "
    "n of remaining cases, llabels, type, error, std error, logse, zensiert, censures, "
    "censurados, ereignisse"
)
# Headings of the numbers that count rows, and so no patients.
_ROW_NUMBERS = listed(
    "id, ids, k, i, n, no, nr, num, number, index, obs, row, point, nummer, rownr"
)
_OPPOSITE = listed(
    "incidence, hazard, mortality, cuminc, cif, density, failure, failures, inzidenz, incidencia, "
    "incidenza, mortalite, mortalidad, mortalitat"
)
_ONE_MINUS = re.compile(r"\s*1(?:00)? ?%? ?[-−–] ?(?:[^\W\d]|\().*")
_PERSONAL_NAME = re.compile(
    r"(?:.*\b)?(?:mrn|dob|ssn|usubjid|subjid|birth ?(?:date|day)|date of (?:birth|death|admission)"
    r"|geburtsdatum|fecha de nacimiento|date de naissance|surname|forename|nachname|vorname"
    r"|(?:first|last|given|family|full|middle|maiden) ?names?|social security|medical record"
    r"|e ?mail|telephone|(?:phone|mobile) ?(?:no|nr|number)|post ?code|zip ?code|home address"
    r"|(?:patient|pat|pt|subject|participant|person|hospital|nhs|case|insurance|passport) ?"
    r"(?:id|ids|no|nr|num|number|name|names|code|initials|identifier|study id))(?:\b.*)?"
    r"|names?|ids?|pid|ptid|patient|subject|initials|identifier|address|phone|apellidos?|nombre"
)
_ADDRESS_OR_DATE = (
    r"\S+@\S+\.\S+|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{1,2}[./][0-9]{1,2}[./][0-9]{2,4}"
)
_PERSONAL_LOOK = re.compile(
    rf"{_ADDRESS_OR_DATE}|[0-9]{{6,}}|[0-9]{{3}}[ -][0-9]{{2,3}}[ -][0-9]{{4}}"
)
# Beside other words: a substance's number, as in "GSK 2118436", has seven digits at most.
_PERSONAL_INSIDE = re.compile(rf"{_ADDRESS_OR_DATE}|[0-9]{{8,}}|[0-9]{{3}}-[0-9]{{2,3}}-[0-9]{{4}}")


def plain(name: str) -> str:
    """A heading in small letters without accents, brackets and signs."""
    letters = "".join(char for char in _folded(name) if not unicodedata.combining(char))
    # The bracket of "time (months)" does not count, unless there is nothing else.
    bare = re.sub(r"\([^)]*\)|\[[^\]]*\]|\{[^}]*\}", " ", letters)
    return " ".join(_parted(bare) or _parted(letters))


def spaced(name: str) -> str:
    """A name with a space where a capital begins another word, as in "patientID"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKD", text).casefold()


def _parted(text: str) -> list[str]:
    return [word for word in re.split(r"[\W_]+", text) if word]


def _words(name: str) -> set[str]:
    """The words of a heading; a number at the end, as in ``x1``, does not count."""
    # "N à risque", which without its accent is no arm named A.
    bare = plain(re.sub(r"\bà\b", " ", name.casefold()))
    return {word.rstrip("0123456789") or word for word in bare.split()}


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
        Column.TIME: is_time(name) or bare == "event at",  # of lifelines
        Column.PATIENT: bare in _PATIENT_NAMES,
        Column.VALUE: _made_of(name, Column.VALUE),
        Column.SURVIVAL: (not bare and "%" in name) or _made_of(name, Column.SURVIVAL),
        Column.AT_RISK: _made_of(name, Column.AT_RISK),
        Column.IGNORED: _IGNORED.fullmatch(bare) is not None,
        Column.OPPOSITE: bool(_words(name) & _OPPOSITE) or _ONE_MINUS.match(name) is not None,
    }
    return next((column for column, fits in by_name.items() if fits), Column.OTHER)


def bare_label(label: str) -> str:
    """A label to compare: without regard to capitals, and without R's ``rx=`` before it."""
    _, equals, name = label.rpartition("=")
    return " ".join((name if equals and name.strip() else label).casefold().split())


def is_side(name: str) -> bool:
    """Whether a column is no number of its own beside one that is named as the number."""
    return plain(name) in _SIDE or column_of(name) is Column.IGNORED


def is_of_estimates(name: str) -> bool:
    """Whether a column is one that only a library writes beside an estimate."""
    return _OF_ESTIMATES.fullmatch(plain(name)) is not None


def is_personal(name: str) -> bool:
    """Whether a column describes patients, as their sex does, and so names no arm."""
    words = _words(name)
    return bool(words & _PERSONAL) and words <= _OF_PERSONAL


def is_row_number(name: str) -> bool:
    """Whether a heading may stand over the numbers of the rows."""
    return plain(name) in _ROW_NUMBERS or not plain(name)


def identifies(text: str) -> bool:
    """Whether a heading or a label may identify a patient."""
    named = any(_PERSONAL_NAME.fullmatch(plain(one)) for one in (text, spaced(text)))
    return named or looks_personal(text)


def names_a_person(label: str) -> bool:
    """Whether the name of an arm may identify a patient, in words or by a date or number in it."""
    inside = (one for word in label.split() if (one := word.strip(",;:()[]")))
    return identifies(label) or any(map(_PERSONAL_INSIDE.fullmatch, inside))


def looks_personal(text: str) -> bool:
    """Whether a text itself may be an address, a date of birth or a patient's number."""
    return _PERSONAL_LOOK.fullmatch(text) is not None
