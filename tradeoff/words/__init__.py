"""What two places say, each sentence once; the languages and how numbers are written.

Open to other rooms: every module.
"""
