#!/usr/bin/env bash
# Packs a release's program for those who download it:
#   scripts/package.sh TARGET FOLDER [PROGRAM]   FOLDER/presend-vX.Y.Z-TARGET.tar.gz (.zip for Windows) and its .sha256;
#                                                PROGRAM is target/TARGET/release/presend unless it is given
#   scripts/package.sh --is-version vX.Y.Z       fails unless that is the version of Cargo.toml
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
version=$(sed -n 's/^version = "\(.*\)"$/\1/p' "$here/Cargo.toml" | head -n 1)

if [ "$1" = --is-version ]; then
    [ "$2" = "v$version" ] || { echo "$2 is not the version of Cargo.toml, v$version" >&2; exit 1; }
    exit 0
fi

target=$1
mkdir -p "$2"
folder=$(cd "$2" && pwd)
case $target in *windows*) suffix=.exe ;; *) suffix= ;; esac
program=${3:-$here/target/$target/release/presend$suffix}

name=presend-v$version-$target
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/$name"
cp "$program" "$work/$name/presend$suffix"
cp "$here/README.md" "$here/CHANGELOG.md" "$here/LICENSE-APACHE" "$here/LICENSE-MIT" "$work/$name"

cd "$work"
if [ -n "$suffix" ]; then
    archive=$name.zip
    if command -v zip >/dev/null; then zip -qr "$archive" "$name"; else 7z a -bd -bso0 "$archive" "$name"; fi
else
    archive=$name.tar.gz
    tar -czf "$archive" "$name"
fi
if command -v sha256sum >/dev/null; then sha256sum "$archive"; else shasum -a 256 "$archive"; fi >"$archive.sha256"
mv "$archive" "$archive.sha256" "$folder"
