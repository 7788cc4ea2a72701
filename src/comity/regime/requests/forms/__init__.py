"""The forms of requests: the steps of a draft, the decisions on a request, and the words they show."""

from comity.regime.requests.forms.decisions import DECISIONS, Decision
from comity.regime.requests.forms.steps import STEPS, DataForm, Step, StepForm

__all__ = ["DECISIONS", "STEPS", "DataForm", "Decision", "Step", "StepForm"]
