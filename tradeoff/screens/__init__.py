"""The only Streamlit code besides the pages: frame, side panel, controls and the pages' parts.

Open to other rooms: ``clock``, ``components`` and ``store``, to the server; ``frame`` and a
module a page, to the pages.
"""
