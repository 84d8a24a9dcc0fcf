#!/usr/bin/env bash
# Builds .tools/python-3.13 from the source package of Debian's release trixie: the newest Home Assistant that runs on 3.13 needs 3.13.2, which the Python at hand may not be.
# It takes several minutes, and a Debian with a compiler whose package lists name a mirror; nothing of the system is changed but for the libraries it is built with.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$PWD/.tools/python-3.13
[ -x "$folder/bin/python3.13" ] && exit 0
command -v apt-get >/dev/null 2>&1 || { echo "Only on Debian is Python 3.13 built here; 'pyenv install 3.13' brings it elsewhere." >&2; exit 1; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() { tail -n 20 "$work/log" >&2; echo "Building Python 3.13 failed." >&2; exit 1; }
libraries=(build-essential dpkg-dev zlib1g-dev libssl-dev libffi-dev libsqlite3-dev libbz2-dev liblzma-dev)
dpkg -s "${libraries[@]}" >/dev/null 2>&1 || apt-get -qq install --yes --no-install-recommends "${libraries[@]}" >"$work/log" 2>&1 </dev/null || fail
# a list of packages of its own, from the mirror that this machine uses
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Origin: Debian' 'Label: Debian' | head -n 1)
[ -n "$mirror" ] || { echo "The package lists name no mirror of Debian; 'apt-get update' brings them." >&2; exit 1; }
mkdir -p "$work/lists/partial" "$work/archives/partial" "$work/source"
echo "deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror trixie main" > "$work/sources.list"
apt() {
  apt-get -qq -o Dir::Etc::sourcelist="$work/sources.list" -o Dir::Etc::sourceparts=- -o Dir::State::lists="$work/lists" -o Dir::Cache::archives="$work/archives" \
    -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= "$@" >"$work/log" 2>&1 </dev/null || fail
}
echo "Building Python 3.13 in .tools/python-3.13 (several minutes) ..."
apt update
(cd "$work/source" && apt source --download-only python3.13)
tar -xf "$work"/source/*.orig.tar.xz -C "$work/source" --strip-components 1
(
  cd "$work/source"
  ./configure --prefix="$folder" --with-ensurepip=install --disable-test-modules && make -j "$(nproc)" && make install
) >"$work/log" 2>&1 || { rm -rf "$folder"; fail; }
"$folder/bin/python3.13" -c 'import bz2, ctypes, lzma, sqlite3, ssl, zlib' || { rm -rf "$folder"; exit 1; }
