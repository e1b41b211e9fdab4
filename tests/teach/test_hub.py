"""A hub for a room, by values: who comes in, what they are given, what stands between them."""

import json
import os
import re
import socket
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from course.editions import copy_of
from course.errors import CourseError
from course.paths import root
from course.teach import wheel
from course.teach.hub import accounts, config, export, isolation, opening, room, slips
from course.teach.hub.collect import collect
from course.teach.hub.room import GB, Room

ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


@pytest.fixture
def here(tmp_path):
    """Return an empty room."""
    folder = tmp_path / "room"
    room.prepare(folder)
    return Room(folder=folder, port=8000, hub_port=8081, memory=GB, secret="s" * 32)


# -- who comes in


@pytest.mark.parametrize(
    ("text", "learners"),
    [
        ("name\nAnna Müller\nBo Łask\n", [("anna-muller", "Anna Müller"), ("bo-lask", "Bo Łask")]),
        ("First name,Last name,Email address\nAda,Ray,a@x\n", [("ada-ray", "Ada Ray")]),
        ("\ufeffName;Username\nAda Ray;ARay1\n", [("aray1", "Ada Ray")]),
        ("email\nada.ray@example.org\n\n", [("ada-ray", "ada-ray")]),
        ("name\nAda\nAda\nada\n", [("ada", "Ada"), ("ada-2", "Ada"), ("ada-3", "ada")]),
        ("name\n../../etc\n", [("etc", "../../etc")]),
    ],
)
def test_a_roster_is_read_as_programs_write_it(tmp_path, text, learners):
    path = tmp_path / "class.csv"
    path.write_text(text, encoding="utf-8")
    assert accounts.read_roster(path) == learners


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"name\n", b"PK\x03\x04"])
def test_a_roster_without_learners_is_refused_in_a_sentence(tmp_path, content):
    path = tmp_path / "class.csv"
    path.write_bytes(content)
    with pytest.raises(CourseError, match=r"should name its columns|is empty|is no CSV"):
        accounts.read_roster(path)


def test_a_code_opens_its_account_and_no_other():
    known, codes = accounts.enrol({}, [("ada", "Ada"), ("bo", "Bo")])
    assert accounts.opens(known["ada"], codes["ada"])
    assert accounts.opens(known["ada"], codes["ada"].upper().replace("-", " "))
    assert not accounts.opens(known["ada"], codes["bo"])
    assert not accounts.opens(known["ada"], "") and not accounts.opens(None, codes["ada"])
    assert not accounts.opens(replace(known["ada"], active=False), codes["ada"])
    assert not accounts.opens(replace(known["ada"], digest=""), "")
    assert known["ada"].uid != known["bo"].uid
    assert codes["ada"] not in json.dumps([vars(one) for one in known.values()])


def test_codes_are_hard_to_guess_and_easy_to_read():
    drawn = {accounts.new_code() for _ in range(500)}
    assert len(drawn) == 500
    assert all(re.fullmatch(r"[a-z0-9]{4}-[a-z0-9]{4}", one) for one in drawn)
    assert not set("".join(drawn)) & set("0o1il5s2z")


def test_who_was_there_keeps_account_number_and_code(tmp_path):
    known, codes = accounts.enrol({}, [("ada", "Ada"), ("bo", "Bo")])
    file = tmp_path / "accounts.json"
    accounts.write(file, known)
    assert file.stat().st_mode & 0o777 == 0o600
    again, new = accounts.enrol(accounts.read(file), [("bo", "Bo B."), ("cy", "Cy")])
    assert set(new) == {"cy"} and accounts.opens(again["bo"], codes["bo"])
    assert again["bo"].uid == known["bo"].uid and again["bo"].name == "Bo B."
    assert not again["ada"].active and not accounts.opens(again["ada"], codes["ada"])
    back, _ = accounts.enrol(again, [("ada", "Ada")])
    assert accounts.opens(back["ada"], codes["ada"])


