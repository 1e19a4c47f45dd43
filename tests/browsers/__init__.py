"""The program in the browsers that others bring: one walk in Firefox, WebKit and Chromium.

What differs, and is let be: Firefox says on its console that WebAssembly was kept from Streamlit's
front end, which tries it and does without; the others say nothing of it. WebKit is Debian's, for
GTK: the engine of Safari and of each browser on an iPad, not Safari itself, without touch, and
with fonts of its own; its console before the page's first script is not heard, so there the
server's log, which is read in all three, has to tell what was asked for in vain.
"""
