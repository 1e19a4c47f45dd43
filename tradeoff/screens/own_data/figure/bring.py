"""The file of a figure: a picture, a screenshot, or a PDF whose page is chosen."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Final

import streamlit as st

from tradeoff.digitising import MAX_PICTURE_BYTES, DigitisingError, leaves, page_count, read_pdf
from tradeoff.drawing import markup
from tradeoff.screens import components
from tradeoff.screens.own_data.figure import desk as desks
from tradeoff.screens.own_data.figure import picture
from tradeoff.screens.own_data.figure.desk import Desk, Document, Figure, Work
from tradeoff.trial.records import Trial
from tradeoff.words import figure as words
from tradeoff.words import figure_marks
from tradeoff.words.say import Say

KEY: Final = "own_figure"
_TYPES: Final = ["png", "jpg", "jpeg", "pdf", "webp", "gif", "bmp", "tif", "tiff"]
_PDF: Final = b"%PDF-"
#: PDFs may begin with some bytes of something else.
_PDF_WITHIN: Final = 1024
_MEGABYTE: Final = 1024 * 1024
#: Pages that are shown to choose from, and the columns of each small picture.
_MOST_PAGES: Final = 24
_THUMBNAIL: Final = 220


def brought(say: Say, trial: Trial) -> bool:
    """The file, and the page of a PDF; whether there is a figure to work on."""
    desks.open_for(trial.id)
    with st.container(key=KEY):
        given = st.file_uploader(
            say(words.FILE),
            _TYPES,
            key=f"{KEY}_of_{trial.id}",
            help=say(words.FILE_NOTE),
            max_upload_size=MAX_PICTURE_BYTES // _MEGABYTE,
            on_change=desks.clear,
        )
    desk, pasting = desks.lying(), st.container()
    if given is not None and (desk is None or desk.file != given.file_id):
        with st.spinner(say(words.READING)):
            desk = _read(Desk(given.file_id, given.name), given.getvalue())
        desks.put(desk)
    if desk is None or not desk.figures:
        with pasting:
            components.paste(into=KEY, labels=figure_marks.labels(say), key="own_figure_paste")
    if desk is None:
        return False
    if given is None:
        st.html(markup.paragraph(words.as_left(say, desk.name), "note"))
    if desk.document is not None:
        _pages(say, desk.document)
        desk = desks.lying() or desk
    if desk.refusal:
        _refused(say, desk.refusal)
    return desk.figure is not None


def _read(desk: Desk, content: bytes) -> Desk:
    """What the file holds, or why it cannot be used."""
    try:
        if _PDF in content[:_PDF_WITHIN]:
            return _with_pages(desk, content)
        made = picture.of_picture(content)
    except DigitisingError as error:
        return replace(desk, refusal=error.said)
    return replace(desk, figures=(made,), axes=made.axes, unread=made.unread)


def _with_pages(desk: Desk, content: bytes) -> Desk:
    """A PDF's pages to choose from; of one page, that page."""
    n_pages = page_count(content)
    shown = leaves(content, most=_MOST_PAGES, width=_THUMBNAIL) if n_pages > 1 else ()
    thumbnails = tuple(picture.for_browser(one.picture) for one in shown)
    found = replace(desk, document=Document(content, n_pages, thumbnails))
    return _on_page(found, 0) if n_pages == 1 else found


def _on_page(desk: Desk, page: int) -> Desk:
    """What a page holds: figures in its own lines, and the page as a picture."""
    assert desk.document is not None
    content, figures = desk.document.content, []
    found = replace(
        _left(desk), page=page, refusal="", figures=(), chosen=0, axes=None, curves=(), past=()
    )
    try:
        # No curves in lines, or none that can be told: the page is a picture then.
        with suppress(DigitisingError):
            figures = picture.of_strokes(content, page, read_pdf(content, page=page))
        if not figures:
            figures = [picture.of_page(content, page)]
    except DigitisingError as error:
        return replace(found, refusal=error.said)
    last = next((place for on, place in list(found.work)[::-1] if on == page), 0)
    found = _begun(found, tuple(figures), 0)
    return _chosen(found, last) if 0 < last <= len(figures) else found


