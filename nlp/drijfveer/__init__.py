"""Read the comments people leave with a survey score and say why the score is what it is."""

from drijfveer.analysis import Analysis, Classification, analyse, classify, sample_path
from drijfveer.codebook import Codebook, read_codebook
from drijfveer.coding import Coder
from drijfveer.errors import DrijfveerError
from drijfveer.scales import Scale, scale, scales
from drijfveer.settings import Settings

__version__ = "0.1.0"

__all__ = [
    "Analysis",
    "Classification",
    "Codebook",
    "Coder",
    "DrijfveerError",
    "Scale",
    "Settings",
    "analyse",
    "classify",
    "read_codebook",
    "sample_path",
    "scale",
    "scales",
]
