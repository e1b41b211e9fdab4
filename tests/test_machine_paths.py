"""What is filed or written names no folder of the machine that it was made on."""

import re

import pytest

from course.paths import root

FOLDERS = ("work", "root", "tmp", "home", "Users", "mnt")
OF_A_MACHINE = re.compile(
    rf"(?<![\w.:/~-])/(?:{'|'.join(FOLDERS)})/(?!jupyter-NAME)\S*"
)  # the place of learners on a hub, as its guide names it, is nobody's
WORDS = ("*.md", "data/**/*.csv", "data/**/*.json", "notebooks/**/*.md", "notebooks/*.ipynb",
         "src/**/*.csv", "src/**/*.json", "src/**/*.md", "tests/**/*.csv",
         "tests/**/*.md")  # fmt: skip


@pytest.mark.parametrize("kind", WORDS)
def test_no_text_names_a_folder_of_a_machine(kind):
    files = [path for path in root().glob(kind) if ".venv" not in path.parts]
    assert files
    found = {path.name: OF_A_MACHINE.findall(path.read_text(encoding="utf-8")) for path in files}
    assert {name: places for name, places in found.items() if places} == {}


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_folder_of_a_machine_is_told_from_an_address(folder):
    place = "/".join(("", folder, "ann", "a.csv"))
    assert OF_A_MACHINE.findall(f"seen in {place}") == [place]
    assert OF_A_MACHINE.findall(f"({place}), '{place}'") == [f"{place}),", f"{place}'"]
    assert not OF_A_MACHINE.search(f"https://a.example{place} and a{place}")
    assert not OF_A_MACHINE.search(place.replace("ann", "jupyter-NAME"))