def test_no_learner_gets_a_number_that_somebody_has():
    first = frozenset(range(accounts.FIRST_UID, accounts.FIRST_UID + 3))
    known, _ = accounts.enrol({}, [("ada", "Ada")], first)
    assert known["ada"].uid == accounts.FIRST_UID + 3
    with pytest.raises(CourseError, match="the rest need another"):
        accounts.enrol({}, [(f"a{n}", "") for n in range(accounts.MOST + 1)])


def test_a_slip_has_name_and_code_and_the_board_has_the_address():
    known, codes = accounts.enrol({}, [("ada", "<b>Ada</b>")])
    page = slips.slips([(known["ada"], codes["ada"])])
    assert "&lt;b&gt;Ada" in page and codes["ada"] in page and "http" not in page
    assert "http://10.0.0.2:8000" in slips.board("http://10.0.0.2:8000", "<svg></svg>")


def test_a_new_code_takes_the_place_of_the_old_one(here):
    known, codes = accounts.enrol({}, [("ada-ray", "Ada Ray")])
    accounts.write(here.accounts, known)
    said = []
    opening.anew(here.folder, "Ada Ray", said.append)
    (code,) = re.findall(r"new code (\S+)$", said[0])
    now = accounts.read(here.accounts)["ada-ray"]
    assert accounts.opens(now, code) and not accounts.opens(now, codes["ada-ray"])
    opening.anew(here.folder, "all", said.append)
    page = (here.folder / "slips.html").read_text()
    assert not accounts.opens(now, "") and code not in page and "Ada Ray" in page
    with pytest.raises(CourseError, match="Did you mean ada-ray"):
        opening.anew(here.folder, "ada-rey", said.append)


# -- what the hub is set to


def test_the_hub_itself_listens_to_this_machine_alone(here):
    told = config.settings(here, here.private / "room.json", 8099)
    assert told["JupyterHub"]["hub_bind_url"] == "http://127.0.0.1:8081"
    assert told["SeatSpawner"]["ip"] == "127.0.0.1"
    assert told["JupyterHub"]["redirect_to_server"] and told["JupyterHub"]["cleanup_servers"]
    assert not told["SlipAuthenticator"]["admin_users"]
    assert told["SeatSpawner"]["mem_limit"] == GB and told["SeatSpawner"]["cpu_limit"] == 1.0
    assert told["SeatSpawner"]["default_url"] == "/lab/tree/00-start-here.ipynb"
    doors = config.proxy(here, 8099)["entryPoints"]
    assert doors["http"]["address"] == ":8000" and doors["auth_api"]["address"] == "127.0.0.1:8099"
    assert not any(config.proxy(here, 8099)["global"].values())


def test_every_setting_is_one_that_the_hub_knows(here):
    from jupyterhub.app import JupyterHub
    from jupyterhub_traefik_proxy.fileprovider import TraefikFileProviderProxy

    from course.teach.hub.spawner import SeatSpawner, SlipAuthenticator

    classes = (JupyterHub, SlipAuthenticator, SeatSpawner, TraefikFileProviderProxy)
    told = config.settings(here, here.private / "room.json", 8099)
    assert set(told) == {one.__name__ for one in classes}
    for one in classes:
        assert set(told[one.__name__]) <= set(one.class_trait_names(config=True))


def test_each_learners_server_has_a_port_of_its_own():
    from course.teach.hub.spawner import seat_port

    uids = range(accounts.FIRST_UID, accounts.FIRST_UID + 40)
    ports = [port for uid in uids if (port := seat_port(uid))]
    assert len(set(ports)) == len(ports) > 30 and max(ports) < 32768
    with socket.socket() as held:
        held.bind(("127.0.0.1", seat_port(uids[5])))
        held.listen()
        assert seat_port(uids[5]) == 0


