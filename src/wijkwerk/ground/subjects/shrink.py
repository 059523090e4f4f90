"""Make a photo anew: a program of its own, run on one untrusted file with a ceiling on memory and time.

`python shrink.py FILE` writes a JPEG to standard output and `{"width": W, "height": H}` to standard error. What is no
usable photo ends with code 3 and one of the words of `PROBLEMS` on standard error. Imports nothing of the project, so that
it starts fast and knows no secrets.
"""

import io
import json
import resource
import sys
import warnings
from pathlib import Path

from PIL import Image, ImageOps

SIDE = 2048  # pixels of the longest side that stays
QUALITY = 85
FORMATS = ("JPEG", "PNG", "WEBP")
REFUSED = 3
PROBLEMS = frozenset({"pixels", "broken"})
MEMORY = 640 * 1024 * 1024  # bytes of address space; what is resident stays far below, see MOST_PIXELS
SECONDS = 15

# A baseline JPEG is scaled down while it is decoded. All else is decoded whole, at 2 to 16 bytes a pixel.
MOST_PIXELS = {
    "baseline": 50_000_000,
    "progressive": 13_000_000,
    "plain": 22_000_000,
    "alpha": 12_000_000,
    "WEBP": 6_000_000,
}


class Unusable(Exception):
    """No usable photo; the text is one of `PROBLEMS`."""


def shrink(path: Path) -> tuple[bytes, tuple[int, int]]:
    """A fresh JPEG of the first frame, upright, without any metadata, and its size. Raises Unusable."""
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS["baseline"]
    warnings.simplefilter("ignore")
    try:
        with Image.open(path, formats=FORMATS) as image:
            _refuse_large(image)
            image.verify()
        with Image.open(path, formats=FORMATS) as image:
            return _fresh(image)
    except (Unusable, MemoryError):
        raise
    except Image.DecompressionBombError:
        raise Unusable("pixels") from None
    except Exception:  # a decoder may raise anything on a file that was made to break it
        raise Unusable("broken") from None


def _refuse_large(image: Image.Image) -> None:
    if min(image.size) < 1:
        raise Unusable("broken")
    if image.width * image.height > MOST_PIXELS[_cost(image)]:
        raise Unusable("pixels")


def _cost(image: Image.Image) -> str:
    if image.format in ("JPEG", "MPO"):
        return "progressive" if image.info.get("progressive") else "baseline"
    if image.format == "WEBP":
        return "WEBP"
    return "plain" if image.mode in ("1", "L", "RGB") and "transparency" not in image.info else "alpha"


def _fresh(image: Image.Image) -> tuple[bytes, tuple[int, int]]:
    scale = min(1.0, SIDE / max(image.size))
    small = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    image.draft(None, small)
    image.load()
    image.thumbnail(small, reducing_gap=None)
    upright = ImageOps.exif_transpose(image)
    # On a new canvas: nothing that stood in the file, such as a place or a comment, can come along.
    canvas = Image.new("RGB", upright.size, "white")
    if upright.has_transparency_data:
        seen = upright.convert("RGBA")
        canvas.paste(seen, mask=seen.getchannel("A"))
    else:
        canvas.paste(upright.convert("RGB"))
    out = io.BytesIO()
    canvas.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue(), canvas.size


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(path: Path) -> int:
    """Exit code 0, or 3 for a file that is no usable photo."""
    _limit()
    try:
        made, (width, height) = shrink(path)
    except (Unusable, MemoryError) as problem:
        sys.stderr.write(str(problem) if isinstance(problem, Unusable) else "pixels")
        return REFUSED
    sys.stdout.buffer.write(made)
    sys.stderr.write(json.dumps({"width": width, "height": height}))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1])))
