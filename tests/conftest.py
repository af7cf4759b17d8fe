import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared() -> Path:
    """Give the folder with real exports and labelled comments, or skip where it is not at hand."""
    place = os.environ.get("DRIJFVEER_SHARED")
    if not place:
        pytest.skip("DRIJFVEER_SHARED is not set: no real exports or labelled comments to measure on")
    folder = Path(place)
    assert (folder / "gold" / "dev.jsonl").is_file(), f"DRIJFVEER_SHARED={place} has no gold/dev.jsonl"
    return folder
