"""The only Streamlit code besides the pages: frame, side panel, controls and the pages' parts."""
