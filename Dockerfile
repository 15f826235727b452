# syntax=docker/dockerfile:1

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
ENV DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 NUGET_PACKAGES=/nuget CI=true
WORKDIR /source
COPY . .
RUN --mount=type=cache,target=/nuget eng/publish.sh /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0 AS runtime

# Debian, not the Ubuntu of the runtime image: models are equal bit for bit only under one version of XGBoost, and this release
# has the one the tests run with (1.7.4). The runtime itself is the same build for both.
FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        ca-certificates libgcc-s1 libsqlite3-0 libssl3 libstdc++6 libxgboost0 tzdata \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin tradewind \
    && install --directory --owner tradewind --group tradewind /data
COPY --from=runtime /usr/share/dotnet /usr/share/dotnet
RUN ln -s /usr/share/dotnet/dotnet /usr/bin/dotnet
WORKDIR /app
COPY --from=build /app .

# A container's loopback cannot be reached from outside it, so the server listens on every address inside; who can reach it is
# decided where the port is published. compose.yaml publishes it on loopback only.
ENV TRADEWIND_LISTEN=0.0.0.0:5210 \
    TRADEWIND_ALLOW_NON_LOOPBACK=true \
    TRADEWIND_DATA=/data \
    DOTNET_EnableDiagnostics=0
USER tradewind
VOLUME /data
EXPOSE 5210
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s --retries=3 CMD ["dotnet", "Tradewind.Server.dll", "health"]
ENTRYPOINT ["dotnet", "Tradewind.Server.dll"]
