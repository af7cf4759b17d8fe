"""Linking: mentions and scores become figures about the score and its drivers, each with its interval."""

from drijfveer.linking.drivers import link_drivers, link_tally
from drijfveer.linking.intervals import Interval
from drijfveer.linking.scores import summarise_score
from drijfveer.linking.tally import Tally, tally_respondents

__all__ = ["Interval", "Tally", "link_drivers", "link_tally", "summarise_score", "tally_respondents"]
