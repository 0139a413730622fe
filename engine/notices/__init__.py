"""Printed documents: a finished letter, sheet or slip as PDF/A bytes, as pictures, or as plain text.

letter    what is printed, as data: Letter, Sheet, Slip
pdf       render_pdf, render_pictures       plain   render_text
blanks    unfilled, UnprintableError             fonts   missing_glyphs
"""
