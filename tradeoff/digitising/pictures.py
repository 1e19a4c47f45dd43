"""From a picture's file to its pixels, as a browser would show them on white paper.

Decoding is where bytes from outside meet a decoder: the screens have it done by ``apart``, in a
process of its own. Pillow decodes, and only the six kinds that figures come in.
"""

from __future__ import annotations

import io
import warnings

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from tradeoff.digitising.records import DigitisingError
from tradeoff.trial.told import together, told

#: Room for a photograph or a page scanned at 600 dpi.
MAX_PICTURE_BYTES = 10 * 1024 * 1024
# A4 at 600 dpi has 35 million. Decoded, flattened and copied, 36 million stay below 500 MB; a
# file of a few kilobytes may claim a thousand times as many.
_MAX_PIXELS = 36_000_000
# Nobody could tell a step on a curve in fewer, and no figure is so much longer one way.
_MIN_SIDE = 50
_MOST_LONGER = 20
# Rows that are laid on white at once.
_STRIP = 256

_KINDS = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF")
# Modes that hold no transparency and that Pillow turns into colours without losing any.
_PLAIN = ("1", "L", "RGB", "CMYK", "YCbCr", "HSV", "LAB")

_AS_PNG = told("Save it as PNG or JPEG, or take a screenshot of the figure.")
# What a file that is no picture for us starts with, and what to do with it.
_OTHERS = (
    (b"%PDF", (told("This is a PDF, not a picture. Open it as a PDF."),)),
    (
        b"PK\x03\x04",
        (told("This is an office document or an archive, not a picture."), _AS_PNG),
    ),
    (b"%!PS", (told("This is PostScript, not a picture. Turn it into a PDF."), _AS_PNG)),
)
_BOXED = {
    b"heic": "HEIC",
    b"heix": "HEIC",
    b"mif1": "HEIC",
    b"msf1": "HEIC",
    b"avif": "AVIF",
    b"avis": "AVIF",
    b"jp2 ": "JPEG 2000",
}
_VECTOR = told(
    "SVG holds lines, not pixels. Print it to a PDF, or take a screenshot of the figure."
)
# An SVG may begin with a declaration and comments.
_LOOKED_THROUGH = 1024


def picture(data: bytes) -> NDArray[np.uint8]:
    """The pixels of a picture's file, red, green and blue from 0 to 255, (height, width, 3).

    PNG, JPEG, WebP, GIF, BMP and TIFF, of several frames the first. What is transparent lies on
    white, a photograph is turned as its camera says, 16 bits become 8. Pixels are as the picture
    is displayed, so that a place clicked on it is a place in the result.

    Raises:
        DigitisingError: too large or too small, of another kind, cut off or damaged.
    """
    _refuse_other_kinds(data)
    # Pillow warns of large pictures; they are refused below, in our words.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return _decoded(data)