def test_a_rooms_settings_come_back_as_they_were_kept(here):
    assert room.read(here.write()) == here
    assert (here.private / "room.json").stat().st_mode & 0o777 == 0o600
    assert here.private.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    ("learners", "gigabytes", "share", "warned"),
    [(24, 16, 1.2, False), (10, 32, 2.0, False), (24, 8, 0.54, True), (30, 23, 1.43, False)],
)
def test_what_a_machine_can_hold(learners, gigabytes, share, warned):
    memory, warning = room.shares(learners, gigabytes * GB)
    assert memory / GB == pytest.approx(share, abs=0.02)
    assert bool(warning) is warned
    if warned:
        assert "enough for about 21 learners at work; there are 24" in warning


# -- what stands between learners


def test_alone_and_without_bubblewrap_somebody_has_to_agree(here, monkeypatch):
    monkeypatch.setattr(isolation, "is_root", lambda: False)
    monkeypatch.setattr(isolation, "bubblewrap_works", lambda room: False)
    with pytest.raises(CourseError, match=r"every file of yours.*bubblewrap.*sudo.*--as-me"):
        isolation.walls(here, as_me=False)
    assert isolation.walls(here, as_me=True) == "none"
    assert "NOTHING" in isolation.said(here) and "as you" in isolation.said(here)
    monkeypatch.setattr(isolation, "bubblewrap_works", lambda room: True)
    assert isolation.walls(here, as_me=False) == "bubblewrap"


def test_bubblewrap_shows_one_home_and_nothing_else_of_the_room(here):
    shut = replace(here, walls="bubblewrap")
    words = isolation.command(shut, "ada", 60710, 256, ["/x/python", "-m", "seat"])
    assert words[-3:] == ["/x/python", "-m", "seat"]
    shown = {words[at + 1] for at, word in enumerate(words) if word in ("--bind", "--ro-bind-try")}
    assert str(here.home("ada")) in shown and "--unshare-pid" in words
    ours = {Path(one) for one in shown if Path(one).is_relative_to(here.folder)}
    assert ours == {here.home("ada"), here.beat}
    assert not {Path.home(), Path("/"), Path("/home"), Path("/run")} & {Path(one) for one in shown}


def test_systemd_is_told_the_limits_where_it_is(here):
    words = isolation.command(replace(here, scopes=True, cpu=1.5), "ada", 60710, 256, ["/x"])
    assert words[:2] == ["systemd-run", "--scope"] and words[-1] == "/x"
    assert f"--property=MemoryMax={GB + GB // 4}" in words and "--property=CPUQuota=150%" in words
    assert ("--user" in words) is not ROOT


@pytest.mark.parametrize(("version", "told"), [(252, False), (253, True), (0, False)])
def test_a_scope_goes_on_when_one_process_of_it_is_ended(here, monkeypatch, version, told):
    monkeypatch.setattr(isolation, "systemd_version", lambda: version)
    words = isolation.command(replace(here, scopes=True), "ada", 60710, 256, ["/x"])
    assert ("--property=OOMPolicy=continue" in words) is told


ASKS = (
    "import os, resource as r; print(r.getrlimit(r.RLIMIT_DATA)[1], r.getrlimit(r.RLIMIT_NPROC)[1],"
    " os.getcwd(), oct(os.umask(0)))"
)


def test_limits_are_taken_on_before_a_learners_code_runs(here):
    home = here.home("ada")
    home.mkdir()
    words = isolation.command(here, "ada", 60710, 1000, [sys.executable, "-c", ASKS])
    said = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    assert said.split() == [str(2 * GB), "1000", str(home), "0o77"]


@pytest.mark.skipif(not ROOT, reason="only root can become somebody else")
def test_as_root_each_learner_is_a_user_of_their_own(here):
    apart = replace(here, walls="users")
    for login, uid in (("ada", 60710), ("bo", 60711)):
        room.make_home(apart, login, uid)
        assert here.home(login).stat().st_uid == uid
        assert here.home(login).stat().st_mode & 0o777 == 0o700
    for folder in here.folder.parents:  # pytest's own are closed to others
        if folder.stat().st_uid == os.getuid() and str(folder).startswith("/tmp/"):
            folder.chmod(0o711)
    (here.home("bo") / "mine.txt").write_text("Bo's")

    def asks(*argv):
        words = isolation.command(apart, "ada", 60710, 256, list(argv))
        return subprocess.run(words, capture_output=True, text=True)

    assert asks("/usr/bin/id", "-u").stdout.strip() == "60710"
    assert asks("/usr/bin/id", "-G").stdout.split() == ["60710"]
    for path in (here.home("bo") / "mine.txt", here.private / "lock", here.folder / "slips.html"):
        path.touch(mode=0o600)
        assert "Permission denied" in asks("/bin/cat", str(path)).stderr
    assert asks("/bin/ls", str(here.homes)).returncode


