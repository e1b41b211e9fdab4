"""What `course teach hub --export` writes, by the rules of those who will read it.

    python tests/audit/hub_export.py FOLDER --chart Z2JH/jupyterhub --tljh TLJH \\
        --repo2docker jupyter-repo2docker

FOLDER is what was exported; Z2JH and TLJH are checkouts of jupyterhub/zero-to-jupyterhub-k8s and
jupyterhub/the-littlest-jupyterhub, whose requirements for the hub are installed here. The values
are merged with the chart's own and held against its schema; config.yaml and course.py are applied
by The Littlest JupyterHub's own code; repo2docker plans the image without building it. Each has a
control: a wrong word that has to be refused. What was found is in README.md.
"""

from __future__ import annotations

import argparse
import copy
import subprocess
import sys
from pathlib import Path

import jsonschema
import yaml


def merged(below, above):
    """Return two trees of values as Helm merges them."""
    if not (isinstance(below, dict) and isinstance(above, dict)):
        return above
    return below | {key: merged(below.get(key), value) for key, value in above.items()}


def chart(values, folder):
    """Hold values against the chart's schema; refuse what it does not know."""
    schema = yaml.safe_load((folder / "values.schema.yaml").read_text())
    own = yaml.safe_load((folder / "values.yaml").read_text())
    jsonschema.validate(merged(own, values), schema)
    wrong = copy.deepcopy(values)
    wrong["singleuser"]["memry"] = {}
    try:
        jsonschema.validate(merged(own, wrong), schema)
    except jsonschema.ValidationError:
        return
    raise AssertionError("the control was not refused")


def unknown(given, known, path=""):
    """Yield the keys that the other engine's defaults do not have."""
    for key, value in given.items():
        if key not in known:
            yield path + key
        elif isinstance(value, dict) and isinstance(known[key], dict):
            yield from unknown(value, known[key], f"{path}{key}.")


def littlest(folder, checkout):
    """Let The Littlest JupyterHub's own code apply the configuration."""
    sys.path.insert(0, str(checkout))
    from nativeauthenticator import NativeAuthenticator
    from tljh import configurer
    from traitlets.config import Config

    given = yaml.safe_load((folder / "config.yaml").read_text())
    own = given["auth"]["NativeAuthenticator"]
    assert set(own) <= set(NativeAuthenticator.class_trait_names(config=True)), own
    strange = [k for k in unknown(given, configurer.default) if not k.startswith("auth.Native")]
    assert not strange, strange
    assert list(unknown({"limits": {"memry": 1}}, configurer.default)) == ["limits.memry"]
    told = Config()
    configurer.apply_config(given, told)
    exec((folder / "course.py").read_text(), {"get_config": lambda: told})
    assert told.Authenticator.allowed_users and told.Spawner.mem_limit.endswith("G")
    assert told.Spawner.cmd[-1] == "course.teach.hub.seat"
    assert (Path(told.JupyterHub.template_paths[0]) / "signup.html").is_file()


def image(folder, command):
    """Let repo2docker plan the image; the course is installed after it has been copied there."""
    said = subprocess.run(
        [command, "--no-build", "--debug", str(folder)], capture_output=True, text=True, check=True
    )
    lines = said.stderr.splitlines() + said.stdout.splitlines()
    steps = [n for n, line in enumerate(lines) if "COPY --chown=0:0 src/ " in line]
    steps += [n for n, line in enumerate(lines) if line.startswith("RUN") and "requirem" in line]
    steps += [n for n, line in enumerate(lines) if line == "RUN ./postBuild"]
    assert len(steps) == 3 and steps == sorted(steps), "the order of the image's steps"
    assert any("R2D_ENTRYPOINT" in line and "/start" in line for line in lines)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--chart", type=Path)
    parser.add_argument("--tljh", type=Path)
    parser.add_argument("--repo2docker")
    given = parser.parse_args()
    if given.chart:
        chart(yaml.safe_load((given.folder / "kubernetes/values.yaml").read_text()), given.chart)
        print("kubernetes/values.yaml: as the chart's schema says")
    if given.tljh:
        littlest(given.folder / "tljh", given.tljh)
        print("tljh/config.yaml and course.py: applied by its own code, no unknown word")
    if given.repo2docker:
        image(given.folder / "binder", given.repo2docker)
        print("binder: planned by repo2docker, the course installed after it was copied")
