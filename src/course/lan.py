"""Under which addresses a room reaches this machine, and a code that a phone's camera reads."""

from __future__ import annotations

import io
import ipaddress
import socket

# What holds no room: bridges and tunnels of programs that run other machines inside this one.
_INSIDE: tuple[str, ...] = (
    "docker",
    "br-",
    "veth",
    "virbr",
    "vmnet",
    "vboxnet",
    "lxc",
    "lxd",
    "cni",
    "flannel",
)
_INSIDE += ("tun", "tap", "utun", "wg", "tailscale", "zt")


def addresses() -> list[str]:
    """Return this machine's addresses on networks that others are on too, the likeliest first.

    Those of a home or a school (192.168., 10., 172.16. to 172.31.) come first; this machine's own
    127.0.0.1 and what a cable without a network gives (169.254.) are none.
    """
    import psutil

    up = psutil.net_if_stats()
    found: list[str] = []
    for name, given in psutil.net_if_addrs().items():
        if name.lower().startswith(_INSIDE) or not (name in up and up[name].isup):
            continue
        found += [one.address for one in given if one.family == socket.AF_INET]
    return ranked(found)


def ranked(found: list[str]) -> list[str]:
    """Return the addresses that a room can reach, the likeliest first.

    >>> ranked(["127.0.0.1", "10.0.0.5", "169.254.3.4", "8.8.8.8", "192.168.1.7"])
    ['192.168.1.7', '10.0.0.5', '8.8.8.8']
    """
    usable = []
    for text in dict.fromkeys(found):
        address = ipaddress.ip_address(text)
        if not (address.is_loopback or address.is_link_local or address.is_unspecified):
            usable.append(text)

    def order(text: str) -> tuple[bool, bool]:
        return not text.startswith("192.168."), not ipaddress.ip_address(text).is_private

    return sorted(usable, key=order)


def code(address: str) -> str:
    """Return a QR code of an address as lines of text for a terminal; needs the library segno."""
    import segno

    drawn = io.StringIO()
    segno.make(address, error="m", micro=False).terminal(drawn, compact=True)
    return drawn.getvalue().rstrip("\n")


def picture(address: str) -> str:
    """Return a QR code of an address as an SVG element, sized by its page; needs segno."""
    import segno

    return segno.make(address, error="m", micro=False).svg_inline(border=2, omitsize=True)
