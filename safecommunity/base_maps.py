"""The streets under the map: none, a Chinese service, OpenStreetMap, or the office's own server.

What a service needs stands here; the operator names it and gives the key. Its servers are added to
the content policy, and to nothing but pictures. Offices without the internet leave it out: areas,
names and places are drawn all the same.
"""

import re
from dataclasses import asdict, dataclass
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

#: How the coordinates of a map lie: as the satellites tell them, or shifted (static/js/gcj02.js).
SYSTEMS = ("wgs84", "gcj02")
TIANDITU = (
    "https://t{s}.tianditu.gov.cn/%(layer)s_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0"
    "&LAYER=%(layer)s&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles"
    "&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk={key}"
)


@dataclass(frozen=True)
class BaseMap:
    """Tile addresses as Leaflet wants them, drawn one over another, and what must be said of them.

    `subdomains` fills {s}; `deepest` is the last zoom level that the service has.
    """

    layers: tuple[str, ...] = ()
    subdomains: str = ""
    system: str = "wgs84"
    credit: str = ""
    deepest: int = 19
    needs_key: bool = False

    @property
    def origins(self) -> list[str]:
        """The servers that pictures come from, for the content policy."""
        found: dict[str, None] = {}
        for layer in self.layers:
            for letter in self.subdomains or [""]:
                parts = urlsplit(layer.replace("{s}", letter))
                found[f"{parts.scheme}://{parts.netloc}"] = None
        return list(found)

    @property
    def as_data(self) -> dict[str, object]:
        """What js/map.js reads."""
        return asdict(self)


#: 天地图 needs the office's own key (https://console.tianditu.gov.cn); its CGCS2000 is WGS-84 to
#: some centimetres. 高德 is shifted. OpenStreetMap's servers are for light use and want a referrer.
SERVICES = {
    "": BaseMap(),
    "tianditu": BaseMap(
        layers=tuple(TIANDITU % {"layer": layer} for layer in ("vec", "cva")),
        subdomains="01234567",
        credit="© 国家地理信息公共服务平台 天地图",
        deepest=18,
        needs_key=True,
    ),
    "amap": BaseMap(
        layers=(
            "https://webrd0{s}.is.autonavi.com/appmaptile"
            "?lang=zh_cn&size=1&scale=1&style=8&x={x}&y={y}&z={z}",
        ),
        subdomains="1234",
        system="gcj02",
        credit="© 高德地图",
        deepest=18,
    ),
    "osm": BaseMap(
        layers=("https://tile.openstreetmap.org/{z}/{x}/{y}.png",),
        credit="© OpenStreetMap contributors",
    ),
}


def base_map(service: str, key: str = "", url: str = "", system: str = "wgs84") -> BaseMap:
    """Return the base map that an installation asks for; a wrong setting stops the start.

    `url` is a server of one's own, in place of a service.
    """
    if url:
        return _own(url, system)
    if service not in SERVICES:
        known = ", ".join(name for name in SERVICES if name)
        raise ImproperlyConfigured(f"MAP_SERVICE must be one of {known}, not {service!r}.")
    found = SERVICES[service]
    if found.needs_key and not re.fullmatch(r"\w+", key):
        raise ImproperlyConfigured(f"MAP_KEY is needed for MAP_SERVICE={service}.")
    return BaseMap(
        tuple(layer.replace("{key}", key) for layer in found.layers),
        found.subdomains,
        found.system,
        found.credit,
        found.deepest,
    )


def _own(url: str, system: str) -> BaseMap:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not re.fullmatch(r"[\w.:-]+", parts.netloc):
        raise ImproperlyConfigured(f"MAP_TILE_URL must begin with a server, not {url!r}.")
    if system not in SYSTEMS:
        raise ImproperlyConfigured(f"MAP_TILE_SYSTEM must be one of {', '.join(SYSTEMS)}.")
    return BaseMap((url,), system=system)
