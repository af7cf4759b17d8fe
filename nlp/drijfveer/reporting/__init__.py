"""Reporting: findings become something to look at and to hand on, in the terminal and as one HTML file."""

from drijfveer.reporting.charts import draw_drivers, draw_mentions
from drijfveer.reporting.findings import Findings
from drijfveer.reporting.html import render_html
from drijfveer.reporting.summary import Summary, summarise
from drijfveer.reporting.terminal import render_terminal

__all__ = ["Findings", "Summary", "draw_drivers", "draw_mentions", "render_html", "render_terminal", "summarise"]
