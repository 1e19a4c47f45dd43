"""A picture's file becomes the pixels that a browser shows, or a sentence says why not."""

from __future__ import annotations

import contextlib
import time
import zlib

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from tests.digitising.made_pictures import as_file, png_chunk, png_that_claims, saved
from tradeoff.digitising import MAX_PICTURE_BYTES, DigitisingError, apart, picture, pictures

SVG = b"<?xml version='1.0'?>\n<!-- made -->\n<svg xmlns='http://www.w3.org/2000/svg'></svg>"


def drawn() -> NDArray[np.uint8]:
    """A black line and a red area on white, not the same when turned or mirrored."""
    pixels = np.full((80, 120, 3), 255, dtype=np.uint8)
    pixels[20, 10:90] = 0
    pixels[40:70, 60:] = (200, 20, 30)
    return pixels


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("PNG", {}),
        ("PNG", {"mode": "RGBA"}),
        ("GIF", {}),
        ("BMP", {}),
        ("TIFF", {}),
        ("TIFF", {"compression": "tiff_lzw"}),
        ("WEBP", {"lossless": True}),
        ("WEBP", {"quality": 95}),
        ("JPEG", {"quality": 95, "subsampling": 0}),
        ("JPEG", {"quality": 95, "subsampling": 0, "mode": "CMYK"}),
        ("TIFF", {"mode": "CMYK"}),
    ],
)
def test_every_kind_of_picture_gives_the_pixels_that_were_drawn(
    kind: str, options: dict[str, object]
) -> None:
    pixels = picture(as_file(drawn(), kind, **options))
    assert (pixels.shape, pixels.dtype, pixels.flags.writeable) == ((80, 120, 3), np.uint8, True)
    away = np.abs(pixels.astype(int) - drawn())
    assert np.median(away) == 0
    assert np.quantile(away, 0.9) <= 12


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P"])
def test_grey_black_and_white_and_palettes_become_colours(mode: str) -> None:
    grey = np.where(drawn() > 100, 255, 0).astype(np.uint8)[:, :, :1].repeat(3, axis=2)
    assert np.array_equal(picture(as_file(grey, mode=mode)), grey)


def test_sixteen_bits_become_eight() -> None:
    steps = np.linspace(0, 65_535, 80 * 120).reshape(80, 120)
    expected = np.rint(steps.astype(np.uint16) / 257.0).astype(np.uint8)
    assert np.array_equal(picture(as_file(steps.astype(np.uint16)))[:, :, 1], expected)


def test_fractions_of_a_tiff_become_grey() -> None:
    fractions = np.linspace(0, 1, 80 * 120, dtype=np.float32).reshape(80, 120)
    grey = picture(as_file(fractions, "TIFF"))
    assert (int(grey.min()), int(grey.max())) == (0, 255)


def test_what_is_transparent_lies_on_white() -> None:
    layered = np.dstack((np.zeros((80, 120, 3)), np.zeros((80, 120)))).astype(np.uint8)
    layered[20, :, 3] = 255
    layered[40, :, 3] = 128
    for kind in ("PNG", "WEBP", "TIFF"):
        pixels = picture(as_file(layered, kind, **({"lossless": True} if kind == "WEBP" else {})))
        assert pixels[0, 0].tolist() == [255, 255, 255]
        assert pixels[20, 0].tolist() == [0, 0, 0]
        assert pixels[40, 0].tolist() == [127, 127, 127]


@pytest.mark.parametrize("kind", ["PNG", "GIF"])
def test_a_transparent_colour_of_a_palette_lies_on_white(kind: str) -> None:
    image = Image.fromarray(np.zeros((80, 120), dtype=np.uint8), mode="P")
    image.putpalette([10, 20, 30, 200, 0, 0])
    image.putpixel((5, 6), 1)
    pixels = picture(saved(image, kind, transparency=0))
    assert pixels[0, 0].tolist() == [255, 255, 255]
    assert pixels[6, 5].tolist() == [200, 0, 0]


def test_a_photograph_is_turned_as_its_camera_says() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    lying = np.rot90(drawn())
    for kind in ("PNG", "WEBP"):
        options = {"lossless": True} if kind == "WEBP" else {}
        assert np.array_equal(picture(as_file(lying, kind, exif=exif, **options)), drawn())


@pytest.mark.parametrize("kind", ["GIF", "TIFF", "WEBP", "PNG"])
def test_of_several_frames_the_first_is_taken(kind: str) -> None:
    first = Image.fromarray(drawn())
    others = [Image.new("RGB", first.size, colour) for colour in ("blue", "green", "black")]
    options = {"lossless": True} if kind == "WEBP" else {}
    data = saved(first, kind, save_all=True, append_images=others, **options)
    assert np.array_equal(picture(data), drawn())


