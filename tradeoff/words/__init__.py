"""What two places say, each sentence once; the languages and how numbers are written."""
