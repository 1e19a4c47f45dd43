"""A picture on a page with its words set over it in the page's own font.

An SVG in an ``<img>`` cannot load the page's font, in which all words were measured.
"""

from __future__ import annotations

from typing import Final

from tradeoff.drawing import markup
from tradeoff.drawing.scene import Scene
from tradeoff.drawing.to_svg import AnyTheme, PlacedText, data_uri, lettering

_ANCHORS: Final = {"start": 0, "middle": -50, "end": -100}


def picture(scene: Scene, *, theme: AnyTheme = "auto", css: str) -> str:
    """The lines as an image with its sentence; the words over it, for eyes alone.

    By itself it follows the page's scheme, on paper, too. Words of one look stand in one group:
    their look is sent once.
    """
    bare, texts = lettering(scene, theme=theme)
    groups: dict[str, list[str]] = {}
    for text in texts:
        groups.setdefault(_look(text, scene.width), []).append(_placed(text, scene))
    over = "".join(f'<div style="{look}">{"".join(words)}</div>' for look, words in groups.items())
    image = markup.image(data_uri(bare), scene.alt)
    return f'<div class="plot {css}">{image}<div aria-hidden="true">{over}</div></div>'


def _look(text: PlacedText, width: float) -> str:
    return (
        f"font-size:{100 * text.size / width:.3f}cqw;color:{text.colour};"
        f"font-weight:{700 if text.bold else 400};--anchor:{_ANCHORS[text.anchor]}%"
    )


def _placed(text: PlacedText, scene: Scene) -> str:
    left, top = 100 * text.x / scene.width, 100 * text.y / scene.height
    return f'<span style="left:{left:.2f}%;top:{top:.2f}%">{markup.escaped(text.words)}</span>'