def smaller(image: NDArray[np.uint8], most: int) -> tuple[NDArray[np.uint8], int]:
    """The picture with no side over ``most``, and how many times smaller it is, a whole number.

    Of means over squares of pixels; what fills no square is left out.
    """
    factor = -(-max(image.shape[:2]) // most)
    if factor <= 1:
        return image, 1
    height, width = (side // factor for side in image.shape[:2])
    squares = image[: height * factor, : width * factor].reshape(height, factor, width, factor, 3)
    means: NDArray[np.uint8] = squares.mean(axis=(1, 3), dtype=np.float32).astype(np.uint8)
    return means, factor


def _decoded(data: bytes) -> NDArray[np.uint8]:
    try:
        with Image.open(io.BytesIO(data), formats=_KINDS) as image:
            _check_size(*image.size)
            image.load()
            return _flat(_upright(image))
    except DigitisingError:
        raise
    except Image.DecompressionBombError as error:
        raise DigitisingError(
            told(
                "The picture claims more than {most:,} pixels. Cut out the figure, or save "
                "it smaller: 2,000 pixels across are enough.",
                most=_MAX_PIXELS,
            )
        ) from error
    except UnidentifiedImageError as error:
        raise _refusal(told("This is not a picture that can be read."), _AS_PNG) from error
    except MemoryError:
        raise
    # A decoder given damaged bytes may raise anything.
    except Exception as error:
        damaged = told("The picture is damaged or cut off and can't be decoded. Save it again.")
        raise _refusal(damaged, _AS_PNG) from error


def _refusal(*sentences: str) -> DigitisingError:
    return DigitisingError(together(sentences, " "))


def _refuse_other_kinds(data: bytes) -> None:
    if not data:
        raise DigitisingError(told("The file is empty. Choose the picture again."))
    if len(data) > MAX_PICTURE_BYTES:
        raise DigitisingError(
            told(
                "The picture has {size:.1f} MB, at most {most} MB are read. Cut out the figure, "
                "or save it smaller.",
                size=len(data) / 1024**2,
                most=MAX_PICTURE_BYTES // 1024**2,
            )
        )
    start = data[:_LOOKED_THROUGH].lstrip(b"\xef\xbb\xbf \t\r\n")
    for sign, advice in _OTHERS:
        if start.startswith(sign):
            raise _refusal(*advice)
    if data[4:8] in (b"ftyp", b"jP  "):
        raise _refusal(_boxed(_BOXED.get(data[8:12])), _AS_PNG)
    if start.startswith(b"<") and b"<svg" in start.lower():
        raise DigitisingError(_VECTOR)


def _boxed(kind: str | None) -> str:
    if kind is None:
        return told("The picture is of a video's kind, which can't be read.")
    return told("The picture is {kind}, which can't be read.", kind=kind)


def _check_size(width: int, height: int) -> None:
    if width * height > _MAX_PIXELS:
        raise DigitisingError(
            told(
                "The picture has {width:,} x {height:,} pixels, at most {most:,} in all are read. "
                "Cut out the figure, or save it smaller: 2,000 pixels across are enough.",
                width=width,
                height=height,
                most=_MAX_PIXELS,
            )
        )
    if min(width, height) < _MIN_SIDE:
        raise DigitisingError(
            told(
                "The picture has {width:,} x {height:,} pixels, too few to follow a curve. "
                "Take one that is larger, at least 400 pixels across.",
                width=width,
                height=height,
            )
        )
    if max(width, height) > _MOST_LONGER * min(width, height):
        raise DigitisingError(
            told(
                "The picture has {width:,} x {height:,} pixels: a strip, not a figure. "
                "Cut out the figure, or take a screenshot of it.",
                width=width,
                height=height,
            )
        )


def _upright(image: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(image)
    # What a camera noted may be damaged where the picture is not.
    except Exception:
        return image


def _flat(image: Image.Image) -> NDArray[np.uint8]:
    """The pixels on white, a strip at a time: a whole layer more has no room beside them."""
    width, height = image.size
    pixels = np.empty((height, width, 3), dtype=np.uint8)
    grey = image.mode == "F" or image.mode.startswith("I")
    strips = [(top, min(top + _STRIP, height)) for top in range(0, height, _STRIP)]
    white = max(map(float, (_values(image, *one).max() for one in strips))) if grey else 0.0
    for top, bottom in strips:
        pixels[top:bottom] = (
            _eight_bits(_values(image, top, bottom), white)
            if grey
            else np.asarray(_on_white(image.crop((0, top, width, bottom))))
        )
    return pixels


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode in _PLAIN and "transparency" not in image.info:
        return image.convert("RGB")
    layered = image.convert("RGBA")
    paper = Image.new("RGBA", layered.size, "white")
    return Image.alpha_composite(paper, layered).convert("RGB")


def _values(image: Image.Image, top: int, bottom: int) -> NDArray[np.float32]:
    """Rows of a picture in grey of more than 8 bits, or of fractions; none is not a number."""
    strip = np.asarray(image.crop((0, top, image.width, bottom)), dtype=np.float32)
    return np.nan_to_num(strip, nan=1, posinf=1, neginf=0)


def _eight_bits(values: NDArray[np.float32], white: float) -> NDArray[np.uint8]:
    """Grey as colours: the largest value of the picture tells which of these scales it has."""
    scale = next((top for top in (1, 255, 65_535) if white <= top), white)
    grey = np.clip(np.rint(values * (255 / scale)), 0, 255).astype(np.uint8)
    return np.repeat(grey[:, :, None], 3, axis=2)
