"""Tumour board: everything on one 16:9 screen."""

from tradeoff.screens import frame, tumour_board

frame.show_plain_page("tumour_board", tumour_board.show)
