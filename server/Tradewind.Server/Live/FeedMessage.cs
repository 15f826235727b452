using Tradewind.V1;

namespace Tradewind.Server.Live;

/// <summary>An event of a feed as it goes to readers.</summary>
/// <param name="Message">The message; shared, not to be changed.</param>
/// <param name="Instrument">Ordinal of the instrument.</param>
/// <param name="Field">Ordinal of the field; −1 for a bar, <see cref="GapField"/> for a gap.</param>
/// <param name="Stamp">Open time of a bar, stamp of an observation.</param>
internal sealed record FeedMessage(StreamBarsResponse Message, int Instrument, int Field, long Stamp)
{
    /// <summary>Field of a gap.</summary>
    public const int GapField = -2;

    /// <summary>True for a bar.</summary>
    public bool IsBar => Field == -1;
}
