"""What stands between the web and the pages: pure ASGI, no Streamlit, no disk.

From the outside in, each request goes through: ``access_log`` (who asked for what, without what
they chose), ``headers`` (what a browser may do), ``error_pages`` (our words in place of any
refusal), ``gate`` (what there is, and who may ask), ``uploads`` (not too many), ``compression``.
``stack`` puts them in this order. ``protocol`` answers what is no HTTP at all and waits for nobody
for ever, ``running`` starts the web server, ``unchanging`` spares each answer
what is always the same, ``settings`` reads the environment, ``warm_up`` and
``health`` see to a quick first page.
"""
