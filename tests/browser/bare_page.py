"""The least that Streamlit can do: one slider, one number. What the program is measured beside."""

import gc

import streamlit as st

# What the program does once after its imports; without it every run ends in a long collection,
# and the comparison would flatter the program.
if "frozen" not in st.session_state:
    gc.freeze()
    st.session_state["frozen"] = True

value = st.slider("Value", 0, 100, 0, key="bare_slider")
with st.container(key="bare_number"):
    st.metric("Number", value)
