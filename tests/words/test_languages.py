"""Every language complete, fresh, with the same numbers, and marked until it has been reviewed."""

from __future__ import annotations

import ast
import datetime
import html
import math
import re
import shutil
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po
from streamlit.testing.v1 import AppTest
from textstat.backend.metrics import szigriszt_pazos

from tests.making import make
from tests.words import records
from tests.words.catalogues import LOCALE, TRANSLATED, entries, forms, kept, numbers, placeholders
from tests.words.readers import (
    CASES,
    calls,
    every_case,
    reader,
    sentence_functions,
    strings,
    trial_in,
)
from tradeoff.findings.choices import (
    ORIGINAL,
    Choices,
    Framing,
    RefusalReason,
    changed,
    parse,
    to_query,
)
from tradeoff.findings.places import Screen
from tradeoff.findings.provenance import Citation
from tradeoff.findings.view import Findings, all_harms
from tradeoff.papers import handout
from tradeoff.screens import store
from tradeoff.screens.look import PAGE_FILES
from tradeoff.statistics.two_arms import Role
from tradeoff.trial.reading import SHELF, load_trial, trial_ids
from tradeoff.trial.records import AdverseEvent, Trial
from tradeoff.words import patient as plain_words
from tradeoff.words.catalogues import Voice, languages, voice
from tradeoff.words.patient import benefit as benefit_words
from tradeoff.words.patient import harm as patient_harm
from tradeoff.words.patient.treatment import treatment_lists
from tradeoff.words.sources import place_cited

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "tradeoff"
every_translation = pytest.mark.parametrize("language", TRANSLATED)

MARKER = "This translation is awaiting review by a clinical translator."
#: Words that no Spanish sentence has; names of documents are taken out first.
ENGLISH_WORDS = re.compile(
    r"\b(the|of|and|with|without|are|is|was|were|this|that|these|those|there|for|your|you|people|"
    r"who|more|fewer|after|from|by|it|they|have|had|alive|died|years?|months?|care|team|range|"
    r"treated|treatment|not|be|been|would|could|how|what|out|than|as|at|to|in|on)\b",
    re.IGNORECASE,
)
#: Names that stand in English in every language.
NAMES = (
    "National Institutes of Health",
    *(
        "E1910",
        "FDA",
        "NEJM",
        "NEJM 2024",
        "NEJM 2017",
        "NEJM 2025",
        "BLAST",
        "TOWER",
        "AALL1731",
        "MT103-211",
        "MD Anderson",
        "GIMEMA LAL2317",
    ),
    *("Blinatumomab", "blinatumomab", "BCR::ABL1", "No", "CD19", "Sepsis"),
)


def english_in(text: str, names: Iterable[str]) -> list[str]:
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, "")
    return [found[0] for found in ENGLISH_WORDS.finditer(text)]


# The catalogue -------------------------------------------------------------------------------


