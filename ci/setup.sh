#!/usr/bin/env bash
# Creates .venv with this project (editable) and its development tools. Quick when nothing changed: a stamp holds the hash
# of everything that decides the content. On Debian as root it installs the interpreter's venv module too.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

fail() { echo "setup: $*" >&2; exit 2; }

python=${PYTHON3:-python3}
command -v "$python" >/dev/null || fail "$python is missing; install Python 3.10 or newer, or name one with PYTHON3="
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 10))' || fail "$("$python" --version) is too old; 3.10 or newer is needed"

lock=ci/ego_ci/toolchain/toolchain.lock.json
# The folder is part of it: an editable install points to where the tree was.
wanted=$({ pwd -P; "$python" --version; cat pyproject.toml ci/setup.sh "$lock"; } | "$python" -c 'import hashlib, sys; print(hashlib.sha256(sys.stdin.buffer.read()).hexdigest())')
stamp=.venv/.setup
if [ -x .venv/bin/python ] && [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ]; then
  exit 0
fi

if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
  package="python$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv"
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || fail "the venv module is missing; install it (Debian: apt-get install $package)"
  echo "setup: apt-get install $package"
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$package" >/dev/null
fi

echo "setup: .venv, from pyproject.toml and what the toolchain pins (about half a minute the first time)"
rm -f "$stamp"
[ -x .venv/bin/python ] && .venv/bin/python -m pip --version >/dev/null 2>&1 || "$python" -m venv --clear .venv
# Dependency groups need pip 25.1.
.venv/bin/python -m pip install --quiet --disable-pip-version-check 'pip>=25.1'
# What makes packages is what the toolchain pins, byte for byte; the other tools have to live with it.
pins=.venv/pinned.txt constraints=.venv/constraints.txt
.venv/bin/python ci/gitlab/requirements.py >"$pins"
sed -n 's/^\([A-Za-z0-9][^#]*==[^\\]*\)\\*$/\1/p' "$pins" >"$constraints"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement "$pins"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --constraint "$constraints" --editable . --group dev
echo "$wanted" >"$stamp"
