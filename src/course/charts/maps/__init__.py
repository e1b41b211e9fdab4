"""Maps that need no network: an azimuthal base map, sites, range rings and great circles.

Each map is an ordinary pair of axes in kilometres east and north of its middle, in the azimuthal
equidistant projection: rings about its centre are true circles, and great circles through it are
straight lines, which is what this course asks of a map. Three ways of drawing the same 1,500
outline points were compared in headless Chromium; none asked for anything over the network.

    way of drawing                    as a notebook stores it    redrawn in
    `scattergeo`, fill="toself"       58 KB                      16 ms
    `scatter` in projected km         55 KB                      44 ms
    SVG paths in `layout.shapes`      16 KB                      14 ms   (chosen)

A notebook gives each number of a list a line of its own, whereas a path is one string. A path
fills by the even-odd rule, so that the Caspian Sea stays water, while `scattergeo` takes a ring
drawn in the other direction for the rest of the globe. And a path is no trace: the traces of a
map are its data and nothing else, and ordinary axes let a label stand off from its point, which
`scattergeo` does not. Plotly's own base layers and `locationmode` are never used: they fetch
their outlines from an outside host.

The outlines are the course table `basemap`. It is detailed from Ireland to Iran and coarse
elsewhere; every map keeps only as many of its points as count at that scale.
"""

from course.charts.maps.base import base_map
from course.charts.maps.labels import POSITIONS
from course.charts.maps.layers import (
    HOLLOW,
    KINDS,
    add_countries,
    add_great_circle,
    add_place,
    add_range_ring,
    add_sites,
)
from course.charts.maps.outlines import country_rings

NOTE = (
    "Boundaries shown follow UN General Assembly resolution 68/262 (Crimea is part of Ukraine) "
    "and imply no endorsement."
)

__all__ = [
    "HOLLOW",
    "KINDS",
    "NOTE",
    "POSITIONS",
    "add_countries",
    "add_great_circle",
    "add_place",
    "add_range_ring",
    "add_sites",
    "base_map",
    "country_rings",
]
