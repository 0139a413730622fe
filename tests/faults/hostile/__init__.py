"""What somebody may put before the program on purpose: definitions, forms, rules, records, typed text.

Each generator yields `Attack`s; `judged` puts one before the part of the program that would meet it.
"""
