#!/usr/bin/env bash
# Checks the demo proposals against the demo package with qgis_process, as a user would from the command line, and leaves
# one guidance summary per proposal and one of all of them in build/demo, in Swedish and English.
set -euo pipefail
cd "$(dirname "$0")/.."

out=build/demo
rm -rf "$out"
mkdir -p "$out" build/plugins

# A profile and a plugin folder of their own: the user's QGIS is not touched.
ln -sfn "$PWD" build/plugins/plandialog
profile=$(mktemp -d)
trap 'rm -rf "$profile"' EXIT
chmod 700 "$profile"
export QGIS_PLUGINPATH="$PWD/build/plugins" QGIS_CUSTOM_CONFIG_PATH="$profile" XDG_RUNTIME_DIR="$profile"
export QT_QPA_PLATFORM=offscreen PYTHONDONTWRITEBYTECODE=1

qgis_process plugins enable plandialog >/dev/null

for language in sv en; do
    index=$([ "$language" = sv ] && echo 0 || echo 1)
    echo "demo: checking the demo proposals and writing their summaries ($language), about a minute"
    if ! qgis_process run plandialog:checkplanarea -- \
        INPUT="resources/demo/proposals.gpkg|layername=proposals" \
        ID_FIELD=id NAME_FIELD=name LAND_USE_FIELD=land_use STAGE_FIELD=stage DWELLINGS_FIELD=dwellings \
        LANGUAGE="$index" FOLDER="$out" HTML="$out/all.$language.html" >"$out/log.$language.txt" 2>&1; then
        cat "$out/log.$language.txt" >&2
        echo "demo: the check did not finish; see above" >&2
        exit 1
    fi
done

echo "Guidance summaries of the demo proposals:"
find "$PWD/$out" -name '*.html' | sort | sed 's/^/  /'
echo "Open one in a browser; \"all\" compares the proposals. Beside each of the others are the same summary as .pdf and .odt"
echo "and its findings as .json and .gpkg."
