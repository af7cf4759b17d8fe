"""Reporting: findings become something to look at and to hand on, in the terminal and as one HTML file.

The charts are in ``drijfveer.reporting.charts``, which is loaded only where they are drawn.
"""

from drijfveer.reporting.findings import Findings
from drijfveer.reporting.html import render_html
from drijfveer.reporting.summary import Summary, summarise
from drijfveer.reporting.terminal import render_terminal

__all__ = ["Findings", "Summary", "render_html", "render_terminal", "summarise"]
