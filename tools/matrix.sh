#!/usr/bin/env bash
# Runs the tests on the other QGIS of the matrix, 3.44, whatever QGIS this machine has: in a Debian 13 of its own with
# QGIS from its backports, set up by tools/setup.sh as a fresh machine is.
#
#   tools/matrix.sh                    the whole suite
#   tools/matrix.sh tests/unit -q      what tools/pytest.sh is given
#   tools/matrix.sh --remove           remove the Debian that was kept
#
# Ends with the status of pytest, or with 77 and one line that says why where it cannot be done on this machine.
#
# The Debian is a folder that is entered with chroot. It is made in about five minutes and then kept, see "cache" below.
# The tests get a copy of this tree as it is now, so that nothing they do reaches it.
#
# What is mounted for them is mounted in a namespace that nobody else sees and that the kernel takes away with its last
# process, however that ends. So nothing has to be unmounted, and nothing can be deleted through a mount. They have
# processes, ports and displays of their own in the same way, and no network.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly SUITE=trixie
readonly QGIS=3.44
readonly CANNOT=77
readonly KEYRING=/usr/share/keyrings/debian-archive-keyring.gpg
# What a Debian of the smallest kind lacks and tools/setup.sh takes for granted.
readonly BASE_PACKAGES=ca-certificates,git,iproute2,procps

# Beside what else Debian keeps there that can be made anew. "make clean" leaves it.
readonly cache=${PLANDIALOG_MATRIX:-/var/cache/plandialog}
readonly root=$cache/$SUITE
readonly unfinished=$root.unfinished
readonly log=$cache/setup.log
readonly tree=/srv/plandialog

# Some tests ask git what belongs to the project: there it is all that is not ignored.
readonly TRACK='git init -q; git add -A; git -c user.name=matrix -c user.email=matrix@example.org commit -q -m "The tree as it is"'

# Megabytes on the disk: to make it, and to run the tests in it.
readonly ROOM_TO_MAKE=8000
readonly ROOM_TO_RUN=2000

say() { printf 'matrix: %s\n' "$*" >&2; }

cannot() {
    say "QGIS $QGIS is not tested here: $*"
    exit "$CANNOT"
}

free_megabytes() { df --output=avail -m "$cache" | tail -n 1 | tr -d ' '; }

# Runs unshare with namespaces for mounts and processes. Whatever ends this script ends all that runs there.
entered=
apart() {
    local status=0
    setpriv --pdeathsig KILL -- unshare --mount --pid --fork --kill-child=KILL --ipc "$@" <&0 &
    entered=$!
    wait "$entered" || status=$?
    entered=
    return "$status"
}

# Runs the program $3, which bash reads, in the Debian in folder $1; $2 is online or offline, the rest are arguments.
inside() {
    local folder=$1 network=() program=$3
    [ "$2" = online ] || network=(--net)
    shift 3
    # shellcheck disable=SC2016  # the inner bash puts the values in
    apart "${network[@]}" -- bash -ec '
        folder=$1; shift
        mount -t proc proc "$folder/proc"
        mount -t sysfs -o ro sysfs "$folder/sys"
        mount -t devpts -o newinstance,ptmxmode=0666 devpts "$folder/dev/pts"
        mount -t tmpfs -o mode=1777 tmpfs "$folder/dev/shm"
        exec chroot "$folder" /usr/bin/env -i "$@"
    ' bash "$folder" "${settings[@]}" bash -ec "cd $tree; $program" bash "$@"
}

# shellcheck disable=SC2317  # the traps call it
stop() {
    if [ -n "$entered" ]; then
        kill -KILL "$entered" 2>/dev/null || true
    fi
    exit "$1"
}
trap 'stop 130' INT
trap 'stop 143' TERM HUP

# The environment of what runs there: of this machine only its way to the network, and what the tests ask for by name.
settings=(
    HOME=/root LANG=C.UTF-8 "TERM=${TERM:-dumb}" PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
    PIP_CERT=/etc/ssl/certs/ca-certificates.crt PYTHONDONTWRITEBYTECODE=1
)
for name in http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY PIP_INDEX_URL PIP_DEFAULT_TIMEOUT \
    "${!PLANDIALOG_@}"; do
    if [ -n "${!name:-}" ]; then
        settings+=("$name=${!name}")
    fi
done

mirror() {
    local codename
    codename=$(. /etc/os-release && printf '%s' "$VERSION_CODENAME")
    apt-get indextargets --format '$(SITE) $(RELEASE)' | awk -v r="$codename" '$2 == r { print $1; exit }'
}

is_here() {
    /usr/lib/apt/apt-helper download-file "$1/dists/$SUITE-backports/Release" "$cache/Release" >/dev/null 2>&1
}

require_debootstrap() {
    if ! command -v debootstrap >/dev/null; then
        say "installing debootstrap"
        { apt-get update -qq && env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends debootstrap; } \
            >/dev/null 2>&1 || cannot "debootstrap is not installed, and apt cannot install it"
    fi
}

