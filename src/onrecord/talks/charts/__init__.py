"""Pictures of the talks as accessible SVG, each with its table. Decision 11 says why they are ours.

``chart(name, ...)`` gives one; ``CHARTS`` names them.
"""

from onrecord.talks.charts.ask import Chart, NoChart
from onrecord.talks.charts.chart import CHARTS, chart
from onrecord.talks.charts.figure import figure

__all__ = ["CHARTS", "Chart", "NoChart", "chart", "figure"]
