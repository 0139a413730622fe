"""The two faces of the desk: the terminal screens and the command line."""
