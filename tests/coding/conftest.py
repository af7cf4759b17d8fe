import pytest

from drijfveer.codebook import Codebook, read_codebook
from drijfveer.coding import Coder


@pytest.fixture(scope="session")
def book() -> Codebook:
    return read_codebook("customer")


@pytest.fixture(scope="session")
def rules(book) -> Coder:
    """Give a coder that goes by the rules alone."""
    return Coder(book, models="none")


@pytest.fixture(scope="session")
def coder(book) -> Coder:
    """Give the coder that ships."""
    return Coder(book)
