"""Definitions from files: strict reading, inheritance, forms, and the shape of every construct."""
