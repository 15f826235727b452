using System.Collections.Immutable;
using Tradewind.Domain.Market;
using Tradewind.Domain.Strategies;

namespace Tradewind.Domain.Engine.Backtest;

/// <summary>Where a result comes from. The same id gives the same result bit for bit on the same machine.</summary>
public sealed record BacktestLineage
{
    /// <summary>SHA-256 over everything below.</summary>
    public required string Id { get; init; }

    /// <summary>Version of the engine's semantics.</summary>
    public required string EngineVersion { get; init; }

    /// <summary>Id of the strategy.</summary>
    public required string Strategy { get; init; }

    /// <summary>Every parameter with its value, by name.</summary>
    public required ImmutableArray<KeyValuePair<string, string>> Parameters { get; init; }

    /// <summary>SHA-256 of the parameters.</summary>
    public required string ParametersHash { get; init; }

    /// <summary>SHA-256 of the engine options.</summary>
    public required string OptionsHash { get; init; }

    /// <summary>Content used, by role and instrument.</summary>
    public required ImmutableArray<SeriesRevision> Data { get; init; }

    /// <summary>Seed.</summary>
    public required long Seed { get; init; }

    /// <summary>Works it out.</summary>
    public static BacktestLineage Of(BacktestRequest request, StrategyParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(parameters);
        ImmutableArray<SeriesRevision> data =
        [
            .. Revisions("bars", request.Bars, request), .. Revisions("fields", request.Fields, request),
            .. Revisions("execution", request.Execution, request), .. Revisions("benchmark", request.Benchmark is null ? [] : [request.Benchmark], request),
        ];
        using ContentHash hash = new();
        request.Options.AddTo(hash);
        string optionsHash = hash.Finish();
        string parametersHash = parameters.ComputeHash();
        hash.Add(Engine.EngineVersion.Current).Add(request.Strategy).Add(parametersHash).Add(optionsHash).Add(request.Seed)
            .Add(request.TradeFrom).Add(request.RiskFreeRate).Add(request.PeriodsPerYear ?? double.NaN);
        // What is built in is told by the engine's version.
        if (request.Descriptor.CodeHash is { Length: > 0 } code)
        {
            hash.Add(code);
        }

        foreach (string instrument in request.Instruments.Order(StringComparer.Ordinal))
        {
            hash.Add(instrument);
        }

        foreach (SeriesRevision series in data)
        {
            hash.Add(series.Role).Add(series.Instrument).Add(series.Revision);
        }

        return new BacktestLineage
        {
            Id = hash.Finish(),
            EngineVersion = Engine.EngineVersion.Current,
            Strategy = request.Strategy,
            Parameters = [.. parameters.Values],
            ParametersHash = parametersHash,
            OptionsHash = optionsHash,
            Data = data,
            Seed = request.Seed,
        };
    }

    private static IEnumerable<SeriesRevision> Revisions(string role, IReadOnlyList<InstrumentSeries> series, BacktestRequest request) => series
        .OrderBy(one => one.Instrument.Id, StringComparer.Ordinal)
        .Select(one => new SeriesRevision(role, one.Instrument.Id, Revision(one, request)));

    // What the account does with an instrument depends on these too, and they are no part of the series' content.
    private static string Revision(InstrumentSeries series, BacktestRequest request)
    {
        using ContentHash hash = new();
        hash.Add(series.Between(request.Start, request.End).Revision).Add((long)series.Instrument.AssetClass)
            .Add(series.Instrument.TickSize).Add(series.Instrument.LotSize).Add(series.Instrument.Multiplier);
        return (request.Options.AccountCurrency is null ? hash : hash.Add(series.Instrument.Currency)).Finish();
    }
}