def _left(desk: Desk) -> Desk:
    """With what was set on the figure that another is looked at for."""
    if desk.figure is None:
        return desk
    place = desk.page, desk.chosen
    work = {key: value for key, value in desk.work.items() if key != place}
    work[place] = Work(
        desk.figure.mark, desk.rising, desk.axes, desk.unread, desk.curves, desk.past
    )
    return replace(desk, work=work)


def _begun(desk: Desk, figures: tuple[Figure, ...], place: int) -> Desk:
    """At one of these figures, as it was left or as it was found."""
    figure, before = figures[place], desk.work.get((desk.page, place))
    if before is None:
        before = Work(figure.mark, False, figure.axes, figure.unread, (), ())
    marked = replace(figure, mark=before.mark)  # its fields, too, go by the mark
    return replace(
        desk,
        figures=(*figures[:place], marked, *figures[place + 1 :]),
        chosen=place,
        refusal="",
        rising=before.rising,
        axes=before.axes,
        unread=before.unread,
        curves=before.curves,
        past=before.past,
        trace=None,
    )


def _refused(say: Say, refusal: str) -> None:
    body = markup.heading(say(words.NOT_READ), 3) + markup.paragraph(say.told(refusal))
    st.html(f'<div class="banner caution" role="alert">{body}</div>')


# --- pages -------------------------------------------------------------------------------------


def _pages(say: Say, document: Document) -> None:
    desk = desks.lying()
    assert desk is not None
    if document.n_pages > 1:
        with st.container(horizontal=True, key="figure_pages"):
            for page, thumbnail in enumerate(document.thumbnails):
                _page(say, page, thumbnail, chosen=page == desk.page)
    if desk.page is None:
        st.html(markup.paragraph(say(words.PAGE_WAITS), "fieldfault"))
    elif desk.figures:
        _choose_figure(say, desk)


def _page(say: Say, page: int, thumbnail: bytes, *, chosen: bool) -> None:
    """One page: its small picture over the button that chooses it."""
    with st.container(width=130):
        st.image(thumbnail, alt="", output_format="PNG")
        st.button(
            words.page_name(say, page),
            key=f"figure_page_{page}",
            type="primary" if chosen else "secondary",
            on_click=_turn_to,
            args=(page,),
        )


def _turn_to(page: int) -> None:
    desk = desks.lying()
    if desk is not None and desk.page != page:
        desks.put(_on_page(desk, page))


def _choose_figure(say: Say, desk: Desk) -> None:
    """Which of a page's figures, or the page as a picture."""
    if desk.figures[0].strokes is None:
        st.html(markup.paragraph(say(words.FULL_PAGE_NOTE), "note"))
        return
    n_figures = sum(one.strokes is not None for one in desk.figures)
    chosen = st.segmented_control(
        say(words.ON_PAGE),
        list(range(n_figures + 1)),
        format_func=lambda place: (
            words.figure_on_page(say, place, n_figures)
            if place < n_figures
            else say(words.AS_PICTURE)
        ),
        default=desk.chosen,
        required=True,
        key=f"figure_of_page_{desk.file}_{desk.page}",
    )
    if chosen != desk.chosen:
        desks.put(_chosen(desk, chosen))


def _chosen(desk: Desk, place: int) -> Desk:
    """Another figure of the page."""
    figures = desk.figures
    if place == len(figures):
        assert desk.document is not None
        assert desk.page is not None
        try:
            figures = (*figures, picture.of_page(desk.document.content, desk.page))
        except DigitisingError as error:
            return replace(desk, refusal=error.said)
    return _begun(_left(desk), figures, place)
