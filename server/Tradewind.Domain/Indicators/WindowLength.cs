using System.Runtime.CompilerServices;

namespace Tradewind.Domain.Indicators;

/// <summary>The one check of window lengths, counted in rows.</summary>
internal static class WindowLength
{
    public static int Require(int window, int least = 1, [CallerArgumentExpression(nameof(window))] string? name = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, least, name);
        return window;
    }
}
