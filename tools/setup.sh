#!/usr/bin/env bash
# Installs what the project needs on a fresh Debian 12 or 13: QGIS 3.40 or newer with its Python, and a
# virtual environment on that same interpreter with the development tools pinned in pyproject.toml.
#
#   tools/setup.sh qgis   QGIS and what "make demo" needs
#   tools/setup.sh dev    the above and what "make test" and "make bench" need
#
# A second run does nothing and needs no network. The Debian mirror is read from the machine's own apt
# configuration, so the same script works behind a company mirror.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly PYTHON=/usr/bin/python3
readonly LEAST_QGIS=34000
readonly QGIS_PACKAGES=(qgis python3-qgis qgis-providers)
# Servers of the same release as QGIS, for the tests of datasets on the network.
readonly SERVER_PACKAGES=(qgis-server)
# chromium and poppler-utils read the summaries that are written; git says what is packed, pb_tool packs it with zip, and
# strace sees what QGIS writes; gcc makes the slow disk of tests/gate, which run make too.
readonly DEV_PACKAGES=(postgresql python3-psycopg2 python3-venv xvfb xauth x11-xkb-utils xdotool fonts-dejavu-core fonts-noto-core chromium poppler-utils git make zip strace gcc libc6-dev)

say() { printf 'setup: %s\n' "$*" >&2; }

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        env DEBIAN_FRONTEND=noninteractive "$@"
    elif command -v sudo >/dev/null; then
        sudo env DEBIAN_FRONTEND=noninteractive "$@"
    else
        say "installing Debian packages needs root or sudo; run as root: $*"
        exit 1
    fi
}

qgis_is_new_enough() {
    [ -x "$PYTHON" ] && command -v qgis_process >/dev/null && "$PYTHON" - "$LEAST_QGIS" 2>/dev/null <<'PY'
import sys
from qgis.core import Qgis
sys.exit(0 if Qgis.versionInt() >= int(sys.argv[1]) else 1)
PY
}

missing_packages() {
    local package
    for package in "$@"; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || printf '%s\n' "$package"
    done
}

# Debian 12 has QGIS 3.22 in main; 3.40 is in its backports, which a machine may not have listed.
enable_backports() {
    local codename site
    codename=$(. /etc/os-release && printf '%s' "$VERSION_CODENAME")
    if apt-get indextargets --format '$(RELEASE)' | grep -qx "${codename}-backports"; then
        return
    fi
    site=$(apt-get indextargets --format '$(SITE) $(RELEASE)' | awk -v r="$codename" '$2 == r { print $1; exit }')
    if [ -z "$site" ]; then
        say "apt lists no mirror for ${codename}; add one to /etc/apt/sources.list.d and run again"
        exit 1
    fi
    say "adding ${codename}-backports from this machine's own mirror"
    printf 'Types: deb\nURIs: %s\nSuites: %s-backports\nComponents: main\nSigned-By: /usr/share/keyrings/debian-archive-keyring.gpg\n' \
        "$site" "$codename" | as_root tee /etc/apt/sources.list.d/plandialog-backports.sources >/dev/null
}

install_qgis() {
    if qgis_is_new_enough; then
        return
    fi
    local codename release=()
    codename=$(. /etc/os-release && printf '%s' "$VERSION_CODENAME")
    say "QGIS 3.40 or newer is missing; installing it (one to three minutes)"
    as_root apt-get update -qq
    if ! apt-cache policy qgis | grep -qE 'Candidate: (1:)?(3\.(4[0-9]|[5-9][0-9])|[4-9])'; then
        enable_backports
        as_root apt-get update -qq
        release=(-t "${codename}-backports")
    fi
    as_root apt-get install -y -qq --no-install-recommends "${release[@]}" "${QGIS_PACKAGES[@]}" >/dev/null
    if ! qgis_is_new_enough; then
        say "apt installed $(dpkg-query -W -f '${Version}' qgis 2>/dev/null || echo 'no QGIS'), but 3.40 is the least supported."
        say "Use Debian 12 (with backports), Debian 13 or newer."
        exit 1
    fi
}

# QGIS of the backports wants its server from there too.
install_servers() {
    local wanted release=()
    mapfile -t wanted < <(missing_packages "${SERVER_PACKAGES[@]}")
    if [ "${#wanted[@]}" -eq 0 ]; then
        return
    fi
    if dpkg-query -W -f '${Version}' qgis 2>/dev/null | grep -q '~bpo'; then
        release=(-t "$(. /etc/os-release && printf '%s' "$VERSION_CODENAME")-backports")
    fi
    say "installing ${wanted[*]}"
    as_root apt-get update -qq
    as_root apt-get install -y -qq --no-install-recommends "${release[@]}" "${wanted[@]}" >/dev/null
}

# PostGIS is packed for the one version of PostgreSQL that a release of Debian has.
install_postgis() {
    local version
    version=$(apt-cache depends postgresql | sed -n 's/.*Depends: postgresql-\([0-9]*\)$/\1/p' | head -n 1)
    if [ -n "$(missing_packages "postgresql-${version}-postgis-3")" ]; then
        as_root apt-get install -y -qq --no-install-recommends "postgresql-${version}-postgis-3" >/dev/null
    fi
}

install_dev() {
    local wanted stamp=.venv/.installed sum
    mapfile -t wanted < <(missing_packages "${DEV_PACKAGES[@]}")
    if [ "${#wanted[@]}" -gt 0 ]; then
        say "installing ${wanted[*]}"
        as_root apt-get update -qq
        as_root apt-get install -y -qq --no-install-recommends "${wanted[@]}" >/dev/null
    fi
    install_servers
    install_postgis
    sum=$(sha256sum pyproject.toml | cut -d' ' -f1)
    if [ "$(cat "$stamp" 2>/dev/null || true)" != "$sum" ]; then
        say "making .venv with the development tools pinned in pyproject.toml"
        "$PYTHON" -m venv --system-site-packages --clear .venv
        .venv/bin/python -m pip install --quiet --disable-pip-version-check "pip>=25.1"
        # QGIS's own modules were built for the machine's numpy; a newer one in .venv would hide it.
        "$PYTHON" -c 'import numpy; print(f"numpy=={numpy.__version__}")' >.venv/constraints.txt
        .venv/bin/python -m pip install --quiet --disable-pip-version-check --group dev -c .venv/constraints.txt
        printf '%s\n' "$sum" >"$stamp"
    fi
}

case "${1:-}" in
    qgis) install_qgis ;;
    dev) install_qgis && install_dev ;;
    *) say "usage: tools/setup.sh qgis|dev"; exit 2 ;;
esac
