#!/usr/bin/env bash
# Compiles the C++ server and client against the system's gRPC and writes the Python stubs, into the folder given, where they are older
# than their sources.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
out=$1
mkdir -p "$out"
[ "$out/client" -nt "$here/client.cc" ] && [ "$out/client" -nt "$here/server.cc" ] && [ "$out/client" -nt "$here/throughput.proto" ] && exit 0

cd "$out"
protoc --proto_path="$here" --cpp_out=. --python_out=. throughput.proto
protoc --proto_path="$here" --grpc_out=. --plugin=protoc-gen-grpc="$(command -v grpc_cpp_plugin)" throughput.proto
protoc --proto_path="$here" --grpc_out=. --plugin=protoc-gen-grpc="$(command -v grpc_python_plugin)" throughput.proto
read -r -a flags <<< "$(pkg-config --cflags --libs grpc++ protobuf)"
for source in throughput.pb throughput.grpc.pb; do
    g++ -O2 -std=c++17 -c "$source.cc" -o "$source.o"
done
for program in server client; do
    g++ -O2 -std=c++17 -I. "$here/$program.cc" throughput.pb.o throughput.grpc.pb.o -o "$program" "${flags[@]}" -pthread
done