def test_a_long_animation_takes_no_longer_than_its_first_frame() -> None:
    frames = [Image.new("P", (1000, 1000), number % 256) for number in range(100)]
    data = saved(frames[0], "GIF", save_all=True, append_images=frames[1:])
    start = time.process_time()
    picture(data)
    assert time.process_time() - start < 1


def cut(data: bytes) -> bytes:
    return data[: len(data) * 2 // 3]


REFUSED = {
    "nothing": (b"", "empty"),
    "words": (b"month,survival\n0,1\n", "not a picture that can be read"),
    "noughts": (bytes(5000), "not a picture that can be read"),
    "an SVG": (SVG, "SVG holds lines"),
    "an SVG with a mark": (b"\xef\xbb\xbf" + SVG, "SVG holds lines"),
    "a PDF": (b"%PDF-1.7\n", "Open it as a PDF"),
    "PostScript": (b"%!PS-Adobe-3.0 EPSF-3.0\n", "PostScript"),
    "a document": (b"PK\x03\x04" + bytes(100), "office document"),
    "a HEIC": (b"\0\0\0\x18ftypheic" + bytes(100), "HEIC"),
    "an AVIF": (b"\0\0\0\x18ftypavif" + bytes(100), "AVIF"),
    "a JPEG 2000": (b"\0\0\0\x0cjP  \r\n\x87\n" + bytes(100), "can't be read"),
    "a film": (b"\0\0\0\x18ftypmp42" + bytes(100), "can't be read"),
    "a JPEG cut off": (cut(as_file(drawn(), "JPEG")), "damaged or cut off"),
    "a PNG cut off": (as_file(drawn())[:-40], "damaged or cut off"),
    "a GIF cut off": (as_file(drawn(), "GIF")[:60], "damaged or cut off"),
    "a PNG as large as a house": (png_that_claims(30_000, 30_000, rows=300), "pixels"),
    "a PNG just too large": (png_that_claims(6_001, 6_000), r"6,001 x 6,000 pixels.*36,000,000"),
    "a PNG of a strip": (png_that_claims(2_000_000_000, 1), "pixels"),
    "a PNG of no width": (png_that_claims(0, 100), "pixels|damaged|not a picture"),
    "a PNG of a long strip": (png_that_claims(500_000, 60), "a strip, not a figure"),
    "a stamp": (as_file(np.zeros((40, 300, 3), dtype=np.uint8)), "300 x 40 pixels, too few"),
    "a file too large": (b"\x89PNG" + bytes(MAX_PICTURE_BYTES), r"at most 10 MB"),
    "a text that swells": (
        png_that_claims(
            100, 100, 100, png_chunk(b"zTXt", b"note\0\0" + zlib.compress(bytes(200_000_000), 1))
        ),
        "damaged or cut off",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_picture_for_us_is_refused_with_a_reason(name: str) -> None:
    data, words = REFUSED[name]
    start = time.process_time()
    with pytest.raises(DigitisingError, match=words) as refused:
        picture(data)
    assert time.process_time() - start < 5
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize("name", ["a PNG as large as a house", "a text that swells", "a film"])
def test_it_is_refused_in_the_same_words_in_a_process_apart(name: str) -> None:
    data, _ = REFUSED[name]
    with pytest.raises(DigitisingError) as here:
        picture(data)
    with pytest.raises(DigitisingError) as there:
        apart.picture(data)
    assert str(here.value) == str(there.value)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF"])
def test_a_damaged_picture_raises_our_own_error_alone(kind: str, rng: np.random.Generator) -> None:
    data = np.frombuffer(as_file(drawn(), kind), dtype=np.uint8)
    for _ in range(60):
        damaged = data.copy()
        places = rng.integers(0, len(data), 6)
        damaged[places] = rng.integers(0, 256, 6)
        with contextlib.suppress(DigitisingError):
            assert picture(damaged.tobytes()).shape[2] == 3


def test_the_largest_picture_that_is_read_stays_within_its_memory() -> None:
    assert apart.picture(png_that_claims(6_000, 6_000, rows=6_000)).shape == (6_000, 6_000, 3)


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "channels"), [(np.uint8, 4), (np.uint16, 0)])
def test_so_does_one_that_is_transparent_or_of_sixteen_bits(kind: type, channels: int) -> None:
    sides = (5_900, 5_900, channels) if channels else (5_900, 5_900)
    file = as_file(np.full(sides, 100, dtype=kind), compress_level=1)
    assert apart.picture(file).shape == (5_900, 5_900, 3)


def test_a_lack_of_memory_is_not_called_damage(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(pictures, "_flat", full)
    with pytest.raises(MemoryError):
        picture(as_file(drawn()))