# -- what is in the way is said


def test_what_is_in_the_way_is_said_before_anything_starts(here, busy_port, monkeypatch):
    with pytest.raises(CourseError, match=rf"Port {busy_port} is taken.*--port"):
        opening.take(busy_port)
    again = pytest.raises(CourseError, match=r"open in .* already")
    with opening.alone(here.folder), again, opening.alone(here.folder):
        pass
    with pytest.raises(CourseError, match=r"Who is to come in\?.*--roster.*--seats 24"):
        opening.enrolled(here.folder, opening.Wishes(here.folder), print)
    monkeypatch.setattr(sys, "platform", "win32")
    with pytest.raises(CourseError, match=r"wsl --install.*teach kit.*--export"):
        opening.refuse_where_there_is_no_hub()


# -- collecting


def test_notebooks_are_collected_and_nothing_is_followed(here, tmp_path):
    known, _ = accounts.enrol({}, [("ada", "Ada"), ("bo", "Bo"), ("cy", "Cy"), ("di", "Di")])
    own = {f"{n}.ipynb" for n in ("04-third-site", "05-x", "06-x", "07-x", "08-x")}
    secret = tmp_path / "secret"
    secret.write_text("the instructor's")
    ada = here.copies("ada")
    ada.mkdir(parents=True)
    (ada / "04-third-site.ipynb").write_text("{}")
    os.utime(ada / "04-third-site.ipynb", (1_000_000, 1_000_000))
    given = (root() / "notebooks" / "00-start-here.ipynb").read_bytes()
    (ada / ".course").mkdir()
    (ada / ".course" / "08-x.ipynb").write_bytes(given)
    (ada / "08-x.ipynb").write_bytes(copy_of(given))  # never saved: nothing handed in
    (ada / "progress.json").write_text("{}")
    (ada / "04-third-site.mine-2026.ipynb").write_text("{}")
    (ada / "05-x.ipynb").symlink_to(secret)
    os.link(secret, ada / "06-x.ipynb")
    os.mkfifo(ada / "07-x.ipynb")
    here.home("bo").mkdir()
    here.copies("bo").symlink_to(tmp_path)
    here.home("cy").symlink_to(here.home("ada"))
    done = collect(here.homes, known, tmp_path / "out", own)
    assert (done.learners, done.notebooks) == (1, 1)
    files = {str(f.relative_to(tmp_path / "out")) for f in (tmp_path / "out").rglob("*.*")}
    assert files == {"Ada/04-third-site.ipynb", "roster.csv"}
    assert (tmp_path / "out/Ada/04-third-site.ipynb").stat().st_mtime == 1_000_000
    said = " ".join(done.left)
    assert "di has not been in" in said and "bo: my-course is no folder" in said
    assert "05-x.ipynb is a link" in said and "06-x.ipynb is a second name" in said
    assert "07-x.ipynb is no ordinary file" in said and "cy: " in said


def test_what_is_collected_is_what_grading_reads(here, tmp_path):
    from course.teach.grade.collect import collect as handed_in
    from course.teach.grade.roster import Roster, read

    known, _ = accounts.enrol({}, [("anna-muller", "Anna Müller"), ("ada", "Ada"), ("b", "Ada")])
    for login in known:
        here.copies(login).mkdir(parents=True)
        (here.copies(login) / "04-third-site.ipynb").write_text("{}")
    collect(here.homes, known, tmp_path / "out", {"04-third-site.ipynb"})
    class_ = Roster(read(tmp_path / "out" / "roster.csv"))
    handed = [one for one in handed_in([tmp_path / "out"]) if one.name.endswith(".ipynb")]
    assert sorted(class_.find(one.whose, one.number).username for one in handed) == sorted(known)


