"""Icon arrays."""

from tradeoff.interface import frame, icon_arrays

frame.show_page("icon_arrays", icon_arrays.show)
