"""The addresses of this machine for a room, and their code for a camera."""

import socket
from types import SimpleNamespace

import psutil

from course import lan


def test_a_rooms_network_comes_first_and_this_machine_alone_is_none(monkeypatch):
    def card(*found):
        return [SimpleNamespace(family=socket.AF_INET, address=one) for one in found]

    cards = {
        "lo": card("127.0.0.1"),
        "docker0": card("172.17.0.1"),
        "eth0": card("10.1.2.3"),
        "wlan0": card("192.168.4.5", "169.254.1.1"),
        "eth1": card("192.168.9.9"),
    }
    up = {name: SimpleNamespace(isup=name != "eth1") for name in cards}
    monkeypatch.setattr(psutil, "net_if_addrs", lambda: cards)
    monkeypatch.setattr(psutil, "net_if_stats", lambda: up)
    assert lan.addresses() == ["192.168.4.5", "10.1.2.3"]


def test_the_code_is_drawn_for_a_terminal_and_for_a_page():
    address = "http://192.168.4.5:8000"
    assert set(lan.code(address)) <= set(" ▀▄█\n\x1b[0123456789;m")
    assert len(lan.code(address).splitlines()) >= 13
    assert lan.picture(address).startswith("<svg") and "script" not in lan.picture(address)
