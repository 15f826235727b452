using System.Collections.Immutable;
using System.Globalization;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Features;
using Tradewind.Domain.Market;
using Tradewind.Domain.Strategies;
using Tradewind.Domain.Strategies.Forecasts;
using Tradewind.Learning.Training;
using Tradewind.Server.Data;
using Tradewind.Server.Mapping;
using Tradewind.V1;
using AssetClass = Tradewind.Domain.Market.AssetClass;
using Availability = Tradewind.Domain.Market.Availability;
using Instrument = Tradewind.Domain.Market.Instrument;

namespace Tradewind.Server.Training;

/// <summary>
/// Brings the forecasts of a trained model along for a strategy that trades them: a series with a field that becomes known with the row
/// each was made from. Forecasts of rows whose labels the fit has seen are refused unless they are asked for by that name.
/// </summary>
internal sealed class ModelForecastReader(ModelShelf shelf, PortfolioReader portfolios, StrategyDirectory strategies)
{
    /// <summary>Forecasts of the model as it is, of all rows.</summary>
    public const string InSample = "in_sample";

    /// <summary>Forecasts its validation made of rows each fold had not seen.</summary>
    public const string WalkForward = "walk_forward";

    private const string OutOfSample = "out_of_sample";

    /// <summary>Adds the forecasts a strategy needs to what it reads; other strategies get what they had.</summary>
    /// <param name="spec">The strategy.</param>
    /// <param name="series">What the request names.</param>
    /// <param name="interval">What is traded; what is before only warms up.</param>
    /// <param name="path">Path of the strategy in the request.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="NotFoundException">There is no such model.</exception>
    /// <exception cref="PreconditionException">
    /// Reason <c>MODEL_IN_SAMPLE</c>: what is traded overlaps what the model was fitted on; <c>MODEL_INCOMPLETE</c>: it was stored without what
    /// its features are made of.
    /// </exception>
    public async Task<(ImmutableArray<InstrumentSeries> Series, IReadOnlyDictionary<string, string> Parameters)> AddAsync(
        StrategySpec spec, ImmutableArray<InstrumentSeries> series, Interval interval, string path, CancellationToken cancellation)
    {
        StrategyDescriptor descriptor = strategies.Describe(spec.StrategyId);
        if (!descriptor.NeedsModel)
        {
            return (series, spec.Parameters);
        }

        StrategyParameters parameters = StrategySpecReader.InContract(() => StrategyParameters.Resolve(descriptor, spec.Parameters), path);
        Model model = await shelf.Models.GetAsync(parameters.Text("model_id"), cancellation).ConfigureAwait(false);
        using ForecastModel fitted = await shelf.LoadAsync(model.Id, parameters.Integer("horizon"), cancellation).ConfigureAwait(false);
        if (model.TrainingPortfolio is not { } portfolio)
        {
            throw new PreconditionException(
                "MODEL_INCOMPLETE", $"{model.Id} was stored without the portfolio and features it was trained on, so its forecasts cannot be made again. Train it anew.");
        }

        portfolio = portfolio.Clone();
        portfolio.Interval = new TimeInterval { StartTime = portfolio.Interval?.StartTime };
        if (interval.To < long.MaxValue)
        {
            portfolio.Interval.EndTime = ProtoTime.ToTimestamp(interval.To);
        }

        Frame frame = (await portfolios.AlignAsync(portfolio, $"{path}.parameters[model_id]", cancellation).ConfigureAwait(false)).Frame;
        string predictions = parameters.Text("predictions");
        if (predictions == OutOfSample)
        {
            RequireUnseen(model.Id, fitted.Info, frame, interval);
        }

        double[] returns = predictions == WalkForward
            ? await ReadStoredAsync(model.Id, fitted.Info, frame, cancellation).ConfigureAwait(false)
            : Predict(model, fitted, frame, cancellation);
        string traded = parameters.Text("instrument") is { Length: > 0 } named ? named : TradedOf(model, series, path);
        Dictionary<string, string> complete = spec.Parameters.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        complete["instrument"] = traded;
        return ([.. series, SeriesOf(model, fitted.Info, frame, returns)], complete);
    }