def files(folder: Path) -> dict[Path, bytes]:
    return {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_the_files_are_as_make_messages_writes_them_from_the_words_of_the_code(
    tmp_path: Path,
) -> None:
    """Nothing in them changes by itself: no date, no place in the code, one order."""
    fresh = shutil.copytree(LOCALE, tmp_path / "locale")
    done = make("messages", f"LOCALE={fresh}")
    assert done.returncode == 0, done.stderr
    assert files(fresh) == files(LOCALE), "run make messages"


def _is_written_out(given: ast.expr) -> bool:
    """A text, or one that ``message`` has marked elsewhere: nothing that is put together here."""
    if isinstance(given, ast.IfExp):
        return _is_written_out(given.body) and _is_written_out(given.orelse)
    if isinstance(given, ast.Call) and isinstance(given.func, ast.Attribute):
        return given.func.attr == "get" and all(map(_is_written_out, given.args))
    return isinstance(given, ast.Constant | ast.Name | ast.Attribute | ast.Subscript)


#: What is said by whom: how many of the first arguments are messages.
_MESSAGES = {"say": 1, "many": 2, "message": 1, "told_many": 2, "sentence": 1, "sentences": 2}


def test_the_words_of_the_code_are_written_where_they_are_found() -> None:
    """A sentence put together before it is translated is one that no translator ever sees."""
    wrong = []
    for path in (
        path
        for path in sorted(PACKAGE.rglob("*.py"))
        if "commands" not in path.parts and path.name != "say.py"
    ):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = ast.unparse(node.func)
            if called not in ("message", "told_many"):
                called = called.rpartition(".")[2].replace("told", "")
            given = node.args[: _MESSAGES.get(called, 0)]
            if not all(_is_written_out(one) for one in given):
                wrong.append(f"{path.name}:{node.lineno}")
    assert not wrong


def test_every_message_of_the_code_is_found_by_the_tool_that_gathers_them() -> None:
    """It looks into no f-string, and misses a plural with a call among its values."""
    found: set[tuple[str, ...]] = set()
    for template in LOCALE.glob("*.pot"):
        with template.open("rb") as file:
            found |= {forms(one.id) for one in read_po(file) if one.id}
    wanted = {"say": 1, "message": 1, "told": 1, "told_later": 1, "many": 2, "told_many": 2}
    missed = []
    for path in (one for one in PACKAGE.rglob("*.py") if "commands" not in one.parts):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                forms_of = wanted.get(ast.unparse(node.func).rpartition(".")[2], 0)
                given = [one for one in node.args[:forms_of] if isinstance(one, ast.Constant)]
                if given and tuple(one.value for one in given) not in found:
                    missed.append(f"{path.name}:{node.lineno}")
    assert not missed


def test_each_language_has_a_catalogue_and_nothing_else_has() -> None:
    folders = {path.name for path in LOCALE.iterdir() if path.is_dir()}
    assert folders == set(TRANSLATED)
    assert [store.language_name(one) for one in languages()] == ["English", "Español"]


@every_translation
def test_every_message_is_translated(language: str) -> None:
    empty = [one.id for one in entries(language) if not one.string or not all(forms(one.string))]
    assert not empty
    assert not [one.id for one in entries(language) if one.fuzzy], "look at them and unmark them"


@every_translation
def test_every_plural_has_all_its_forms(language: str) -> None:
    number = kept(language).num_plurals
    for message in entries(language):
        wanted = number if message.pluralizable else 1
        assert len(forms(message.string)) == wanted, message.id
    say = voice(Voice.PATIENT, language).catalogue
    assert say.ngettext("{count} year", "{count} years", 1) != say.ngettext(
        "{count} year", "{count} years", 2
    )


@every_translation
def test_translations_fill_in_the_same_and_have_the_same_numbers(language: str) -> None:
    for message in entries(language):
        source = forms(message.id)[-1]
        for translation in forms(message.string):
            assert placeholders(translation) == placeholders(source), source
            assert numbers(translation, language) == numbers(source), source
            assert translation.strip() == translation, source


@every_translation
def test_what_is_read_at_run_time_is_what_was_translated(language: str) -> None:
    say = voice(Voice.PATIENT, language).catalogue
    for message in entries(language):
        if not message.pluralizable:
            assert say.gettext(message.id) == message.string


def test_english_needs_no_catalogue() -> None:
    assert voice(Voice.PATIENT, "en").catalogue.gettext(MARKER) == MARKER


# The trial's words ---------------------------------------------------------------------------


def leaves(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Each text of a TOML file with its place; lists by the number of the entry."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield from leaves(one, f"{place}.{key}".lstrip("."))
    elif isinstance(value, list):
        for number, one in enumerate(value):
            yield from leaves(one, f"{place}[{number}]")
    else:
        yield place, value


def texts(trial_id: str, language: str) -> dict[str, str]:
    """All but what stands for the records' English: a translation alone has that."""
    path = SHELF / trial_id / f"text.{language}.toml"
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    told.pop("records", None)
    return dict(leaves(told))


TOLD = [
    (trial_id, language)
    for trial_id in trial_ids(SHELF)
    for language in TRANSLATED
    if (SHELF / trial_id / f"text.{language}.toml").is_file()
]
every_text = pytest.mark.parametrize(("trial_id", "language"), TOLD)


def test_every_trial_ships_in_every_language() -> None:
    assert set(TOLD) == {(one, language) for one in trial_ids(SHELF) for language in TRANSLATED}


@every_text
def test_a_translated_text_has_the_same_keys(trial_id: str, language: str) -> None:
    assert list(texts(trial_id, language)) == list(texts(trial_id, ORIGINAL))


@every_text
def test_a_translated_text_passes_the_loader(trial_id: str, language: str) -> None:
    english, other = (load_trial(SHELF / trial_id, language=one) for one in ("en", language))
    for name in set(Trial.model_fields) - {"text"}:
        assert getattr(english, name) == getattr(other, name)


@every_text
def test_a_translated_text_fills_in_the_same_and_has_the_same_numbers(
    trial_id: str, language: str
) -> None:
    english = texts(trial_id, ORIGINAL)
    for place, translation in texts(trial_id, language).items():
        assert placeholders(translation) == placeholders(english[place]), place
        assert numbers(translation, language) == numbers(english[place]), place
        assert not re.search(r"[0-9]\.[0-9]", translation), f"{place}: decimals have a comma"


#: Lists of ids of facts, of groups of facts and of harms: no words.
IDS = ("practicalities", "beside_harms", "patient.shown_harms", "patient.told_harms")


@every_text
def test_no_english_is_left_in_a_translated_text(trial_id: str, language: str) -> None:
    english = texts(trial_id, ORIGINAL)
    for place, translation in texts(trial_id, language).items():
        if place.startswith(IDS):
            assert translation == english[place]
            continue
        assert not english_in(translation, NAMES), (place, translation)
        assert translation != english[place] or translation in NAMES, place


@every_text
def test_a_translated_text_says_all_that_the_records_hold_in_words(
    trial_id: str, language: str
) -> None:
    """No number is in the translation that is not in the record: a date may name its month."""
    trial = load_trial(SHELF / trial_id, language=language)
    told = trial.text.records
    assert records.said(trial) <= told.keys() <= records.said(trial) | records.names(trial)
    for english, translation in told.items():
        assert not english_in(translation, (*NAMES, "University of California eScholarship"))
        assert not numbers(translation, language) - numbers(english), translation


@every_text
def test_a_translated_text_says_in_its_head_that_it_awaits_review(
    trial_id: str, language: str
) -> None:
    path = SHELF / trial_id / f"text.{language}.toml"
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("# AWAITING REVIEW BY A CLINICAL TRANSLATOR")


# Every sentence in both languages ------------------------------------------------------------


@cache
def said(language: str, case: tuple[Any, ...]) -> dict[str, str]:
    """Everything that can be said to a reader of one view, by the call that says it."""
    one = reader(language, case)
    return {place: text for name in sentence_functions() for place, text in calls(name, one)}


def documents(trial: Trial) -> set[str]:
    """Names that the record gives in English: documents, versions."""
    names = {part for s in trial.sources for part in (s.short, s.citation, s.citation.rstrip("."))}
    return names | {trial.version}


@every_case
@every_translation
def test_both_languages_say_the_same_numbers(case: tuple[Any, ...], language: str) -> None:
    english, other = said(ORIGINAL, case), said(language, case)
    assert english.keys() == other.keys()
    for place, text in english.items():
        assert numbers(text) == numbers(other[place], language), f"{text!r}\n{other[place]!r}"
        assert bool(text) == bool(other[place])


@every_case
@every_translation
def test_no_english_is_left_in_what_is_said(case: tuple[Any, ...], language: str) -> None:
    names = {*NAMES, *documents(reader(language, case).trial)}
    for place, text in said(language, case).items():
        assert not english_in(text, names), f"{place}: {text}"
        assert not re.search(r"[{}]|None", text), f"{place}: {text}"


def test_the_search_for_english_finds_it() -> None:
    english = said(ORIGINAL, CASES[0])
    assert english_in(english["benefit.benefit_range 0"], NAMES)
    assert english_in("De 100 people, 68 estaban vivas", NAMES) == ["people"]
    assert not english_in("National Institutes of Health", NAMES)


def rounded(value: float) -> int:
    return math.floor(abs(value) + 0.5 + 1e-9) * (1 if value >= 0 else -1)


def check_people(told: Counter[str], window: Counter[str], true: tuple[float, float]) -> None:
    """Two whole figures whose gap is the rounded true one, each next to the record's own."""
    gap = rounded(true[1] - true[0])
    pairs = [
        (first, first + gap)
        for first in (math.floor(true[0]), math.ceil(true[0] + 1e-9))
        if abs(first - true[0]) < 1 and abs(first + gap - true[1]) < 1
    ]
    wanted = [
        window + Counter([str(first), str(second)]) + Counter([str(abs(gap))] if gap else [])
        for first, second in pairs
    ]
    assert told in wanted, (told, wanted)


def printed(row: AdverseEvent) -> float:
    """Of 100 people: counted, as a percentage, or as one for each grade, which add up."""
    if row.events is not None:
        return 100 * row.events / row.total
    if row.percent is not None:
        return row.percent
    grades = (row.percent_grade_3, row.percent_grade_4, row.percent_grade_5)
    return sum(grade for grade in grades if grade is not None)


@every_case
@pytest.mark.parametrize("language", languages())
def test_the_numbers_are_the_records(case: tuple[Any, ...], language: str) -> None:
    one = reader(language, case)
    survival, harm, say, text = one.view.survival, one.view.harm, one.say, one.text
    assert survival is not None
    assert harm is not None
    cut, endpoint, months, _, counts, _ = case
    rows = {
        row.arm: 100 * row.survival
        for row in one.trial.landmarks
        if (row.data_cut, row.endpoint, row.months) == (cut, endpoint, months)
    }
    alive = (rows[Role.CONTROL], rows[Role.EXPERIMENTAL])
    window = Counter(["100", str(months // 12)])
    for framing in Framing:
        true = alive if framing is Framing.ALIVE else (100 - alive[0], 100 - alive[1])
        told = numbers(benefit_words.benefit_sentences(say, text, survival, framing), language)
        check_people(told, window, true)
    events = {(row.harm, row.arm): row for row in one.trial.adverse_events}
    for found in (harm, *one.others):
        rows = [events[found.harm.id, role] for role in (Role.CONTROL, Role.EXPERIMENTAL)]
        rates = [printed(row) for row in rows]
        total = sum(row.total for row in rows)
        if found is harm and counts is not None:
            pairs = (counts.control, counts.experimental)
            rates = [100 * count.events / count.total for count in pairs]
            total = sum(count.total for count in pairs)
        hurt = numbers(patient_harm.harm_sentences(say, text, found), language)
        check_people(hurt, Counter(["100"]), (rates[0], rates[1]))
        assert str(total) in numbers(patient_harm.harm_source(say, one.trial, found), language)
    told = numbers(benefit_words.benefit_source(say, one.trial, survival), language)
    assert str(sum(arm.n_randomised for arm in one.trial.arms)) in told


@pytest.mark.parametrize("language", languages())
def test_what_treatment_is_like_has_the_numbers_of_the_facts(language: str) -> None:
    one = reader(language, CASES[0])
    facts = {fact.id: fact for fact in one.trial.facts}
    lists = treatment_lists(one.say, one.text, one.trial.facts)
    values = [facts[name].value for name, line in one.text.treatment.items() if "{value}" in line]
    told = sum((numbers(line, language) for each in lists for line in each.lines), Counter())
    assert told == Counter(f"{value:g}" for value in values)
    assert sum(len(each.lines) for each in lists) == len(one.text.treatment)


# Pages and hand-out --------------------------------------------------------------------------


class Opened:
    """The patient view in a language, with what stands in that language: texts and labels."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        if language is not ORIGINAL:
            self.app.query_params["lang"] = language
        self.app.query_params["weight"] = "40"
        self.app.run().switch_page(PAGE_FILES["patient_view"])

    def said(self, screen: Screen, *, looked: bool = True) -> str:
        app = self.app
        app.query_params["screen"] = screen.value
        app.query_params["chances"] = "shown" if looked else ""
        app.run()
        assert not app.exception
        bodies = [element.proto.body for element in app.get("html")]
        bodies = [body for body in bodies if f'lang="{self.language}"' in body]
        alts = [alt for body in bodies for alt in re.findall(r'alt="([^"]*)"', body)]
        labels = [one.label for kind in ("button", "radio") for one in app.get(kind)]
        labels += [one.label for one in app.select_slider]
        plain = [html.unescape(re.sub(r"<[^>]*>", " ", body)) for body in bodies]
        return "\n".join([*plain, *map(html.unescape, alts), *labels])


@pytest.fixture(scope="module")
def opened() -> dict[str, Opened]:
    return {language: Opened(language) for language in languages()}


@every_translation
@pytest.mark.parametrize("screen", Screen, ids=lambda one: one.value)
def test_a_screen_is_in_one_language_with_the_same_numbers(
    screen: Screen, language: str, opened: dict[str, Opened]
) -> None:
    english, other = (opened[one].said(screen) for one in (ORIGINAL, language))
    names = {*NAMES, *documents(trial_in(language))}
    assert english_in(english, names)
    assert not english_in(other, names), other
    assert numbers(other, language) == numbers(english)
    assert voice(Voice.PATIENT, language).catalogue.gettext(MARKER) in other
    assert MARKER not in english


@every_translation
def test_the_gate_before_the_chances_is_in_one_language(
    language: str, opened: dict[str, Opened]
) -> None:
    other = opened[language].said(Screen.BENEFIT, looked=False)
    assert not english_in(other, {*NAMES, *documents(trial_in(language))}), other


@every_case
@every_translation
def test_a_hand_out_is_in_one_language_with_the_same_numbers(
    case: tuple[Any, ...], language: str
) -> None:
    """Only the documents, which the care team looks up, stand as the record has them."""
    told = {}
    for one in (reader(ORIGINAL, case), reader(language, case)):
        date = datetime.date(2026, 11, 22)
        made = handout.compose(one.view, one.say, not_for=True, link="", date=date)
        assert made.language == one.language
        texts = [text for text in strings(made) if not text.startswith("<svg")]
        told[one.language] = "\n".join(texts)
        marker = one.say(MARKER)
        assert (marker in texts) is (one.language is not ORIGINAL)
        assert f'<html lang="{one.language}"' in handout.html(made)
    assert numbers(told[language], language) == numbers(told[ORIGINAL])
    one = reader(language, case)
    cited = {place_cited(one.say, cited) for cited in citations(one.view)}
    names = {*NAMES, *documents(trial_in(language)), *cited}
    assert not english_in(told[language], names)


def citations(view: Findings) -> list[Citation]:
    assert view.survival is not None
    assert view.harm is not None
    harms = [found for _, found in all_harms(view) if found is not None]
    return [
        *view.survival.gain.citations,
        *view.harm.excess.citations,
        *(one for found in harms for one in found.excess.citations),
    ]


@every_text
def test_the_patients_words_are_easy_in_spanish_too(trial_id: str, language: str) -> None:
    """Szigriszt-Pazos, on the INFLESZ scale "quite easy" from 65: the whole and each part."""
    assert language == "es", "say how easy words are measured in this language"
    patient = {k: v for k, v in texts(trial_id, language).items() if k.startswith("patient.")}
    if not patient:
        assert load_trial(SHELF / trial_id).text.patient is None
        return
    translated = [text for one in entries(language) for text in forms(one.string)]
    read = {"all": [*patient.values(), *translated]}
    for part in ("condition", "arms", "harms", "treatment", "questions"):
        read[part] = [
            text for place, text in patient.items() if place.startswith(f"patient.{part}")
        ]
    for part, lines in read.items():
        whole = " ".join(line if line[-1] in ".?" else f"{line}." for line in lines)
        assert szigriszt_pazos(whole, "es") >= 65, part


# The choice of language ----------------------------------------------------------------------


def parsed(**query: list[str]) -> tuple[Choices, list[tuple[str, RefusalReason]]]:
    found = parse(query, trial_in(ORIGINAL), languages=languages())
    return found.choices, [(one.parameter, one.reason) for one in found.refusals]


@pytest.mark.parametrize("language", languages())
def test_a_link_keeps_the_language(language: str) -> None:
    choices, refused = parsed(lang=[language], weight=["40"])
    assert choices.language == language
    assert not refused
    query = {name: [value] for name, value in to_query(choices).items()}
    again = parse(query, trial_in(language), languages=languages())
    assert again.choices == choices
    assert not again.refusals


def test_english_is_not_written_into_a_link() -> None:
    assert "lang" not in to_query(parsed()[0])
    assert to_query(parsed(lang=["es"])[0])["lang"] == "es"


@pytest.mark.parametrize("value", ["ES", "de", "", "es ", "es-MX", "../es", "es\0"])
def test_another_language_is_refused_and_said(value: str) -> None:
    choices, refused = parsed(lang=[value])
    assert choices.language == ORIGINAL
    assert refused == [("lang", RefusalReason.UNKNOWN)]


def test_two_languages_in_one_link_are_refused() -> None:
    choices, refused = parsed(lang=["es", "en"])
    assert choices.language == ORIGINAL
    assert refused == [("lang", RefusalReason.REPEATED)]


def test_another_language_changes_nothing_else() -> None:
    trial = trial_in(ORIGINAL)
    before = parsed(weight=["40"], endpoint=["rfs"])[0]
    after = changed(before, trial, language="es")
    assert after.choices == replace(before, language="es")
    assert not after.refusals


# Marked until it has been reviewed -----------------------------------------------------------


@every_translation
def test_the_note_on_a_translation_says_that_it_awaits_review(language: str) -> None:
    say = voice(Voice.PATIENT, language)
    note = plain_words.language_note(say, language, shown=language)
    assert note == say(MARKER) != MARKER
    assert plain_words.language_note(say, ORIGINAL, shown=ORIGINAL) is None
