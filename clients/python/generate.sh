#!/usr/bin/env bash
# Writes the message and stub modules of the Python client, clients/python/tradewind/_generated, from the protos.
#
# They are not kept in the repository, so they cannot drift from the contract. Needs the Debian packages protobuf-compiler and
# protobuf-compiler-grpc. Does nothing when the modules are newer than every proto; --force writes them anyway.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
protos=$(cd "$here/../../protos" && pwd)
target=$here/tradewind/_generated
stamp=$target/__init__.py

sources=("$protos"/tradewind/v1/*.proto "$protos"/google/rpc/*.proto)
if [[ ${1:-} != --force && -f $stamp ]]; then
    changed=$(find "${sources[@]}" "${BASH_SOURCE[0]}" -newer "$stamp" -print -quit)
    if [[ -z $changed ]]; then
        exit 0
    fi
fi

for tool in protoc grpc_python_plugin; do
    if ! command -v "$tool" >/dev/null; then
        echo "generate.sh: $tool is missing. Install it with: apt-get install protobuf-compiler protobuf-compiler-grpc" >&2
        exit 1
    fi
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# A process has one pool of message types, and names in it are unique. google.rpc may be there already, from
# googleapis-common-protos, with other options; so this client has the same messages under a name of its own. The bytes on the
# wire are the same.
mkdir -p "$work/in/tradewind/google_rpc" "$work/out"
cp -r "$protos/tradewind/v1" "$work/in/tradewind/v1"
cp "$protos"/google/rpc/*.proto "$work/in/tradewind/google_rpc/"
find "$work/in" -name '*.proto' -exec sed -i \
    -e 's#"google/rpc/#"tradewind/google_rpc/#' \
    -e 's#\bgoogle\.rpc\.\([A-Z]\)#tradewind.google_rpc.\1#g' \
    -e 's#^package google\.rpc;#package tradewind.google_rpc;#' {} +

(
    cd "$work/in"
    protoc -I . --python_out="$work/out" --pyi_out="$work/out" --grpc_python_out="$work/out" \
        --plugin=protoc-gen-grpc_python="$(command -v grpc_python_plugin)" \
        tradewind/v1/*.proto tradewind/google_rpc/*.proto
)

# protoc writes absolute imports from the proto root; inside a package they are relative.
find "$work/out" -name '*.py*' -exec sed -i \
    -e 's#^from tradewind\.\([a-z0-9_]*\) import#from ..\1 import#' \
    -e "s#'tradewind\.[a-z0-9_.]*_pb2'#__name__#" {} +
# Messages without a service have nothing in their stub module.
rm -f "$work"/out/tradewind/google_rpc/*_grpc.py
touch "$work/out/tradewind/v1/__init__.py" "$work/out/tradewind/google_rpc/__init__.py"
printf '"""Messages and stubs, written by generate.sh from protos/. Do not edit."""\n' > "$work/out/tradewind/__init__.py"

rm -rf "$target"
mv "$work/out/tradewind" "$target"
echo "generate.sh: wrote $(find "$target" -name '*_pb2.py' | wc -l) message modules to ${target#"$PWD"/}"
