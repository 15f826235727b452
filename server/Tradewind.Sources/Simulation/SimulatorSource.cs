using System.Collections.Immutable;
using Tradewind.Domain.Market;
using Tradewind.Domain.Market.Quality;

namespace Tradewind.Sources.Simulation;

/// <summary>Makes up history. Everything it delivers is labelled: <see cref="Instrument.Simulated"/>, source, display name and a finding.</summary>
public sealed class SimulatorSource : IDataSource<SimulationRequest>
{
    /// <summary>Name of this source in instruments.</summary>
    public const string SourceName = "simulator";

    private const int ReportEvery = 10_000;

    /// <inheritdoc />
    public string Name => SourceName;

    /// <inheritdoc />
    public Task<LoadedData> LoadAsync(SimulationRequest request, IProgress<LoadProgress>? progress, CancellationToken cancellationToken) =>
        Task.FromResult(Generate(request, progress, cancellationToken));

    /// <summary>Makes the history of a request: one series an instrument.</summary>
    /// <exception cref="Domain.Errors.InvalidInputException">The request cannot be run.</exception>
    public static LoadedData Generate(SimulationRequest request, IProgress<LoadProgress>? progress = null, CancellationToken cancellationToken = default) => request switch
    {
        SimulatorSpec spec => Generate(spec, progress, cancellationToken),
        GarchMarketSpec spec => GarchHistory.Generate(spec, progress, cancellationToken),
        _ => throw new ArgumentException($"Unknown kind of simulation {request?.GetType().Name}.", nameof(request)),
    };

    /// <summary>Makes the history of a spec: one series an instrument.</summary>
    /// <exception cref="Domain.Errors.InvalidInputException">The spec cannot be run.</exception>
    public static LoadedData Generate(SimulatorSpec spec, IProgress<LoadProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        SimulatedMarket market = new(spec);
        List<SimulatedRow>[] rows = [.. market.Instruments.Select(_ => new List<SimulatedRow>(spec.Rows))];
        for (int i = 0; i < spec.Rows; i++)
        {
            foreach (SimulatedRow row in market.Next().Rows)
            {
                rows[row.Instrument].Add(row);
            }

            if (i % ReportEvery == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                progress?.Report(new LoadProgress(i, 0, (double)i / spec.Rows));
            }
        }

        progress?.Report(new LoadProgress(spec.Rows, 0, 1));
        ImmutableArray<InstrumentSeries> series = [.. market.Instruments.Select((instrument, i) => Series(instrument, rows[i], spec.Timeframe))];
        return Labelled(series);
    }

    /// <summary>Series with the finding that says what they are.</summary>
    internal static LoadedData Labelled(ImmutableArray<InstrumentSeries> series)
    {
        LoadNotes notes = new()
        {
            Findings = [new QualityFinding("SIMULATED", QualitySeverity.Info, "This series is SIMULATED: no market produced it.", "Never use it to judge a real market.")],
        };
        return new LoadedData(series, [.. series.Select(one => QualityInspection.Inspect(one, notes))], notes.Findings);
    }

    private static InstrumentSeries Series(Instrument instrument, List<SimulatedRow> rows, Timeframe timeframe)
    {
        long[] times = [.. rows.Select(row => row.Time)];
        return instrument.AssetClass.IsCredit()
            ? new InstrumentSeries(instrument, Timeframe.Day, Availability.Close, times, [Column("OAS", rows, row => row.Value)])
            : new InstrumentSeries(
                instrument, timeframe, instrument.AssetClass.IsCrypto() || timeframe < Timeframe.Day ? Availability.Candle : Availability.Close, times,
                [
                    Column("open", rows, row => row.Bar.Open),
                    Column("high", rows, row => row.Bar.High),
                    Column("low", rows, row => row.Bar.Low),
                    Column("close", rows, row => row.Bar.Close),
                    Column("volume", rows, row => row.Bar.Volume),
                ]);
    }

    private static KeyValuePair<string, ReadOnlyMemory<double>> Column(string field, List<SimulatedRow> rows, Func<SimulatedRow, double> value) =>
        KeyValuePair.Create(field, (ReadOnlyMemory<double>)rows.Select(value).ToArray());
}
