"""Read the comments people leave with a survey score and say why the score is what it is."""

__version__ = "0.1.0"