def test_collecting_by_command(here, command, tmp_path):
    known, _ = accounts.enrol({}, [("ada", "Ada")])
    code, said = command("teach", "hub", "--folder", here.folder, "--collect", tmp_path / "out")
    assert code == 1 and "There is no room in" in said
    accounts.write(here.accounts, known)
    here.copies("ada").mkdir(parents=True)
    (here.copies("ada") / "04-third-site.ipynb").write_text("{}")
    code, said = command("teach", "hub", "--folder", here.folder, "--collect", tmp_path / "out")
    assert code == 0 and "1 notebook of 1 learner." in said and "course teach grade" in said


# -- for an IT department


@pytest.fixture
def written(tmp_path, monkeypatch):
    """Return a folder of exported files, with a wheel that was not built."""

    def build(folder):
        path = folder / "alliance_missile_defence_course-0.1.0-py3-none-any.whl"
        path.write_bytes(b"wheel")
        return path

    monkeypatch.setattr(wheel, "build", build)
    export.write(tmp_path / "it", export.Sizes(0.75, 1.5, 30), ["ada", "no"], "4")
    return tmp_path / "it"


def test_what_is_exported_says_the_same_in_each_engines_words(written):
    littlest = yaml.safe_load((written / "tljh/config.yaml").read_text())
    helm = yaml.safe_load((written / "kubernetes/values.yaml").read_text())
    assert littlest["users"]["allowed"] == ["instructor", "ada", "no"]
    assert helm["hub"]["config"]["Authenticator"]["allowed_users"] == ["instructor", "ada", "no"]
    assert littlest["limits"] == {"memory": "0.75G", "cpu": 1.5}
    assert helm["singleuser"]["memory"]["limit"] == "0.75G"
    assert helm["singleuser"]["cpu"]["limit"] == 1.5
    assert littlest["services"]["cull"]["timeout"] == helm["cull"]["timeout"] == 1800
    for told in (littlest["auth"], helm["hub"]["config"]):
        assert told["NativeAuthenticator"]["open_signup"] is False
    assert helm["singleuser"]["networkPolicy"]["egressAllowRules"]["nonPrivateIPs"] is False
    assert helm["singleuser"]["defaultUrl"] == "/lab/tree/04-third-site.ipynb"
    assert helm["singleuser"]["cmd"] == ["python", "-m", "course.teach.hub.seat"]
    python = (written / "tljh/course.py").read_text()
    compile(python, "course.py", "exec")
    assert '"-m", "course.teach.hub.seat"' in python and "04-third-site" in python


def test_what_is_exported_has_no_gap_and_names_what_is_there(written):
    files = [path for path in written.rglob("*") if path.is_file()]
    assert {str(path.relative_to(written)) for path in files} >= set(export.FILES)
    (built,) = written.rglob("*.whl")
    for path in files:
        assert "@@" not in path.read_text()
    assert (written / "binder/requirements.txt").read_text() == f"./{built.name}\n"
    assert built.name in (written / "tljh/install.sh").read_text()
    for name in ("binder/postBuild", "binder/start", "tljh/install.sh"):
        assert (written / name).stat().st_mode & 0o111
        assert not subprocess.run(["bash", "-n", str(written / name)]).returncode
    guide = (written / "README.md").read_text()
    for name in set(re.findall(r"`((?:tljh|kubernetes|binder)/[\w./]*)`", guide)):
        assert (written / name).exists(), name


def test_an_installed_copy_is_packed_as_a_wheel_once_more(tmp_path):
    packed = zipfile.ZipFile(wheel._packed(tmp_path, "segno"))
    names = packed.namelist()
    assert "segno/__init__.py" in names and any(n.endswith(".dist-info/RECORD") for n in names)
    assert not any(n.startswith((".", "/")) or n.endswith(("INSTALLER", ".pyc")) for n in names)
