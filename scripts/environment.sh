#!/bin/sh
# Make or update .venv: `sh scripts/environment.sh run` (what the program needs) or `dev` (the tests and checks as well).
# Needs a python3 with its venv module; everything else is fetched by hash from the files in locks/.
set -eu
cd "$(dirname "$0")/.."
kind="$1"
python="${PYTHON:-python3}"

stop() { echo "wijkwerk: $1" >&2; exit 2; }

command -v "$python" >/dev/null || stop "no $python on this machine; Python 3.11 or newer is needed."
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
  || stop "$("$python" --version) is too old; Python 3.11 or newer is needed (set PYTHON=... to choose one)."

if [ ! -x .venv/bin/python ]; then
  "$python" -c 'import ensurepip, venv' 2>/dev/null \
    || stop "python3 lacks venv or ensurepip. On Debian and Ubuntu: apt-get install python3-venv"
  echo "Making .venv ..."
  "$python" -m venv .venv
fi
if [ ! -x .venv/bin/uv ]; then
  .venv/bin/python -m pip --version >/dev/null 2>&1 || .venv/bin/python -m ensurepip >/dev/null
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r locks/uv.txt
fi
echo "Installing locked packages ($kind) ..."
# uv does not read pip's own settings; hand over the registry that pip was told to use.
if [ -n "${PIP_INDEX_URL:-}" ]; then export UV_DEFAULT_INDEX="${UV_DEFAULT_INDEX:-$PIP_INDEX_URL}"; fi
install() {
  .venv/bin/uv pip install --quiet --python .venv/bin/python "$@" && return
  echo "uv could not install; trying pip ..." >&2
  .venv/bin/python -m pip install --quiet --disable-pip-version-check "$@"
}
install --require-hashes -r "locks/$kind.txt"
install --no-deps --no-build-isolation --editable .
touch ".venv/$kind.stamp"
