"""A picture on a page with its words set over it in the page's own font.

An SVG in an ``<img>`` cannot load the page's font, in which all words were measured.
"""

from __future__ import annotations

from typing import Final

from tradeoff.drawing import markup
from tradeoff.drawing.scene import Scene
from tradeoff.drawing.to_svg import AnyTheme, PlacedText, data_uri, lettering

# Of a line's height, the part over the baseline in the page's font (Source Sans).
_BASELINE: Final = 85.5


def picture(scene: Scene, *, theme: AnyTheme = "auto", css: str) -> str:
    """The lines as an image with its sentence; the words over it, for eyes alone.

    By itself it follows the page's scheme, on paper, too.
    """
    bare, texts = lettering(scene, theme=theme)
    over = "".join(_placed(text, scene.width, scene.height) for text in texts)
    image = markup.image(data_uri(bare), scene.alt)
    return f'<div class="plot {css}">{image}<div aria-hidden="true">{over}</div></div>'


def _placed(text: PlacedText, width: float, height: float) -> str:
    left = {"start": 0, "middle": -50, "end": -100}[text.anchor]
    style = (
        f"left:{100 * text.x / width:.2f}%;top:{100 * text.y / height:.2f}%;"
        f"font-size:{100 * text.size / width:.3f}cqw;color:{text.colour};"
        f"transform:translate({left}%,-{_BASELINE}%);font-weight:{700 if text.bold else 400}"
    )
    return f'<span style="{style}">{markup.escaped(text.words)}</span>'
