using System.Runtime.CompilerServices;
using Tradewind.Domain.Engine;
using Tradewind.Server.Live.Forecasts;

namespace Tradewind.Server.Live;

/// <summary>What strategies on a feed are shown, in order: stored history up to the feed's first event, then the feed.</summary>
internal static class MarketSteps
{
    /// <summary>The steps, until the feed ends.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="history">History to begin with.</param>
    /// <param name="forecasts">Adds the forecasts of a model; null for none.</param>
    /// <param name="clock">Time.</param>
    /// <param name="cancellation">Ends them.</param>
    public static async IAsyncEnumerable<MarketStep> FollowAsync(
        LiveJournal feed, WarmUpHistory history, LiveForecasts? forecasts, TimeProvider clock, [EnumeratorCancellation] CancellationToken cancellation)
    {
        bool first = true;
        await foreach (MarketSlice slice in FeedSlices.FollowAsync(feed, clock, cancellation).ConfigureAwait(false))
        {
            if (first)
            {
                first = false;
                while (history.TryTake(slice.KnownTime, out MarketSlice past))
                {
                    yield return new MarketStep(forecasts?.Past(past) ?? past, IsPast: true);
                }

                forecasts?.WarmUp(slice.KnownTime);
            }

            yield return new MarketStep(forecasts?.Live(slice) ?? slice, IsPast: false);
        }
    }
}
