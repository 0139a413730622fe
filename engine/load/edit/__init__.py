"""Edits of definition files as text: one element is replaced between its marks, everything else stays as it is."""
