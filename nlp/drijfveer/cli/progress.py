"""Progress: what a command shows while it is at work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn


class Show:
    """Show the stages of an analysis on a bar, one at a time."""

    def __init__(self, bar: Progress) -> None:
        self._bar = bar
        self._stage, self._task = "reading", bar.add_task("reading", total=None, count="")

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Show how far a stage is."""
        if stage != self._stage:
            self._bar.remove_task(self._task)
            self._stage, self._task = stage, self._bar.add_task(stage, total=total or None, count="")
        self._bar.update(self._task, completed=done, count=f"{done:,} of {total:,}" if total else "")


@contextmanager
def show_progress() -> Iterator[Show]:
    """Give what shows the stages, in a terminal only."""
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[count]}"), TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        yield Show(bar)
