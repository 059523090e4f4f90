"""What the house tests look at: our modules, functions, rooms and files."""

import ast
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "wijkwerk"
UNREAD = {"node_modules", "var", "__pycache__", "dist", "build"}
FLOORS = ("config", "faces", "work", "ground", "rules")


@dataclass(frozen=True)
class Function:
    """A function of the product and its length in lines, decorators and docstring left out."""

    where: str
    lines: int


@cache
def contracts() -> list[dict[str, object]]:
    """The import contracts of pyproject.toml."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        found: list[dict[str, object]] = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    return found


@cache
def rooms() -> tuple[str, ...]:
    """`ground.kit`, `work.signals`...: every room, from the lowest to the highest."""
    order: list[str] = []
    for floor in ("ground", "work", "faces"):
        (layers,) = (
            each["layers"] for each in contracts() if each.get("containers") == [f"wijkwerk.{floor}"]
        )
        assert isinstance(layers, list)
        order += [f"{floor}.{room}" for room in reversed(layers)]
    return tuple(order)


@cache
def modules() -> tuple[Path, ...]:
    """Python files of the product; no tests, no migrations."""
    return tuple(
        path
        for path in sorted(PACKAGE.rglob("*.py"))
        if not {"tests", "migrations", "__pycache__"} & set(path.relative_to(PACKAGE).parts)
    )


@cache
def functions() -> tuple[Function, ...]:
    """Every function and method of the product."""
    return tuple(each for path in modules() for each in _functions_of(path))


def _functions_of(path: Path) -> Iterator[Function]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
            signature = node.body[0].lineno - node.lineno
            lines = (body[-1].end_lineno or 0) - body[0].lineno + 1 + signature
            yield Function(f"{path.relative_to(PACKAGE)}:{node.name}", lines)


@cache
def committed() -> tuple[Path, ...]:
    """Files that belong to the project: what git would commit, or all files where there is no git."""
    git = shutil.which("git")
    if git and (ROOT / ".git").exists():
        command = [git, "ls-files", "--cached", "--others", "--exclude-standard"]
        names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
        found = [ROOT / name for name in names.splitlines()]
    else:
        found = [path for path in ROOT.rglob("*") if not _made_here(path.relative_to(ROOT).parts)]
    return tuple(sorted(path for path in set(found) if path.is_file()))


def _made_here(parts: tuple[str, ...]) -> bool:
    hidden = {part for part in parts[:-1] if part.startswith(".")} - {".ci"}
    return bool(hidden or UNREAD & set(parts))


def text_of(path: Path) -> str:
    """The text of a file, nothing for a picture or another file that is no text."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""
