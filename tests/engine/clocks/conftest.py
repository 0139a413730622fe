"""A busy machine must not fail a law: no deadline per example."""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("clocks", deadline=None, max_examples=int(os.environ.get("CLOCK_EXAMPLES", "100")))
settings.load_profile("clocks")
