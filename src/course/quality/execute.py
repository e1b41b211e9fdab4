"""Run a notebook from top to bottom and store its outputs; what goes wrong is one sentence."""

from __future__ import annotations

import asyncio
import signal
import tempfile
import threading
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from course.errors import CourseError
from course.files import make_sure_of
from course.quality.canonical import canonical, read, write
from course.units import cell_text

CELL_LIMIT = 300  # seconds that one cell may take


def run(path: Path) -> None:
    """Execute a notebook from top to bottom and store its outputs; on an error change nothing.

    Raises:
        CourseError: a cell failed, wrote a warning, never ended or ended its kernel; there is no
            Python kernel; the file cannot be written, or was saved anew while it ran.
        KeyboardInterrupt: Ctrl+C was pressed.
    """
    notebook = read(path)
    before = path.read_bytes()
    make_sure_of(path, len(before))
    execute(notebook, path)
    if path.read_bytes() != before:
        raise CourseError(
            f"{path.name} was not changed: it was saved while it ran. Run it once more."
        )
    write(canonical(notebook), path)


def execute(notebook: NotebookNode, path: Path) -> None:
    """Execute `notebook` in place, in the folder of `path`, by a kernel of this environment."""
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel
    from jupyter_client.manager import AsyncKernelManager
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError

    current = [""]  # the cell at work
    client = NotebookClient(
        notebook,
        # No folder of kernels is searched: the user may have another environment's there.
        km=AsyncKernelManager(
            kernel_name="python3", kernel_spec_manager=KernelSpecManager(kernel_dirs=[])
        ),
        timeout=CELL_LIMIT,
        extra_arguments=["--log-level=ERROR"],  # no remarks on how the kernel listens
        resources={"metadata": {"path": str(path.parent)}},
        on_cell_execute=lambda cell, cell_index: current.__setitem__(0, cell_text(cell)),
    )
    kept = f"{path.name} was not changed: "
    cell = "In the cell:\n{}"
    try:
        with tempfile.TemporaryFile() as remarks:  # a kernel that is ended complains at length
            _finish(client.async_execute(cleanup_kc=True, stderr=remarks))
    except NoSuchKernel:
        raise CourseError(
            "There is no Python kernel here. Install the course's packages again (uv sync, or "
            "pip install ipykernel), then try once more."
        ) from None
    except CellExecutionError as error:
        raise CourseError(
            f"{kept}a cell failed.\n{error.ename}: {error.evalue}\n{cell.format(current[0])}"
        ) from None
    except CellTimeoutError:
        raise CourseError(
            f"{kept}a cell had not ended after {CELL_LIMIT} seconds.\n{cell.format(current[0])}"
        ) from None
    except RuntimeError as error:  # nbclient's word for a kernel that died or never answered
        where = (
            cell.format(current[0]) if current[0] else f"It said: {error} 'course doctor' asks it."
        )
        raise CourseError(f"{kept}its kernel died.\n{where}") from None
    for one in notebook.cells:
        for output in one.get("outputs", []):
            if output.output_type == "stream" and output.name == "stderr":
                raise CourseError(f"{kept}a cell warned: {output.text.strip()}")


def _finish(work: Coroutine[Any, Any, object]) -> None:
    """Run to the end, in a thread of its own where this one has a loop at work already."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        _run_until_ctrl_c(work)
        return
    with ThreadPoolExecutor(1) as pool:
        pool.submit(_run_until_ctrl_c, work).result()


def _run_until_ctrl_c(work: Coroutine[Any, Any, object]) -> None:
    """Run to the end, or cancel at the first Ctrl+C and let the kernel be ended in peace."""

    stopped = threading.Event()

    async def supervised() -> None:
        loop, task = asyncio.get_running_loop(), asyncio.current_task()

        def end(*_: Any) -> None:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            stopped.set()
            loop.call_soon_threadsafe(task.cancel if task else loop.stop)

        if threading.current_thread() is not threading.main_thread():
            await work  # signals reach the main thread alone
            return
        before = signal.signal(signal.SIGINT, end)
        try:
            await work
        finally:
            signal.signal(signal.SIGINT, before)

    def own_loop() -> asyncio.AbstractEventLoop:
        loop = asyncio.SelectorEventLoop()  # what ZeroMQ needs, on Windows too
        loop.add_signal_handler = _refuse  # type: ignore[method-assign, assignment]
        return loop

    try:
        with asyncio.Runner(loop_factory=own_loop) as runner:
            runner.run(supervised())
    except (asyncio.CancelledError, RuntimeError):
        if stopped.is_set():  # nbclient says of a cancelled cell that its kernel died
            raise KeyboardInterrupt from None
        raise


def _refuse(*_: Any) -> None:
    """Keep nbclient's own handler out, which ends the kernel and lets the run go on."""
    raise RuntimeError
