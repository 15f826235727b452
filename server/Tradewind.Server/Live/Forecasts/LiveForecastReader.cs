using System.Collections.Immutable;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Domain.Strategies;
using Tradewind.Learning.Training;
using Tradewind.Server.Data;
using Tradewind.Server.Live.Features;
using Tradewind.Server.Mapping;
using Tradewind.Server.Training;
using Tradewind.V1;

namespace Tradewind.Server.Live.Forecasts;

/// <summary>Brings the forecasts of a trained model along for a strategy that trades them on a feed.</summary>
internal sealed class LiveForecastReader(ModelShelf shelf, PortfolioReader portfolios, StrategyDirectory strategies)
{
    /// <summary>What a strategy needs besides the feed; strategies without a model get what they had.</summary>
    /// <param name="spec">The strategy; null for none.</param>
    /// <param name="feed">What the feed carries.</param>
    /// <param name="path">Path of the strategy in the request.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The specification with the instrument it trades, what it sees, and the forecasts, null for none; the caller disposes of them.</returns>
    /// <exception cref="NotFoundException">There is no such model.</exception>
    /// <exception cref="PreconditionException">
    /// Reason <c>MODEL_INCOMPLETE</c>: it was stored without what its features are made of; <c>MODEL_NOT_LIVE</c>: its rows are made in a way a
    /// feed's are not, or its forecasts belong to the past; <c>MODEL_NOT_ON_FEED</c>: the feed lacks what it was trained on.
    /// </exception>
    public async Task<(StrategySpec? Spec, FeedUniverse Universe, LiveForecasts? Forecasts)> OpenAsync(
        StrategySpec? spec, FeedUniverse feed, string path, CancellationToken cancellation)
    {
        if (spec is null || strategies.Find(spec.StrategyId) is not { NeedsModel: true } descriptor)
        {
            return (spec, feed, null);
        }

        StrategyParameters parameters = StrategySpecReader.InContract(() => StrategyParameters.Resolve(descriptor, spec.Parameters), path);
        Model model = await shelf.Models.GetAsync(parameters.Text("model_id"), cancellation).ConfigureAwait(false);
        PortfolioSpec portfolio = model.TrainingPortfolio ?? throw new PreconditionException(
            "MODEL_INCOMPLETE", $"{model.Id} was stored without the portfolio and features it was trained on, so its forecasts cannot be made again. Train it anew.");
        if (parameters.Text("predictions") == ModelForecastReader.WalkForward)
        {
            throw NotLive(model, "the predictions of its validation belong to the past; take out_of_sample, or in_sample");
        }

        LiveFeatureSet set = SetOf(model, portfolio, feed);
        Interval interval = Interval.Read(new TimeInterval { StartTime = portfolio.Interval?.StartTime }, path);
        ImmutableArray<InstrumentSeries> series = await portfolios.ReadMembersAsync(portfolio.Members, $"{path}.parameters[model_id]", interval, cancellation).ConfigureAwait(false);
        if (series.FirstOrDefault(entry => entry.HasBars && entry.Timeframe != set.Timeframe) is { } other)
        {
            throw NotLive(model, $"it was trained on {other.Timeframe} bars of {other.Instrument.Id}, the feed has {set.Timeframe}");
        }

        StrategySpec whole = spec.Clone();
        whole.Parameters["instrument"] = parameters.Text("instrument") is { Length: > 0 } named ? named : TradedOf(model, feed, path);
        FeedUniverse universe = ForecastUniverse.Of(feed, whole, strategies);
        // Prices that do not continue each other would pass for a jump.
        WarmUpHistory history = new(
            feed.Universe, [.. series.Where(entry => feed.Universe.Instruments[feed.Universe.OrdinalOf(entry.Instrument.Id)].Simulated == entry.Instrument.Simulated)], path);
        ForecastModel fitted = await shelf.LoadAsync(model.Id, parameters.Integer("horizon"), cancellation).ConfigureAwait(false);
        try
        {
            LiveFeatureRows rows = new(set, FeatureSetReader.Read(model.TrainingFeatures, set.Schema));
            return (whole, universe, new LiveForecasts(universe, model.Id, fitted, set, rows, history, parameters.Text("predictions") == ModelForecastReader.InSample));
        }
        catch (InvalidInputException error)
        {
            fitted.Dispose();
            throw new PreconditionException("MODEL_NOT_ON_FEED", $"The feed does not carry what {model.Id} was trained on: {error.Message}");
        }
        catch
        {
            fitted.Dispose();
            throw;
        }
    }

    private static LiveFeatureSet SetOf(Model model, PortfolioSpec portfolio, FeedUniverse feed)
    {
        string[] missing = [.. portfolio.Members.Select(member => member.InstrumentId).Where(id => feed.Universe.FindInstrument(id) < 0)];
        if (missing.Length > 0)
        {
            throw new PreconditionException(
                "MODEL_NOT_ON_FEED", $"{model.Id} was trained on {string.Join(", ", missing)}, which the feed does not carry. Start a feed with every instrument of its portfolio.");
        }

        string? unlike = portfolio switch
        {
            { Method: AlignmentMethod.Inner or AlignmentMethod.Left } => "only some of its rows were taken (method)",
            { Calendar: AlignmentCalendar.Business } or { SessionCalendar.Length: > 0 } => "its rows are those of a calendar",
            { Outliers: not null } => "outliers of its data were treated",
            { HasFillLimitDays: true } => "its gaps were filled by days",
            { ReleaseCalendars.Count: > 0 } => "its releases were dated by a calendar of the request",
            { ResampleTo.Length: > 0 } => "its data was resampled",
            _ => null,
        };
        return unlike is null
            ? LiveFeatureSet.Of(feed, [.. portfolio.Members.Select(member => member.InstrumentId)], portfolio.Fill == FillMethod.None ? 0 : portfolio.HasFillLimit ? portfolio.FillLimit : 5)
            : throw NotLive(model, $"{unlike}, and rows of a feed are made without that");
    }

    private static string TradedOf(Model model, FeedUniverse feed, string path) =>
        feed.Universe.Instruments.Where((_, ordinal) => feed.Universe.Tradable[ordinal])
            .FirstOrDefault(instrument => ColumnName.Of(instrument.Id, "close") == model.TargetColumn)?.Id
        ?? throw new InvalidInputException(
            "STRATEGY_PARAMETERS_INVALID", $"{path}.parameters[instrument]",
            $"{model.Id} predicts {model.TargetColumn}, which is the close of none of the feed's instruments; name the instrument to trade.");

    private static PreconditionException NotLive(Model model, string why) => new("MODEL_NOT_LIVE", $"{model.Id} cannot be traded on a feed: {why}.");
}
