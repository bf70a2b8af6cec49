"""Distances between positions."""

import math

EARTH_RADIUS = 6_371_000.0  # metres, mean radius


def distance(
    latitude: float, longitude: float, other_latitude: float, other_longitude: float
) -> float:
    """Return metres between two WGS-84 positions in degrees (haversine on a sphere).

    The sphere errs by up to 0.5 %, far less than a phone's position.
    """
    phi, other_phi = math.radians(latitude), math.radians(other_latitude)
    half_phi = (other_phi - phi) / 2
    half_lambda = math.radians(other_longitude - longitude) / 2
    chord = (
        math.sin(half_phi) ** 2 + math.cos(phi) * math.cos(other_phi) * math.sin(half_lambda) ** 2
    )
    return 2 * EARTH_RADIUS * math.asin(math.sqrt(chord))
