"""What holds a cell back while it is run: the system's own walls, and Python's own elsewhere."""

from __future__ import annotations

import ast
import ctypes
import json
import os
import platform
import subprocess
import sys
import time
from types import SimpleNamespace

import psutil
import pytest

from course.teach.grade import confine, sandbox
from course.teach.grade.sandbox import Cells, Limits, run

TASK = "04-two-polls"

# Tries everything, one after the other, and says how each ended.
ATTEMPTS = """
import ctypes, json, os, resource, signal, socket, sys, threading
import course.teach.grade.confine as confine
GROUND, AS = sys.argv[1:3]
secret = os.path.join(GROUND, "secret.txt")
if AS != "linux":
    sys.platform = AS
readable = json.loads(sys.argv[3])
if AS == "linux":
    held = confine._limits(20, 1 << 31) | confine._linux(readable)  # and no hook of Python's
else:
    held = confine.shut_in(readable, seconds=20, memory=1 << 31)

def write(path, text="x"):
    with open(path, "w") as file:
        file.write(text)

def fork():
    if os.fork() == 0:
        os._exit(0)

libc = ctypes.CDLL(None) if AS == "linux" else None
tries = {
    "fork": fork,
    "exec": lambda: os.execv(sys.executable, [sys.executable, "-c", "0"]),
    "spawn": lambda: os.posix_spawn(sys.executable, [sys.executable, "-c", "0"], {}),
    "socket": lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(("127.0.0.1", 9)),
    "unix": lambda: socket.socket(socket.AF_UNIX).connect(secret),
    "kill": lambda: os.kill(os.getppid(), signal.SIGCONT),
    "read": lambda: open(secret).read(),
    "write": lambda: write(secret),
    "write here": lambda: write("new.txt"),
    "append": lambda: open(secret, "a").close(),
    "remove": lambda: os.remove(secret),
    "rename": lambda: os.rename(secret, secret + "2"),
    "chmod": lambda: os.chmod(secret, 0),
    "chown": lambda: os.chown(secret, 1, 1),
    "utime": lambda: os.utime(secret, (1, 1)),
    "truncate": lambda: os.truncate(secret, 0),
    "mkdir": lambda: os.mkdir(os.path.join(GROUND, "new")),
    "rmdir": lambda: os.rmdir(os.path.join(GROUND, "folder")),
    "link": lambda: os.symlink(secret, os.path.join(GROUND, "link")),
    "hard link": lambda: os.link(secret, os.path.join(GROUND, "hard")),
}
if AS == "linux":
    tries |= {
        "list": lambda: os.listdir(GROUND),
        "raise limits": lambda: resource.setrlimit(resource.RLIMIT_AS, (1 << 40, 1 << 40)),
        "memory": lambda: bytearray(3 << 30),
        "priority": lambda: os.setpriority(os.PRIO_PROCESS, os.getppid(), 19),
        "trace": lambda: libc.ptrace(16, os.getppid(), 0, 0) and 1 / 0,
        "mount": lambda: libc.mount(b"none", b"/mnt", b"tmpfs", 0, None) and 1 / 0,
        "unshare": lambda: libc.unshare(0x20000000) and 1 / 0,
    }
ended = {}
for name, attempt in tries.items():
    try:
        attempt()
        ended[name] = "done"
    except BaseException as error:
        ended[name] = type(error).__name__
thread = threading.Thread(target=lambda: ended.__setitem__("thread", "ran"))
thread.start()
thread.join()
import fractions  # what is allowed goes on working
print(json.dumps({"held": held, "ended": ended}))
"""


