"""A plugin of pytest: nbval, which by itself waits for a dead kernel as long as for a slow cell."""

from __future__ import annotations

import time
from queue import Empty
from typing import Any

DEAD = "the kernel died"


def pytest_configure() -> None:
    """Let nbval notice that its kernel has died; nbval is not in the learner's layer."""
    from nbval.kernel import RunningKernel

    patient = RunningKernel.get_message

    def get_message(self: RunningKernel, stream: str, timeout: float | None = None) -> Any:
        """Wait for a message in short steps, and not for one that nobody is left to send."""
        end = time.monotonic() + (timeout if timeout is not None else float("inf"))
        while True:
            left = end - time.monotonic()
            try:
                return patient(self, stream, timeout=max(0, min(1, left)))
            except Empty:
                if not self.is_alive():
                    raise RuntimeError(DEAD) from None
                if left <= 1:
                    raise

    RunningKernel.get_message = get_message
