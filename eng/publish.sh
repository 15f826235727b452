#!/usr/bin/env bash
# Publishes the server the one way it is published: into a container image and in the tests of the published output.
#
#   eng/publish.sh OUTPUT_DIR
#
# Packages come in the versions of the lock files. The output runs with `dotnet OUTPUT_DIR/Tradewind.Server.dll` on any machine
# with the ASP.NET Core 10 runtime; models also need libxgboost.so.0 (Debian package libxgboost0).
set -euo pipefail

if [[ $# -ne 1 ]]; then
    echo "usage: eng/publish.sh OUTPUT_DIR" >&2
    exit 2
fi
output=$(realpath --canonicalize-missing "$1")

cd "$(dirname "${BASH_SOURCE[0]}")/.."
dotnet restore server/Tradewind.Server --locked-mode --verbosity quiet
# No program file beside the library: it would tie the output to one operating system, and `dotnet` starts the library.
dotnet publish server/Tradewind.Server --configuration Release --no-restore --nologo --verbosity quiet --output "$output" \
    -p:UseAppHost=false -p:PublishDocumentationFiles=false -p:PublishReferencesDocumentationFiles=false
