"""Pure mathematics: probabilities in, estimates with their ranges out; no trial, no words."""
