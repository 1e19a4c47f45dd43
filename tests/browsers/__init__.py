"""The program in the browsers that others bring: Firefox and WebKit, beside Chromium."""
