"""Run `main(words)` of a module with our settings loaded, and print what it returns as one line of JSON."""

import json
import sys
from importlib import import_module

from wijkwerk.config import cli


def run(words: list[str]) -> None:
    cli.start_django()  # before the module is read: it names tables
    print(json.dumps(import_module(words[0]).main(words[1:])))


if __name__ == "__main__":
    run(sys.argv[1:])
