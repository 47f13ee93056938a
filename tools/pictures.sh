#!/usr/bin/env bash
# Takes the pictures of README and handbook anew: the dock as the journey test leaves it, and the first page of a summary.
set -euo pipefail
cd "$(dirname "$0")/.."

if ! command -v chromium >/dev/null; then
    echo "pictures: the page is pictured with Chromium; install the Debian package chromium and run again" >&2
    exit 1
fi
mkdir -p docs/images
tools/pytest.sh -q tests/journey/test_planner.py
for language in sv en; do
    cp build/journey/$language/*-example.png "docs/images/dock-$language.png"
    cp build/journey/$language/*-finding.png "docs/images/finding-$language.png"
    cp build/journey/$language/*-live.png "docs/images/live-$language.png"
done

tools/pytest.sh -q tests/journey/test_structure_images.py
for language in sv en; do
    cp build/journey/$language/*-image-six-points.png "docs/images/assistant-$language.png"
    cp build/journey/$language/*-image-on-the-map.png "docs/images/images-$language.png"
done

tools/demo.sh >/dev/null
profile=$(mktemp -d)
trap 'rm -rf "$profile"' EXIT
for language in sv en; do
    chromium --headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking --hide-scrollbars \
        --user-data-dir="$profile" --window-size=1100,1240 --screenshot="docs/images/summary-$language.png" \
        "file://$PWD/build/demo/station-kumla.$language.html" 2>/dev/null
done
ls -la docs/images
