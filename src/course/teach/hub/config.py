"""What the hub is set to; every value stands here, and no file of configuration is read."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from course.teach.hub.room import Room
from course.units import unit

TITLE = "The alliance missile defence course"


def settings(room: Room, file: Path, api_port: int) -> dict[str, dict[str, Any]]:
    """Return the hub's settings: {class: {name: value}}.

    Args:
        room: the room.
        file: where the room's settings are kept.
        api_port: where the proxy listens to the hub, on this machine alone.
    """
    from course.paths import root

    chosen = unit(room.unit, folder=root() / "notebooks").path.name
    private = room.private
    return {
        "JupyterHub": {
            "bind_url": f"http://0.0.0.0:{room.port}/",
            # The room reaches the proxy; the hub itself listens to this machine alone.
            "hub_bind_url": f"http://127.0.0.1:{room.hub_port}",
            "db_url": f"sqlite:///{private / 'hub.sqlite'}",
            "cookie_secret_file": str(private / "cookie_secret"),
            "upgrade_db": True,
            "authenticator_class": "course.teach.hub.spawner.SlipAuthenticator",
            "spawner_class": "course.teach.hub.spawner.SeatSpawner",
            "proxy_class": "jupyterhub_traefik_proxy.fileprovider.TraefikFileProviderProxy",
            "redirect_to_server": True,
            "allow_named_servers": False,
            "cleanup_servers": True,
            "shutdown_on_logout": False,
            "last_activity_interval": 60,
            "data_files_path": str(Path(sys.prefix) / "share" / "jupyterhub"),
            "template_vars": {
                "announcement_login": f"{TITLE}. Username and password (a code): on your slip.",
                "announcement_spawn": "Your notebooks are being opened. This takes a few seconds.",
            },
        },
        "SlipAuthenticator": {
            "room": str(file),
            "allow_all": True,  # whom the file of accounts names; see `authenticate`
            "admin_users": set(),
            "auth_refresh_age": 60,
        },
        "SeatSpawner": {
            "room": str(file),
            "ip": "127.0.0.1",
            "default_url": f"/lab/tree/{chosen}",
            "start_timeout": 180,
            "http_timeout": 180,
            "interrupt_timeout": 10,
            "term_timeout": 5,
            "mem_limit": room.memory,
            "cpu_limit": room.cpu,
        },
        "TraefikFileProviderProxy": {
            "should_start": False,
            "dynamic_config_file": str(private / "routes.toml"),
            "traefik_api_url": f"http://127.0.0.1:{api_port}",
            "traefik_api_username": "hub",
            "traefik_api_password": room.secret,
            "traefik_entrypoint": "http",
        },
    }


def proxy(room: Room, api_port: int) -> dict[str, Any]:
    """Return what the proxy is started with: two doors, one of them for the hub alone."""
    return {
        "global": {"checkNewVersion": False, "sendAnonymousUsage": False},
        "api": {},
        "log": {"level": "ERROR"},
        "entryPoints": {
            "http": {
                "address": f":{room.port}",
                # A save over a weak network may take its time.
                "transport": {"respondingTimeouts": {"readTimeout": "600s", "idleTimeout": "600s"}},
            },
            "auth_api": {"address": f"127.0.0.1:{api_port}"},
        },
        "providers": {
            "providersThrottleDuration": "0s",
            "file": {"filename": str(room.private / "routes.toml"), "watch": True},
        },
    }
