"""What the repository holds: our own work, no packages of others, no address of a registry."""

import re
from importlib.metadata import PackageNotFoundError, metadata

import pytest

from tests.house import source

LARGEST = 400_000  # bytes; more is data, and data is read from outside
REGISTRIES = ("pypi.org", "pythonhosted.org", "registry.npmjs" + ".org", "registry.yarnpkg")
BINARY = {".woff", ".woff2", ".ttf", ".whl", ".gz", ".zip", ".so", ".pyc", ".sqlite3"}

# Licences that go together with the EUPL-1.2, as packages write them.
ALLOWED = re.compile(
    r"MIT|BSD|Apache|ISC|MPL|Mozilla Public|PSF|Python Software|LGPL|Lesser General|HPND|MIT-CMU|Zlib|0BSD"
    r"|EUPL|Unlicense|CC0|PIL",
    re.IGNORECASE,
)
# These say their licence in a file only; looked up by hand.
LOOKED_UP = {"tzdata": "Apache-2.0", "python3-openid": "Apache-2.0"}


def locked(kind):
    lines = (source.ROOT / "locks" / f"{kind}.txt").read_text(encoding="utf-8").splitlines()
    return sorted({line.split("==")[0] for line in lines if re.match(r"[A-Za-z0-9]", line)})


def name(path):
    return str(path.relative_to(source.ROOT))


def test_no_file_names_a_registry():
    found = [
        (name(path), registry)
        for path in source.committed()
        if path.name not in {"uv.lock", "test_files.py"}
        for registry in REGISTRIES
        if registry in source.text_of(path)
    ]
    assert found == []


def test_no_package_of_others_is_committed():
    inside = [
        name(path) for path in source.committed() if "node_modules" in path.parts or ".min." in path.name
    ]
    assert inside == []
    assert [name(path) for path in source.committed() if path.suffix in BINARY] == []


def test_no_file_is_large():
    large = [name(path) for path in source.committed() if path.stat().st_size > LARGEST]
    assert [each for each in large if each not in {"uv.lock"}] == []


@pytest.mark.parametrize("kind", ["run", "dev", "uv", "node"])
def test_every_locked_package_has_a_version_and_a_hash(kind):
    text = (source.ROOT / "locks" / f"{kind}.txt").read_text(encoding="utf-8")
    packages = re.split(r"\n(?=[A-Za-z0-9])", text.strip())
    assert packages
    assert [each.split()[0] for each in packages if "==" not in each or "--hash=sha256:" not in each] == []


@pytest.mark.parametrize("package", locked("run"))
def test_what_we_ship_on_has_a_licence_that_fits(package):
    try:
        found = metadata(package)
    except PackageNotFoundError:
        pytest.skip("not for this platform")
    said = [
        found.get("License-Expression") or "",
        (found.get("License") or "")[:80],
        *(value for value in found.get_all("Classifier") or [] if value.startswith("License")),
        LOOKED_UP.get(package, ""),
    ]
    assert ALLOWED.search(" ".join(said)), said
