"""What keeps a room in order: limits on what learners take, and nothing left when it closes."""

import contextlib
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import psutil
import pytest

from course.errors import CourseError
from course.teach.hub import room, seat, watch
from course.teach.hub.room import Room
from course.teach.hub.supervise import Kept, end_noted
from course.teach.hub.watch import Watch

MB = 1 << 20
EATS = "kept = bytearray(90_000_000); import time; time.sleep(60)"
RESTS = "import time; time.sleep(60)"
SPINS = "while True: pass"


@pytest.fixture
def here(tmp_path):
    folder = tmp_path / "room"
    room.prepare(folder)
    return Room(folder=folder, memory=60 * MB, processes=64)


@pytest.fixture
def started():
    """Start programs as a learner's kernel would run them; end what is left of them."""
    running = []

    def start(login, code, *more):
        one = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", code, *more],
            env=os.environ | {watch.MARK: login},
            start_new_session=True,
        )
        running.append(one)
        return one

    yield start
    for one in running:
        one.kill()
        one.wait()


@pytest.fixture
def kept_by(here):
    """Return a watch over Ada and Bo, and what it said."""
    said = []
    return Watch(here, {1: "ada", 2: "bo"}, said.append), said


def until(true, seconds=20):
    """Wait until something is true."""
    for _ in range(seconds * 20):
        if true():
            return True
        time.sleep(0.05)
    return False


def ended(process):
    return process.poll() is not None


def test_what_takes_too_much_memory_is_ended_and_no_other(started, kept_by):
    keeper, said = kept_by
    eats, rests, other = started("ada", EATS), started("ada", RESTS), started("bo", RESTS)
    server = started("ada", RESTS, "course.teach.hub.seat")
    stranger = started("somebody else", EATS)
    assert until(lambda: keeper.look() and ended(eats))
    assert not any(ended(one) for one in (rests, other, server, stranger))
    assert said == ["ada took more than 0.1 GB of memory: ended. The others go on, and what was "
                    "saved is there."]  # fmt: skip
    assert keeper.look() == ["ada", "bo"] and len(said) == 1


def test_the_server_is_ended_only_if_nothing_else_is_left_to_end(started, kept_by):
    keeper, _ = kept_by
    server = started("ada", EATS, "course.teach.hub.seat")
    rests = started("ada", RESTS)
    assert until(lambda: keeper.look() and ended(rests))
    assert until(lambda: keeper.look() is not None and ended(server))


def test_who_takes_the_mark_off_is_known_by_their_parent(started, kept_by):
    keeper, _ = kept_by
    hides = "import os, sys; os.spawnve(os.P_NOWAIT, sys.executable, [sys.executable, '-I', '-S', "
    hides += "'-c', 'kept = bytearray(90_000_000); import time; time.sleep(60)'], {}); "
    rests = started("ada", hides + RESTS)
    assert until(lambda: len(keeper.seen().get("ada", [])) == 2)
    assert until(lambda: keeper.look() and len(keeper.seen().get("ada", [])) == 1)
    assert not ended(rests)


def test_processes_that_multiply_are_ended_all_at_once(started, kept_by):
    keeper, said = kept_by
    forks = "import os, time\nfor _ in range(5): os.fork()\ntime.sleep(60)"  # 32 of them
    server = started("ada", RESTS, "course.teach.hub.seat")
    started("ada", forks)
    assert until(lambda: len(keeper.seen().get("ada", [])) > 20)
    assert until(lambda: keeper.look() and len(keeper.seen().get("ada", [])) == 1)
    assert not ended(server) and "processes: ended" in said[0]


def test_what_keeps_a_processor_busy_goes_behind_the_others(started, kept_by, monkeypatch):
    monkeypatch.setattr(watch, "_SECONDS", 0.5)
    monkeypatch.setattr(watch, "_BUSY", 0.05)  # a machine under test is busy itself
    keeper, said = kept_by
    spins, rests = started("ada", SPINS), started("bo", RESTS)
    assert until(lambda: keeper.look() and psutil.Process(spins.pid).nice() == 15)
    assert psutil.Process(rests.pid).nice() == os.nice(0)
    assert not ended(spins) and not said


def test_a_server_ends_by_itself_when_the_room_is_gone(here, monkeypatch):
    sent = []
    monkeypatch.setattr(seat.os, "kill", lambda pid, number: sent.append((pid, number)))
    here.beat.touch()
    beats = iter(range(1, 6))  # it beats five times, then no more

    def sleep(_):
        if beat := next(beats, 0):
            os.utime(here.beat, (beat, beat))

    monkeypatch.setattr(seat.time, "sleep", sleep)
    seat.end_without(here.beat)
    assert sent == [(os.getpid(), signal.SIGTERM)] and next(beats, None) is None


def test_a_program_is_started_again_and_given_up_if_it_ends_too_often(tmp_path):
    kept = Kept("hub", [sys.executable, "-c", "print('why it ended')"], tmp_path / "hub.log")
    kept.start()
    again = 0
    with pytest.raises(CourseError, match=r"hub ended 5 times .*hub\.log.*as they saved it"):
        while True:
            kept.process.wait(20)
            again += kept.look()
    assert again == 4 and "why it ended" in kept.log.read_text()
    kept.stop(1)
    assert not (tmp_path / "hub.pid").exists()


