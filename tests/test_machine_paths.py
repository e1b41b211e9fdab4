"""What is filed or written names no folder of the machine that it was made on."""

import re

import pytest

from course.paths import root

OF_A_MACHINE = re.compile(r"(?<![\w.:/~-])/(?:work|root|tmp|home|Users|mnt)/(?!jupyter-NAME)\S*")
WORDS = ("*.md", "data/**/*.csv", "data/**/*.json", "notebooks/**/*.md", "notebooks/*.ipynb",
         "src/**/*.csv", "src/**/*.json", "src/**/*.md", "tests/**/*.csv",
         "tests/**/*.md")  # fmt: skip


@pytest.mark.parametrize("kind", WORDS)
def test_no_text_names_a_folder_of_a_machine(kind):
    files = [path for path in root().glob(kind) if ".venv" not in path.parts]
    assert files
    found = {path.name: OF_A_MACHINE.findall(path.read_text(encoding="utf-8")) for path in files}
    assert {name: places for name, places in found.items() if places} == {}


def test_a_folder_of_a_machine_is_told_from_an_address():
    assert OF_A_MACHINE.findall("seen in /work/shared/a.csv") == ["/work/shared/a.csv"]
    assert OF_A_MACHINE.findall("(/home/ann/x), '/tmp/y'") == ["/home/ann/x),", "/tmp/y'"]
    assert not OF_A_MACHINE.search("https://a.example/home/x and a/tmp/y, `/home/jupyter-NAME/z`")
