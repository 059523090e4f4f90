"""Read a GeoJSON FeatureCollection from a file, packed or not. What cannot be read is said in one sentence."""

import gzip
import json
import zlib
from pathlib import Path
from typing import Any, Final

# A packed file of a few kilobytes can unpack to more than the machine holds.
MOST_BYTES: Final = 600_000_000
GZIP_MARK: Final = b"\x1f\x8b"
# Systems whose coordinates we know: degrees of WGS84 and ETRS89 (less than a metre apart), and RD New.
KNOWN_SYSTEMS: Final = {"4326", "4258", "CRS84", "28992", "7415"}


class Unreadable(ValueError):
    """The file cannot be used at all; the message says why, fit for the person who gave the command."""


def features_of(path: Path) -> list[Any]:
    """Return the features of a file, as they stand in it. Raises Unreadable."""
    try:
        collection = json.loads(unpacked(path))
    # A number of thousands of digits is a ValueError, a thousand brackets a RecursionError.
    except (ValueError, RecursionError) as problem:
        if isinstance(problem, Unreadable):
            raise
        raise Unreadable(f"{path.name} is not JSON.") from problem
    return features_in(collection, path.name)


def features_in(collection: Any, name: str) -> list[Any]:
    """Return the features of a collection that was read. Raises Unreadable."""
    if not isinstance(collection, dict) or collection.get("type") != "FeatureCollection":
        raise Unreadable(f"{name} is not a GeoJSON FeatureCollection.")
    features = collection.get("features")
    if not isinstance(features, list):
        raise Unreadable(f"{name} has no list of features.")
    _check_system(collection.get("crs"), name)
    return features


def _check_system(crs: Any, name: str) -> None:
    """An older file may name its coordinate system; one that we do not know would misplace every area."""
    if crs is None:
        return
    properties = crs.get("properties") if isinstance(crs, dict) else None
    named = properties.get("name") if isinstance(properties, dict) else None
    if not isinstance(named, str) or named.rpartition(":")[2].upper() not in KNOWN_SYSTEMS:
        raise Unreadable(
            f"{name} is in a coordinate system that is not supported; use WGS84 or RD New (EPSG:28992)."
        )


def unpacked(path: Path) -> bytes:
    """Return what is in the file, unpacked when it is gzip. Raises Unreadable."""
    try:
        with path.open("rb") as file:
            packed = file.read(2) == GZIP_MARK
        if path.suffix == ".gz" and not packed:
            raise Unreadable(f"{path.name} is not a gzip file.")
        with gzip.open(path) if packed else path.open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
    except (EOFError, zlib.error, gzip.BadGzipFile) as problem:
        raise Unreadable(f"{path.name} is a damaged gzip file.") from problem
    except OSError as problem:
        raise Unreadable(f"{path.name} cannot be read: {problem.strerror or 'unknown reason'}.") from problem
    if len(content) > MOST_BYTES:
        raise Unreadable(f"{path.name} is larger than {MOST_BYTES // 1_000_000} MB.")
    return content
