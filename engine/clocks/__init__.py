"""Time limits: counting by the civil code, pauses, extensions, due dates and retention. Pure."""
