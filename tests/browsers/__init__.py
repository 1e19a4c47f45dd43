"""The program in the browsers that others bring: one walk in Firefox, WebKit and Chromium."""
