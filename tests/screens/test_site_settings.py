"""A centre's own settings on the pages: what they change, and what a fault in them leaves alone."""

from __future__ import annotations

import itertools
import re
import shutil
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from tests.screens.visits import PAGES, Opened, opened
from tests.views import DATA
from tradeoff.screens import clock, store
from tradeoff.screens.frame import CALL_AT_ONCE
from tradeoff.server.health import trials_open
from tradeoff.trial.reading import SITE_FILE
from tradeoff.trial.records import Site
from tradeoff.words.catalogues import AWAITS_REVIEW


@pytest.fixture
def trials(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """E1910, and TOWER without its Spanish words; each run looks at the files."""
    for name in ("e1910", "tower"):
        shutil.copytree(DATA / name, shelf / name)
    (shelf / "tower" / "text.es.toml").unlink()
    ticks = itertools.count()
    monkeypatch.setattr(clock, "tick", lambda: -next(ticks))
    return shelf


def settings(folder: Path, text: str) -> None:
    (folder / SITE_FILE).write_text(text, encoding="utf-8")


def links(visit: Opened) -> list[dict[str, list[str]]]:
    """What each link to another page carries."""
    return [parse_qs(one.proto.query_string) for one in visit.test.get("page_link")]


def test_settings_come_and_go_while_the_program_runs(trials: Path) -> None:
    assert (store.site(), store.trial_ids()) == (Site(), ("e1910", "tower"))
    settings(trials, 'name = "North Hospital"\ntrials = ["tower"]\n')
    assert store.site().name == "North Hospital"
    assert store.trial_ids() == ("tower",)
    settings(trials, 'trials = ["tower", "e1910"]\n')
    assert (store.site().name, store.trial_ids()) == (None, ("tower", "e1910"))
    (trials / SITE_FILE).unlink()
    assert (store.site(), store.trial_ids()) == (Site(), ("e1910", "tower"))


def test_a_trial_that_comes_later_is_no_fault_any_more(trials: Path) -> None:
    settings(trials, 'trials = ["aall1731", "e1910"]\n')
    assert store.trial_ids() == ("e1910",)
    assert "aall1731" in store.site_faults()[0]
    shutil.copytree(DATA / "aall1731", trials / "aall1731")
    assert (store.trial_ids(), store.site_faults()) == (("aall1731", "e1910"), ())


def test_the_program_opens_with_the_centres_first_trial_and_lists_no_other(trials: Path) -> None:
    settings(trials, 'trials = ["tower"]\n')
    visit = opened()
    assert visit.query.get("trial", "tower") == "tower"
    assert "TOWER" in visit.text
    assert "E1910" not in visit.text
    assert not [one for one in visit.test.get("selectbox") if one.key == "trial"]


def test_a_link_to_a_trial_that_is_not_shown_opens_the_first_and_says_so(trials: Path) -> None:
    settings(trials, 'trials = ["tower"]\n')
    visit = opened(trial="e1910")
    assert "trial in the link" in visit.notice
    assert "TOWER is shown" in visit.notice


@pytest.mark.parametrize("page", [*PAGES, "tumour_board"])
def test_a_fault_is_named_on_every_clinicians_page_and_stops_none(trials: Path, page: str) -> None:
    usual = opened(page)
    settings(trials, 'nmae = "<b>North</b>"\nphone = 112\ntrials = ["e1910", "tower"]\n')
    visit = opened(page)
    assert "site.toml: &quot;nmae&quot; is not known here. Did you mean" in visit.notice
    assert "1 more" in visit.notice
    assert "<b>North" not in visit.html
    assert [one for one in visit.blocks if one != visit.notice] == usual.blocks


def test_no_patient_reads_of_a_fault(trials: Path) -> None:
    settings(trials, "nmae = 1\n")
    assert "site.toml" not in opened("patient_view").html


def test_a_faulty_file_leaves_the_program_ready(trials: Path) -> None:
    settings(trials, "trials = [\n")
    assert trials_open() == 2
    settings(trials, 'trials = ["nowhere"]\n')
    assert trials_open() == 2


# The language it opens in ------------------------------------------------------------------


def test_patients_read_the_centres_language_where_the_address_names_none(trials: Path) -> None:
    english, spanish = opened("patient_view").text, opened("patient_view", lang="es").text
    settings(trials, 'language = "es"\n')
    assert opened("patient_view").text == spanish
    assert opened("patient_view", lang="en").text == english
    assert english != spanish
    assert opened("patient_view", lang="xx").text == spanish
    assert "se muestra Español." in opened(lang="xx").notice


def test_a_trial_without_words_in_a_language_is_shown_in_english_and_says_so(trials: Path) -> None:
    missing = "There are no words in this language for this trial yet. English is shown."
    tower = {"trial": "tower", "lang": "es"}
    english = opened("patient_view", **tower).text
    assert missing in english
    shutil.copy(DATA / "tower" / "text.es.toml", trials / "tower")
    spanish = opened("patient_view", **tower).text
    assert missing not in spanish
    assert "traductor clínico" in spanish
    assert "traductor clínico" not in english


def test_a_language_that_was_chosen_is_kept_from_page_to_page(trials: Path) -> None:
    settings(trials, 'language = "es"\n')
    visit = opened()
    assert {tuple(one["lang"]) for one in links(visit)} == {("es",)}
    visit.choose("selectbox", "lang", "en")
    assert visit.query["lang"] == "en"
    assert {tuple(one["lang"]) for one in links(visit)} == {("en",)}
    (lang,) = (one.value for one in visit.test.get("selectbox") if one.key == "lang")
    assert lang == "en"
    visit.choose("selectbox", "lang", "es")
    assert visit.query["lang"] == "es"


def test_a_link_that_is_copied_names_the_language_so_that_it_opens_alike_elsewhere(
    trials: Path,
) -> None:
    settings(trials, 'language = "es"\n')
    copied = [one for one in opened().to_copy if one.startswith("?")]
    assert [parse_qs(one[1:])["lang"] for one in copied] == [["es"]]


@pytest.mark.parametrize("page", PAGES)
def test_a_translated_page_says_among_its_limits_that_the_translation_awaits_review(
    page: str,
) -> None:
    spanish = "Esta traducción está pendiente de revisión por un traductor clínico."
    assert spanish in opened(page, ui="es").html
    assert spanish not in opened(page).html
    assert AWAITS_REVIEW not in opened(page).html


def test_only_one_module_writes_the_address() -> None:
    """Another would leave the language out where the centre opens in another than English."""
    screens = Path(store.__file__).parent
    writers = {
        path.relative_to(screens).as_posix()
        for path in screens.rglob("*.py")
        if re.search(r"\bto_query\b", path.read_text(encoding="utf-8"))
    }
    assert writers == {"state.py"}


# Where they stand --------------------------------------------------------------------------


HOSTILE = 'name = "<i>North</i> & South"\nphone = "+44 (0)20 7946 0000"\n'


@pytest.mark.parametrize("page", [*PAGES, "tumour_board"])
def test_the_centres_name_stands_at_the_foot_of_every_clinicians_page(
    trials: Path, page: str
) -> None:
    assert "North" not in opened(page).html
    settings(trials, HOSTILE)
    assert opened(page).html.count("&lt;i&gt;North&lt;/i&gt; &amp; South") == 1


def test_the_number_to_call_stands_with_the_limits_of_use_and_is_dialled(trials: Path) -> None:
    assert CALL_AT_ONCE not in opened().html
    settings(trials, HOSTILE)
    said = f'{CALL_AT_ONCE} <a href="tel:+442079460000">+44 (0)20 7946 0000</a>'
    assert said in opened().html


def test_a_number_with_words_is_read_and_not_dialled(trials: Path) -> None:
    settings(trials, 'phone = "javascript:alert(123) \\"><b>"\n')
    html = opened().html
    assert f"{CALL_AT_ONCE} javascript:alert(123) &quot;&gt;&lt;b&gt;</p>" in html
    assert "href=" not in html[html.index(CALL_AT_ONCE) :].partition("</p>")[0]