def test_only_the_process_that_was_noted_is_ended(tmp_path, started):
    one = started("ada", RESTS)
    file = tmp_path / "proxy.pid"
    file.write_text(str(one.pid))
    assert until(lambda: psutil.Process(one.pid).cmdline())  # a moment after its start, none
    end_noted(file, "traefik")  # its number has been given to another program since
    assert not ended(one) and not file.exists()
    file.write_text(str(one.pid))
    end_noted(file, "time.sleep")
    assert until(lambda: ended(one))


# A room whose proxy, hub and learner are programs that sleep: what ends them is real.
ROOM = """
import sys, subprocess, os, time
from pathlib import Path
from course.teach.hub import room, supervise
from course.teach.hub.room import Room

folder = Path(sys.argv[1])
room.prepare(folder)
here = Room(folder=folder, port=1, hub_port=2, memory=1 << 30)
keeper = supervise.Supervisor(here, {1: "ada"}, 3, print)
sleep = [sys.executable, "-I", "-S", "-c", "import time; time.sleep(99)", str(folder)]
keeper.proxy.argv = keeper.hub.argv = sleep
keeper._until_up = lambda: None
looks = keeper.watch.look
keeper.watch.look = lambda: time.sleep(float(sys.argv[2])) or looks()

def ready():
    subprocess.Popen(sleep, env=os.environ | {"COURSE_SEAT": "ada"}, start_new_session=True)
    print("ready", flush=True)

keeper.run(ready)
"""


@pytest.mark.parametrize(
    ("number", "slow"), [(signal.SIGTERM, 3.5), (signal.SIGINT, 0), (signal.SIGHUP, 0)]
)
def test_no_signal_leaves_a_hub_a_proxy_or_a_kernel(tmp_path, number, slow):
    folder = tmp_path / "room"

    def ours():
        found = []
        for one in psutil.process_iter():
            with contextlib.suppress(psutil.Error):
                if str(folder) in one.cmdline() and one.pid != keeper.pid:
                    found.append(one)
        return found

    default = (
        "import os, signal, sys; signal.signal(signal.SIGHUP, signal.SIG_DFL); "
        "os.execv(sys.executable, [sys.executable, *sys.argv[1:]])"
    )
    keeper = subprocess.Popen(
        [sys.executable, "-c", default, "-c", textwrap.dedent(ROOM), str(folder), str(slow)],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert "ready" in keeper.stdout.readline()
        assert until(lambda: len(ours()) == 3)
        if slow:  # however long a look takes, the room's heart beats
            time.sleep(1.3)
            beats = {(folder / "open").stat().st_mtime for _ in range(20) if not time.sleep(0.1)}
            assert len(beats) > 1
        keeper.send_signal(number)
        assert keeper.wait(20) == 0
        assert ours() == [] and not (folder / "open").exists()
    finally:
        for one in ours():
            one.kill()
        keeper.kill()
        keeper.wait()


def test_a_learner_comes_in_whatever_their_folder_holds(tmp_path, monkeypatch, capsys):
    served = []
    monkeypatch.setattr("jupyterhub.singleuser.main", lambda: served.append(list(sys.argv)))
    for name in (
        "COURSE_NOTEBOOKS",
        "COURSE_PROGRESS",
        "JUPYTER_CONFIG_PATH",
        "PYTHONSTARTUP",
        "JUPYTER_RUNTIME_DIR",
    ):
        monkeypatch.setenv(name, "")  # so that it is put back
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path / ".tmp"))
    monkeypatch.delenv("COURSE_HUB_BEAT", raising=False)
    monkeypatch.setattr(sys, "argv", ["seat"])
    own = tmp_path / "my-course"
    (own / "04-third-site.ipynb").mkdir(parents=True)
    seat.main()
    assert "04-third-site.ipynb is a folder" in capsys.readouterr().err
    (words,) = served
    assert f"--ServerApp.root_dir={own}" in words and (tmp_path / ".tmp").is_dir()
    assert "--ServerApp.contents_manager_class=course.jupyter.server.WholeFiles" in words
    assert "--KernelManager.transport=ipc" in words
    assert os.environ["COURSE_PROGRESS"] == str(own / "progress.json")
    private = Path(os.environ["JUPYTER_RUNTIME_DIR"])
    assert private.stat().st_mode & 0o777 == 0o700 and len(str(private)) < 40
    private.rmdir()


def test_a_server_that_nobody_touches_is_put_to_sleep(monkeypatch):
    monkeypatch.setenv("COURSE_HUB_IDLE", "45")
    words = seat._quiet()
    assert "--MappingKernelManager.cull_idle_timeout=2700" in words
    assert "--MappingKernelManager.cull_connected=True" in words
    assert "--ServerApp.shutdown_no_activity_timeout=2700" in words
    assert "COURSE_HUB_IDLE" not in os.environ  # a learner's kernel has no use for it
    assert not any("cull" in word or "activity" in word for word in seat._quiet())
