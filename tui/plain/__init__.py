"""The counter as questions, one a line: for screen readers and terminals without cursor addressing.

The same desk, forms and judgements as the screens; nothing is drawn, nothing is coloured.
"""
