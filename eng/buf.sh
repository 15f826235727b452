#!/usr/bin/env bash
# Runs buf in the version of eng/package-lock.json, which is installed on first use. Checks get the protos as their input.
#
#   eng/buf.sh lint
#   eng/buf.sh format -d --exit-code
#   eng/buf.sh breaking --against '.git#ref=BASE,subdir=protos'      BASE: the commit the contract must stay compatible with
#   eng/buf.sh curl --protocol grpc --http2-prior-knowledge http://127.0.0.1:5210/tradewind.v1.DataService/ListInstruments
#
# The program is in one package per platform. The package @bufbuild/buf only picks one of them and is left out: a lock file that
# names it must hold all six platforms, and npm ci refuses it where a registry does not have them.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
case $(uname -m) in
    x86_64) machine=x64 ;;
    aarch64 | arm64) machine=aarch64 ;;
    *)
        echo "eng/buf.sh: buf has no package for $(uname -m)." >&2
        exit 1
        ;;
esac
buf=$root/eng/node_modules/@bufbuild/buf-linux-$machine/bin/buf
# npm writes this copy of the lock file last: it is older than the lock file, or missing, when an installation is stale or broke
# off.
if [[ ! -x $buf || $root/eng/package-lock.json -nt $root/eng/node_modules/.package-lock.json ]]; then
    if ! command -v npm >/dev/null; then
        echo "eng/buf.sh: npm is missing. Install it with: apt-get install npm" >&2
        exit 1
    fi
    log=$(npm --prefix "$root/eng" ci --no-audit --no-fund 2>&1) || {
        printf 'eng/buf.sh: installing buf failed:\n%s\n' "$log" >&2
        exit 1
    }
fi

cd "$root"
case ${1:-} in
    lint | format | breaking | build)
        exec "$buf" "$1" protos "${@:2}"
        ;;
    *)
        exec "$buf" "$@"
        ;;
esac
