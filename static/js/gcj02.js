// WGS-84 to GCJ-02 and back: Chinese street maps (高德) are drawn in a shifted system. The shift has
// never been published by the state; this is the formula found by regression and published as
// EvilTransform (https://github.com/googollee/eviltransform, 2013, MIT), right to some metres.
// Outside of the mainland nothing is shifted.
const RADIUS = 6378137; // m, semi-major axis
const ECCENTRICITY = 0.00669342162296594323; // squared, of the Krasovsky ellipsoid
const ABROAD = { south: 0.8293, north: 55.8271, west: 72.004, east: 137.8347 };

const isAbroad = (lat, lng) =>
  lat < ABROAD.south || lat > ABROAD.north || lng < ABROAD.west || lng > ABROAD.east;

const wave = (amplitude, angle) => amplitude * Math.sin(angle * Math.PI);

function rough(lat, lng) {
  const x = lng - 105;
  const y = lat - 35;
  const root = Math.sqrt(Math.abs(x));
  const both = wave(20, 6 * x) + wave(20, 2 * x);
  const north = both + wave(20, y) + wave(40, y / 3) + wave(160, y / 12) + wave(320, y / 30);
  const east = both + wave(20, x) + wave(40, x / 3) + wave(150, x / 12) + wave(300, x / 30);
  return {
    lat: -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + (2 / 3) * north,
    lng: 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + (2 / 3) * east,
  };
}

function shift(lat, lng) {
  const metres = rough(lat, lng);
  const angle = (lat * Math.PI) / 180;
  const magic = 1 - ECCENTRICITY * Math.sin(angle) ** 2;
  const meridian = (RADIUS * (1 - ECCENTRICITY)) / magic ** 1.5;
  const parallel = (RADIUS / Math.sqrt(magic)) * Math.cos(angle);
  return { lat: (metres.lat * 180) / (meridian * Math.PI), lng: (metres.lng * 180) / (parallel * Math.PI) };
}

export function toGcj(lat, lng) {
  if (isAbroad(lat, lng)) return { lat, lng };
  const by = shift(lat, lng);
  return { lat: lat + by.lat, lng: lng + by.lng };
}

// Nearer by each round: four are right to a millimetre.
export function toWgs(lat, lng) {
  if (isAbroad(lat, lng)) return { lat, lng };
  let found = { lat, lng };
  for (let round = 0; round < 4; round += 1) {
    const there = toGcj(found.lat, found.lng);
    found = { lat: found.lat + lat - there.lat, lng: found.lng + lng - there.lng };
  }
  return found;
}
