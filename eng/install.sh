# Installs what a command needs and the machine lacks. Sourced by ./run, ./test and ./bench; safe to repeat, silent when nothing is
# missing.

say() { printf '%s\n' "$*"; }

# need_sdk: the .NET SDK cannot be installed from Debian, so it must be there.
need_sdk() {
    command -v dotnet > /dev/null 2>&1 && return
    say "The .NET 10 SDK is missing (command 'dotnet'). Install it from the .NET download page and run this again." >&2
    exit 3
}

# need_packages NAME...: Debian or Ubuntu packages.
need_packages() {
    local missing=() name
    for name in "$@"; do
        dpkg-query -W -f '${Status}' "$name" 2> /dev/null | grep -q 'ok installed' || missing+=("$name")
    done
    [ ${#missing[@]} -eq 0 ] && return
    say "Installing ${missing[*]} ..."
    local as_root=()
    [ "$(id -u)" -eq 0 ] || as_root=(sudo)
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" > /dev/null 2>&1 && return
    # The list of packages may be old or empty on a fresh machine.
    "${as_root[@]}" apt-get update -qq > /dev/null
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" > /dev/null || {
        say "Could not install ${missing[*]}. Install them by hand and run this again." >&2
        exit 3
    }
}

# need_node: node and npm, from wherever the machine has them.
need_node() {
    command -v npm > /dev/null 2>&1 && command -v node > /dev/null 2>&1 || need_packages nodejs npm
}

# need_npm_packages FOLDER WHAT: the packages of a lock file. No package's install script is needed.
need_npm_packages() {
    local folder
    folder=$(cd "$(dirname "${BASH_SOURCE[0]}")/../$1" && pwd)
    # npm writes this copy of the lock file last: it is older, or missing, when an installation is stale or broke off.
    [ "$folder/package-lock.json" -nt "$folder/node_modules/.package-lock.json" ] || return 0
    say "Installing $2 ..."
    npm --prefix "$folder" ci --ignore-scripts --no-audit --no-fund > /dev/null || {
        say "Installing $2 with npm failed." >&2
        exit 3
    }
}

# need_interop_peers: the gRPC implementation for Node.js.
need_interop_peers() { need_npm_packages tests/Tradewind.Transport.Tests/Interop/node grpc-js; }

# need_ccxt: what the connector to crypto exchanges runs on.
need_ccxt() { need_npm_packages clients/connectors/ccxt ccxt; }

# need_postgres: the programs of PostgreSQL 15 or newer, for tests and benchmarks that start a server of their own.
need_postgres() {
    local folder
    for folder in /usr/lib/postgresql/*/bin; do
        [ -x "$folder/initdb" ] && [ "$(basename "$(dirname "$folder")")" -ge 15 ] && return
    done
    need_packages postgresql-15
}

server_packages=(libxgboost0 libgomp1 libsqlite3-0)
python_packages=(python3 python3-grpcio python3-protobuf python3-numpy protobuf-compiler protobuf-compiler-grpc)
test_packages=("${server_packages[@]}" "${python_packages[@]}" python3-pandas python3-matplotlib python3-sklearn python3-xgboost)
bench_packages=(python3-pandas python3-numba python3-openpyxl python3-sklearn python3-xgboost g++ pkg-config libgrpc++-dev libprotobuf-dev)

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
