"""What stands between the web and the pages: pure ASGI, no Streamlit, no disk.

From the outside in, each request goes through: ``access_log`` (who asked for what, without what
they chose), ``headers`` (what a browser may do), ``error_pages`` (our words in place of any
refusal, in the visitor's ``language``), ``gate`` (what there is, and who may ask), ``uploads`` (not
too many), ``compression``.
``stack`` puts them in this order. ``running`` starts the web server, ``settings`` reads the
environment, ``warm_up`` and ``health`` see to a quick first page. ``patches`` holds all that we
change in the private parts of others.
"""