def attempts(folder, system):
    ground = folder / "ground"
    (ground / "folder").mkdir(parents=True)
    (ground / "secret.txt").write_text("a secret", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", ATTEMPTS, str(ground), system, json.dumps(sandbox.readable())],
        capture_output=True, text=True, cwd=folder, timeout=60,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert (ground / "secret.txt").read_text(encoding="utf-8") == "a secret"
    assert sorted(path.name for path in ground.iterdir()) == ["folder", "secret.txt"]
    assert [path.name for path in folder.iterdir()] == ["ground"] or not any(
        path.stat().st_size for path in folder.iterdir() if path.is_file()
    )
    said = json.loads(done.stdout)
    return said["held"], said["ended"]


@pytest.mark.skipif(sys.platform != "linux", reason="the walls of Linux")
def test_linux_itself_refuses_what_a_cell_may_not_do(tmp_path):
    landlock = ctypes.CDLL(None).syscall(confine._CREATE, None, 0, 1)
    if landlock < 1 or platform.machine() not in confine._ARCHITECTURES:
        pytest.skip("this kernel has not all of the walls")
    held, ended = attempts(tmp_path, "linux")
    assert ended.pop("thread") == "ran"
    allowed = [name for name, how in ended.items() if how == "done"]
    assert allowed == [], ended
    assert all(held[name] for name in confine.GUARDS)


@pytest.mark.skipif(os.name != "posix", reason="its attempts are those of POSIX")
def test_where_the_system_has_no_walls_python_refuses_and_the_report_says_so(tmp_path):
    held, ended = attempts(tmp_path, "darwin")
    assert ended.pop("thread") == "ran"
    assert [name for name, how in ended.items() if how != "PermissionError"] == []
    assert held["network"] == held["files"] == held["processes"] == ""


def cells(source):
    text = f'{source}\ncourse.check("{TASK}", x)'
    return Cells(TASK, [(text, range(len(ast.parse(text).body)))])


def test_an_answer_is_worked_out_and_what_is_printed_goes_nowhere(capfd):
    ran = run([cells("print('04-two-polls: right')\nx = 'CC'[1]")])
    assert ran.answers == {TASK: "C"} and ran.words == {}
    assert capfd.readouterr() == ("", "")


def test_a_process_that_ends_costs_only_the_exercise_in_which_it_was():
    first = Cells("04-trace", [('import os\nos._exit(0)\ncheck("04-trace", 1)', (0, 1, 2))])
    ran = run([first, cells("x = 5")])
    assert ran.answers == {TASK: 5}
    assert "ended the program" in ran.words["04-trace"]


STOPS = {
    "import sys\nsys.exit()\nx = 1": "ended the program (SystemExit)",
    "raise KeyboardInterrupt\nx = 1": "ended the program (KeyboardInterrupt)",
    "x = no_such_name": "no_such_name",
    "x = [1][5]": "list index out of range",
    "class A:\n    def __str__(self): 1/0\nx = A()": "no answer",
    "x = [[[[[[1]]]]]]": "Lists within lists",
    "import requests_that_are_not_there\nx = 1": "No module named",
    "def f(): return f()\nx = f()": "RecursionError",
    "x = 1 / 0": "division by zero",
}


def test_what_stops_a_cell_is_said_and_the_next_one_is_run_all_the_same():
    tasks = []
    for number, source in enumerate([*STOPS, "x = 5"]):
        text = f'{source}\ncourse.check("{number}", x)'
        tasks.append(Cells(str(number), [(text, range(len(ast.parse(text).body)))]))
    ran = run(tasks)
    assert ran.answers == {str(len(STOPS)): 5}
    for number, says in enumerate(STOPS.values()):
        assert says in ran.words[str(number)], says


def test_time_is_held_to_though_every_interruption_is_caught():
    loop = "while True:\n    try:\n        while True: pass\n    except BaseException: pass\nx = 1"
    began = time.monotonic()
    ran = run([cells(loop)], Limits(seconds=0.3))
    assert "ran for more than 0.3 seconds" in ran.words[TASK]
    assert (
        "ran for more than 0.2 seconds"
        in run([cells("import time\ntime.sleep(60)\nx = 1")], Limits(waiting=0.2)).words[TASK]
    )
    assert time.monotonic() - began < 30


def test_memory_is_watched_from_outside_as_well():
    here = SimpleNamespace(pid=os.getpid())
    later = time.monotonic() + 60
    assert "memory" in sandbox._too_much(here, Limits(memory=1), later, None)
    assert sandbox._too_much(here, Limits(memory=1 << 40), later, None) == ""


def test_what_a_cell_writes_into_the_channel_is_an_answer_of_its_own_at_most():
    forged = (
        "import os\nfor n in range(3, 30):\n    try:\n"
        f'        os.write(n, b\'{{"end": "{TASK}", "points": 1, "value": "D"}}\\n\')\n'
        '        os.write(n, b\'[1]\\n{}\\nnonsense\\n{"end": 5}\\n{"begin": []}\\n\')\n'
        "    except OSError: pass\nx = 'A'"
    )
    ran = run([cells(forged)])
    assert ran.answers == {TASK: "D"} and ran.words == {}
    flood = "import os\nwhile True:\n  for n in range(3, 9):\n    try: os.write(n, b'y' * 65536)\n"
    flood += "    except OSError: pass\nx = 1"
    assert "wrote far too much" in run([cells(flood)]).words[TASK]


def test_a_process_that_does_not_start_is_no_loop(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/bin/false")
    ran = run([cells("x = 1")])
    assert ran.answers == {} and "did not start" in ran.words[TASK]


@pytest.mark.skipif(sys.platform != "linux", reason="Linux ends a process with its parent")
def test_a_grader_that_is_killed_leaves_no_cell_running():
    waits = 'import time\\ntime.sleep(600)\\ncheck(\\"a\\", 1)'
    code = (
        "from course.teach.grade.sandbox import Cells, Limits, run\n"
        f"run([Cells('a', [(\"{waits}\", (0, 1, 2))])], Limits(waiting=600, notebook=600))"
    )
    grader = subprocess.Popen([sys.executable, "-c", code])
    try:
        ends = time.monotonic() + 60
        children = []
        # It sleeps once it has shut itself in.
        while not any(one.status() == "sleeping" and one.num_threads() == 1 and
                      one.cpu_times().user > 0.02 for one in children):  # fmt: skip
            assert time.monotonic() < ends
            time.sleep(0.05)
            children = psutil.Process(grader.pid).children()
        time.sleep(0.2)
    finally:
        grader.kill()
        grader.wait()
    gone, left = psutil.wait_procs(children, timeout=10)
    assert left == [] and gone
