"""The program in the browsers that others bring: one walk in Firefox, WebKit and Chromium.

What differs between them, and is let be, stands in docs/administrator.md.
"""
