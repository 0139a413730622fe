"""Evidence: which presented papers prove what a rule demands."""

from engine.evidence.judging import OTHER, Lacking, Status, Verdict, judge, together, worst
from engine.evidence.papers import Rejection

__all__ = ["OTHER", "Lacking", "Rejection", "Status", "Verdict", "judge", "together", "worst"]
