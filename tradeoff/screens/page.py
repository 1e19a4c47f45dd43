"""An opened page: its trial, the findings of this very moment, what follows them, the links."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from tradeoff.findings.choices import Choices, weighed_at, without_place
from tradeoff.findings.view import Findings, with_preference
from tradeoff.screens import state, store
from tradeoff.screens.look import PAGE_FILES
from tradeoff.trial.records import Trial
from tradeoff.words.frame import page_title
from tradeoff.words.say import Say


@dataclass(slots=True)
class Page:
    """An opened page: its trial, and how to get the findings of this very moment."""

    trial: Trial
    say: Say
    """The clinician's voice."""
    navigation: DeltaGenerator
    followers: list[Callable[[Findings], object]] = field(default_factory=list)
    """What takes up each new preference, in the body or for a press of a button later."""
    last: list[Callable[[], object]] = field(default_factory=list)
    """What is drawn when all else has its place: it writes to the places of its followers."""
    links: list[Callable[[Choices], object]] = field(default_factory=list)
    """Links in the body that carry the choices elsewhere."""
    leads_to: tuple[str, ...] = tuple(PAGE_FILES)
    """The pages that the navigation holds, by their names."""
    drawn: tuple[object, ...] | None = None
    """What the parts outside the body's fragments were drawn for; ``None`` until they all are.

    From then on only fragments run, and where they change that, the whole page is drawn anew.
    """

    def view(self) -> Findings:
        """The findings for the choices that the URL holds now (a fragment may be later)."""
        choices = state.read().choices
        if choices is None:
            raise LookupError("the trial's data changed while the page was open")
        return with_preference(self.trial, choices, store.findings_base(self.trial, choices))

    def close(self) -> None:
        """Draw what comes last; then the page stands."""
        for part in self.last:
            part()
        self.stands()

    def stands(self) -> None:
        """The whole page is drawn: from now on only fragments run."""
        self.drawn = _reach(state.read())

    def follow_choices(self) -> None:
        """Draw the whole page anew where a fragment's change reaches beyond the fragment.

        That is so when another end point, cut or landmark is weighed, or something has to be said.
        """
        if self.drawn not in (None, _reach(state.read())):
            st.rerun()

    def follow_preference(self, part: Callable[[Findings], None]) -> None:
        """Keep a place here for a part that is drawn again whenever the preference changes.

        The preference's fragment draws it, in the full run too: a fragment may write to a place
        outside itself only where it wrote in the last full run.
        """
        slot = st.empty()

        def drawn(view: Findings) -> None:
            with slot.container():
                part(view)

        self.followers.append(drawn)

    def follow_with_markup(self, made: Callable[[Findings], str]) -> None:
        """The same for a part that is one piece of HTML: a message less with each press."""
        slot = st.empty()
        self.followers.append(lambda view: slot.html(made(view)))

    def draw_followers(self, view: Findings) -> None:
        """Called by the preference's fragment, in every run."""
        for follower in self.followers:
            follower(view)

    def refresh_links(self, choices: Choices | None = None) -> None:
        """Draw what carries the choices elsewhere; called by each fragment, in every run.

        A fragment that has read the choices gives them along.
        """
        choices = choices or state.read().choices
        if choices is not None:
            with self.navigation.container(horizontal=True, gap="small"):
                for name in self.leads_to:
                    _to_page(name, page_title(self.say, name), choices)
            for link in self.links:
                link(choices)

    def link_to(self, name: str, label: str | None = None) -> Callable[[Choices], object]:
        """A link here to another page, with the choices of this very moment.

        The fragments draw it. Where a page has none, what is returned draws it once.
        """
        slot, said = st.empty(), page_title(self.say, name) if label is None else label

        def drawn(choices: Choices) -> None:
            with slot:
                _to_page(name, said, choices)

        self.links.append(drawn)
        return drawn


def _to_page(name: str, label: str, choices: Choices) -> None:
    """A link with the choices.

    That to the patient view opens it at its start, no chances shown: the next patient is another
    one. Back in the browser returns to the screen that was left.
    """
    carried = without_place(choices) if name == "patient_view" else choices
    st.page_link(PAGE_FILES[name], label=label, query_params=state.parameters(carried))


def _reach(visit: state.Visit) -> tuple[object, ...]:
    """What of the choices shows outside the fragments."""
    return () if visit.choices is None else (weighed_at(visit.choices), visit.refusals)
