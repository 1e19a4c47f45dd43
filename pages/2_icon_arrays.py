"""Icon arrays."""

from tradeoff.screens import frame, icon_arrays

frame.show_page("icon_arrays", icon_arrays.show)
