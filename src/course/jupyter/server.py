"""The server behind `course lab`: no configuration can open it, and no signal leaves a kernel."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from jupyter_server.serverapp import ServerApp
from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager
from traitlets.config import Config

from course.files import replacing


class WholeFiles(AsyncLargeFileManager):
    """Keeps files as JupyterLab's own manager does, but a save that breaks off changes nothing.

    The stock manager empties a file and then fills it; killed between the two, it leaves nothing.
    """

    @contextmanager
    def atomic_writing(self, os_path: str, text: bool = True, **_: Any) -> Iterator[IO[Any]]:
        """Write beside the file, then put the new one in its place."""
        with replacing(Path(os_path).resolve(), text=text) as file:
            yield file


class LocalServer(ServerApp):
    """A server that this machine alone can reach, with a token, whatever else is configured."""

    token_of_this_run = ""

    def init_configurables(self) -> None:
        """Have the last word, after every file of configuration and just before they are used."""
        identity = {"token": self.token_of_this_run, "hashed_password": ""}
        self.update_config(
            Config(
                {
                    "LocalServer": {
                        "ip": "127.0.0.1",
                        "sock": "",
                        "allow_origin": "",
                        "allow_origin_pat": "",
                        "allow_credentials": False,
                        "allow_remote_access": False,
                        "local_hostnames": ["localhost"],
                        "disable_check_xsrf": False,
                        "tornado_settings": {},
                        "identity_provider_class": PASSWORDS,
                        "authorizer_class": "jupyter_server.auth.authorizer.AllowAllAuthorizer",
                        "contents_manager_class": WholeFiles,
                        "answer_yes": True,
                    },
                    "PasswordIdentityProvider": identity,
                }
            )
        )
        super().init_configurables()
        # Else the address that is printed would hide the token, and nobody could come in.
        self.identity_provider.token_generated = True


PASSWORDS = "jupyter_server.auth.identity.PasswordIdentityProvider"


def serve(arguments: list[str], token: str) -> None:
    """Run JupyterLab in this process until a signal, or the button in its window, ends it.

    SIGTERM, SIGINT and SIGHUP end the server and its kernels. The token is not among the
    arguments of a process, where every user of a machine could read it.
    """
    from jupyterlab.labapp import LabApp

    LocalServer.token_of_this_run = token
    LabApp.serverapp_class = LocalServer
    server = LabApp.initialize_server(argv=arguments)

    def end(*_: Any) -> None:
        signal.raise_signal(signal.SIGTERM)

    signal.signal(signal.SIGINT, end)
    hang_up = getattr(signal, "SIGHUP", None)
    if hang_up and signal.getsignal(hang_up) != signal.SIG_IGN:  # `nohup` is left in force
        signal.signal(hang_up, end)
    server.start()
