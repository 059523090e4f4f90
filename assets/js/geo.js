// Plain geometry on GeoJSON in degrees (WGS84, [lon, lat]). Good enough to name the area under a pin.

const rings = (geometry) => (geometry.type === "MultiPolygon" ? geometry.coordinates.flat() : geometry.coordinates);

/** True when the point lies inside; a point in a hole crosses two rings and so counts as outside. */
export function holds(geometry, lon, lat) {
  let inside = false;
  for (const ring of rings(geometry)) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [x1, y1] = ring[i];
      const [x2, y2] = ring[j];
      if (y1 > lat !== y2 > lat && lon < ((x2 - x1) * (lat - y1)) / (y2 - y1) + x1) inside = !inside;
    }
  }
  return inside;
}

function distance(geometry, lon, lat) {
  // A degree of longitude is shorter than one of latitude; squared degrees are enough to compare.
  const narrow = Math.cos((lat * Math.PI) / 180);
  let best = Infinity;
  for (const [x, y] of rings(geometry).flat()) best = Math.min(best, ((x - lon) * narrow) ** 2 + (y - lat) ** 2);
  return best;
}

/** {name, inside} of the area that holds the point, else of the one with the nearest border; null without areas. */
export function nearestArea(features, lon, lat) {
  const areas = features.filter((feature) => /Polygon$/.test(feature.geometry?.type ?? ""));
  const holding = areas.find((feature) => holds(feature.geometry, lon, lat));
  if (holding) return { name: holding.properties.name, inside: true };
  if (!areas.length) return null;
  const [nearest] = areas
    .map((feature) => ({ feature, far: distance(feature.geometry, lon, lat) }))
    .sort((a, b) => a.far - b.far);
  return { name: nearest.feature.properties.name, inside: false };
}
