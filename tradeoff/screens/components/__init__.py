"""What moves under a hand without asking the server: ranges with all their answers, and copying.

Open within the room: ``choice``, ``copy``, ``sheet``, ``outline``, ``figure``, ``paste`` and the
names below.
One registered component draws all parts, so that they share one copy of the scripts and with it
what is not yet answered.

Usage, in a fragment that redraws what follows the choice::

    from tradeoff.screens import components

    components.choice(
        '<p data-slot="words"></p>'
        '<input type="range" data-choice="months" data-page="12" aria-label="Month">',
        [{"--x": "0", "words": "12 months: 95 vs 90", "aria": "12 months"}, ...],
        choice="months", value=choices.months, first=12, last=36, key="cross_hair", catches=(36,),
    )
    components.copy("Copy link", "thelink", done="Copied.", key="copy_link")  # from its field

A printed figure, whose ticks and curves are set on the picture itself (``words.figure_marks`` has
the words)::

    st.image(picture, width=columns)  # within a container of the key "printed"
    components.figure(
        follows=".st-key-printed img", size=(columns, rows), axes=axes, labels=figure_marks.LABELS,
        curves=curves, proposed=proposed, percent=True, key="figure", on_place=keep,
    )

The markup of a choice must not depend on the value: it is built once and keeps the focus, and only
what the answers name is written afterwards.
"""

from tradeoff.screens.components.mounting import (
    ADDRESS,
    SCRIPTS,
    Answer,
    are_served,
    choice,
    copy,
    outline,
    sheet,
)
from tradeoff.screens.components.mounting_figure import (
    FigureCurve,
    Placed,
    Tick,
    figure,
    hatched,
    mark_colours,
    paste,
    staircase,
)

__all__ = [
    "ADDRESS",
    "SCRIPTS",
    "Answer",
    "FigureCurve",
    "Placed",
    "Tick",
    "are_served",
    "choice",
    "copy",
    "figure",
    "hatched",
    "mark_colours",
    "outline",
    "paste",
    "sheet",
    "staircase",
]
