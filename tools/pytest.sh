#!/usr/bin/env bash
# Runs pytest in the project's environment with a home of its own, so that no QGIS profile of the user is touched.
set -euo pipefail
cd "$(dirname "$0")/.."

home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
export HOME="$home" XDG_RUNTIME_DIR="$home" QT_QPA_PLATFORM="${QT_QPA_PLATFORM:-offscreen}" LC_ALL=C.UTF-8
chmod 700 "$home"
# All of them run in two processes; the files named on the command line in this one, where a debugger gets at them.
if [ "$#" -eq 0 ]; then
    set -- -n 2 --dist loadgroup
fi
.venv/bin/python -m pytest "$@"
