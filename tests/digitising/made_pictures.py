"""Pictures' files as people have them: every kind, and those that claim what they do not hold."""

from __future__ import annotations

import io
import struct
import zlib

import numpy as np
from numpy.typing import NDArray
from PIL import Image


def as_file(
    pixels: NDArray[np.generic], kind: str = "PNG", mode: str = "", **options: object
) -> bytes:
    """The file of an array, turned into a mode of Pillow's first where one is named."""
    image = Image.fromarray(pixels)
    return saved(image.convert(mode) if mode else image, kind, **options)


def saved(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def png_chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png_that_claims(width: int, height: int, rows: int = 0, extra: bytes = b"") -> bytes:
    """A PNG with as many rows of white as are asked for, whatever its head says."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    # Without rows nothing is made of the width: a claim may be of six thousand million bytes.
    white = (b"\0" + b"\xff" * (3 * width)) * rows if rows else b""
    body = zlib.compress(white, 1)
    parts = [png_chunk(b"IHDR", head), extra, png_chunk(b"IDAT", body), png_chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)
