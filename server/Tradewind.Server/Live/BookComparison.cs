using System.Collections.Immutable;
using Google.Protobuf;

namespace Tradewind.Server.Live;

/// <summary>Says in words where two books of a session differ.</summary>
internal static class BookComparison
{
    private const int MostDifferences = 20;

    /// <summary>Differences, at most twenty; none when the books are equal.</summary>
    public static IEnumerable<string> Differences(SessionBooks recorded, SessionBooks replayed) =>
        Compare("order", recorded.Orders, replayed.Orders)
            .Concat(Compare("fill", recorded.Fills, replayed.Fills))
            .Concat(Compare("position", recorded.Positions, replayed.Positions))
            .Take(MostDifferences);

    private static IEnumerable<string> Compare<T>(string kind, ImmutableArray<T> recorded, ImmutableArray<T> replayed)
        where T : IMessage<T>
    {
        for (int i = 0; i < Math.Max(recorded.Length, replayed.Length); i++)
        {
            string before = i < recorded.Length ? recorded[i].ToString()! : "nothing";
            string after = i < replayed.Length ? replayed[i].ToString()! : "nothing";
            if (before != after)
            {
                yield return $"{kind} {i + 1}: recorded {before}, replayed {after}";
            }
        }
    }
}
