"""The hub's own process: `python -m course.teach.hub.serve ROOM.json PORT`."""

from __future__ import annotations

import os
import signal
import sys
import threading
from pathlib import Path
from typing import Any

from jupyterhub.app import JupyterHub
from traitlets.config import Config

from course.teach.hub import config, room
from course.teach.hub.supervise import end_noted


class RoomHub(JupyterHub):
    """A hub whose settings are the room's, whatever lies in the folder it is started from."""

    told: dict[str, Any]

    def load_config_file(self, *_: Any, **__: Any) -> None:
        """Take the room's settings in the place of a file."""
        self.update_config(Config(self.told))


def main() -> None:
    """Run until a signal; the end of standard input is one, for whoever started this is gone."""
    file, api_port = Path(sys.argv[1]), int(sys.argv[2])
    RoomHub.told = config.settings(room.read(file), file, api_port)
    threading.Thread(target=_until_alone, args=(file.with_name("proxy.pid"),), daemon=True).start()
    RoomHub.launch_instance([])


def _until_alone(proxy: Path) -> None:
    while os.read(0, 1):
        pass
    end_noted(proxy, "traefik")
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main()
