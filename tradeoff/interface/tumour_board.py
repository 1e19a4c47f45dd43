"""Tumour board: one screen."""

from __future__ import annotations

from tradeoff.interface.frame import Page

__all__ = ["show"]


def show(page: Page) -> None:
    """The body of the page."""