# What the new Debian has to know of this machine's network, and that QGIS is to come from the backports.
configure() {
    local site=$1 folder=$2
    # Not the whole of apt's configuration: only how it fetches.
    apt-config dump | grep -E '^Acquire::(http|https|Retries|Check-)' >"$folder/etc/apt/apt.conf.d/50machine" || true
    printf 'Acquire::Retries "3";\n' >"$folder/etc/apt/apt.conf.d/40retries"
    printf 'deb [signed-by=%s] %s %s main\n' "$KEYRING" "$site" "$SUITE" "$KEYRING" "$site" "$SUITE-backports" \
        >"$folder/etc/apt/sources.list"
    printf 'Package: src:qgis\nPin: release n=%s-backports\nPin-Priority: 500\n' "$SUITE" \
        >"$folder/etc/apt/preferences.d/qgis"
    printf '127.0.0.1 localhost\n::1 localhost\n' >"$folder/etc/hosts"
    # No package starts a server.
    printf '#!/bin/sh\nexit 101\n' >"$folder/usr/sbin/policy-rc.d"
    chmod 755 "$folder/usr/sbin/policy-rc.d"
}

# The tree as it is, without its history and what is built from it; the environment that was made there before stays.
copy_tree() {
    local folder=$1$tree
    mkdir -p "$folder"
    find "$folder" -mindepth 1 -maxdepth 1 ! -name .venv -exec rm -rf {} +
    tar -c --exclude=./.git --exclude=./.venv --exclude=./build --exclude=__pycache__ --exclude='./.*_cache' . \
        | tar -x --no-same-owner -C "$folder"
}

set_up() {
    # A company's own certificates are among them.
    copy_tree "$1" \
        && cp /etc/ssl/certs/ca-certificates.crt "$1/etc/ssl/certs/ca-certificates.crt" \
        && inside "$1" online "$TRACK; tools/setup.sh dev"
}

make_debian() {
    local site
    site=$(mirror)
    [ -n "$site" ] || cannot "apt lists no Debian mirror for this release"
    is_here "$site" || cannot "the Debian mirror of this machine cannot be reached or has no $SUITE-backports"
    [ "$(free_megabytes)" -ge "$ROOM_TO_MAKE" ] \
        || cannot "$cache has $(free_megabytes) MB free, and a Debian with QGIS $QGIS takes $ROOM_TO_MAKE MB"
    require_debootstrap
    say "making a Debian with QGIS $QGIS in $root (about five minutes)"
    rm -rf --one-file-system "$unfinished"
    # It mounts too.
    apart --mount-proc -- debootstrap --variant=minbase --include="$BASE_PACKAGES" --keyring="$KEYRING" \
        "$SUITE" "$unfinished" "$site" >"$log" 2>&1 \
        || cannot "debootstrap could not make a Debian; $log ends with: $(tail -n 1 "$log")"
    configure "$site" "$unfinished"
    # From here on it is what anyone meets on a fresh Debian 13, so a fault is a fault.
    set_up "$unfinished" >"$log" 2>&1 || {
        say "tools/setup.sh failed on a fresh Debian 13; $log ends with:"
        tail -n 5 "$log" >&2
        exit 1
    }
    # By its last name only when it is whole: one that was interrupted is made anew.
    rm -rf --one-file-system "$root"
    mv "$unfinished" "$root"
}

remove() {
    rm -rf --one-file-system "$root" "$unfinished"
    rm -f "$log" "$cache/Release"
}

main() {
    [ "$(id -u)" -eq 0 ] || cannot "it is installed and entered by root; run as root or with sudo"
    mkdir -p "$cache"
    exec 9>"$cache/lock"
    flock -n 9 || { say "another run is using $root"; exit 1; }
    if [ "${1:-}" = --remove ]; then
        remove
        exit
    fi
    apart --net -- mount -t tmpfs tmpfs "$cache" 2>/dev/null \
        || cannot "this machine lets root make no namespaces, as in a container without that right"

    if [ ! -d "$root" ]; then
        make_debian
    elif ! set_up "$root" >"$log" 2>&1; then
        say "the Debian in $root is broken ($(tail -n 1 "$log")); making it anew"
        make_debian
    fi
    [ "$(free_megabytes)" -ge "$ROOM_TO_RUN" ] || cannot "$cache has only $(free_megabytes) MB free"

    local version
    version=$(inside "$root" online 'dpkg-query -W -f "\${Version}" python3-qgis')
    case $version in
        "$QGIS".*) say "QGIS $version, $(inside "$root" online 'python3 --version')" ;;
        *) say "there is QGIS $version instead of $QGIS in $root"; exit 1 ;;
    esac
    find "$root/tmp" -mindepth 1 -delete
    inside "$root" offline 'ip link set lo up; tools/pytest.sh "$@"' "$@"
}

# On one line: bash reads no further, so that this file may be changed while it runs.
main "$@"; exit
