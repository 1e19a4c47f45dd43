"""What goes wrong around the program: no network, and more."""
