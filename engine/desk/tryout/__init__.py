"""試す: a request walked through a working copy, form by form, in memory; kept as a scenario if asked for."""

from engine.desk.tryout.keeping import Kept, keep, scenario_of
from engine.desk.tryout.tryout import Stopped, Tryout

__all__ = ["Kept", "Stopped", "Tryout", "keep", "scenario_of"]