    /// <summary>True where a strategy trades forecasts of rows its model may have been fitted on.</summary>
    public static bool IsInSample(string strategy, IReadOnlyDictionary<string, string> parameters) =>
        strategy == StrategyCatalogue.Model && parameters.GetValueOrDefault("predictions") == InSample;

    // The last label the fit has seen is known with the row it was taken from.
    private static void RequireUnseen(string modelId, ForecastModelInfo info, Frame frame, Interval interval)
    {
        int last = frame.Times.Span.BinarySearch(info.TrainedTo);
        int seen = (last < 0 ? ~last - 1 : last) + info.Horizon;
        long from = seen < frame.RowCount ? frame.InformationTime(seen) : long.MaxValue;
        if (interval.From < from)
        {
            string say = from == long.MaxValue
                ? "there are no rows after those it was fitted on: load later data"
                : $"begin at {UnixTime.Format(from)} or later";
            throw new PreconditionException(
                "MODEL_IN_SAMPLE",
                $"{modelId} was fitted on rows up to {UnixTime.Format(info.TrainedTo)}, which the interval overlaps: {say}, take predictions=walk_forward for those its "
                + "validation made out of sample, or ask for predictions=in_sample.");
        }
    }

    private static double[] Predict(Model model, ForecastModel fitted, Frame frame, CancellationToken cancellation)
    {
        FeatureResult features = FeaturePipeline.Compute(frame, FeatureSetReader.Read(model.TrainingFeatures, frame), cancellation);
        ReadOnlySpan<double> current = frame.Find(fitted.Info.Target)!.Values.Span;
        double[] returns = new double[frame.RowCount];
        PointForecast[] forecasts = fitted.Predict(features.Frame);
        for (int row = 0; row < returns.Length; row++)
        {
            returns[row] = current[row] > 0 ? forecasts[row].Change / current[row] : double.NaN;
        }

        return returns;
    }

    private async Task<double[]> ReadStoredAsync(string modelId, ForecastModelInfo info, Frame frame, CancellationToken cancellation)
    {
        double[] returns = new double[frame.RowCount];
        Array.Fill(returns, double.NaN);
        foreach (OutOfSamplePrediction prediction in await shelf.ReadPredictionsAsync(modelId, info.Horizon, cancellation).ConfigureAwait(false))
        {
            int row = frame.Times.Span.BinarySearch(ProtoTime.ToNanoseconds(prediction.Time, "time"));
            if (row >= 0 && frame.Find(info.Target)!.Values.Span[row] is > 0 and double current)
            {
                returns[row] = PointForecast.Of(prediction.Predicted, current, info.Mode).Change / current;
            }
        }

        return returns;
    }

    private static string TradedOf(Model model, ImmutableArray<InstrumentSeries> series, string path) =>
        series.FirstOrDefault(one => one.HasBars && ColumnName.Of(one.Instrument.Id, "close") == model.TargetColumn)?.Instrument.Id
        ?? throw new InvalidInputException(
            "STRATEGY_PARAMETERS_INVALID", $"{path}.parameters[instrument]",
            $"{model.Id} predicts {model.TargetColumn}, which is the close of none of the members; name the instrument to trade.");

    private static InstrumentSeries SeriesOf(Model model, ForecastModelInfo info, Frame frame, double[] returns)
    {
        double[] horizon = new double[returns.Length];
        Array.Fill(horizon, info.Horizon);
        Instrument instrument = new(ModelForecasts.InstrumentOf(model.Id), AssetClass.Macro)
        {
            DisplayName = string.Create(CultureInfo.InvariantCulture, $"Forecasts of {model.Id}, {info.Horizon} rows"),
            Simulated = model.Simulated,
        };
        // Known at the end of its row, as everything the row holds.
        return new InstrumentSeries(
            instrument, frame.Timeframe, Availability.Candle, frame.Times,
            [KeyValuePair.Create(ModelForecasts.PredictedReturn, (ReadOnlyMemory<double>)returns), KeyValuePair.Create(ModelForecasts.Horizon, (ReadOnlyMemory<double>)horizon)]);
    }
}
