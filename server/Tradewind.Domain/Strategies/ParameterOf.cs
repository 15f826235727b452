using System.Globalization;

namespace Tradewind.Domain.Strategies;

/// <summary>Parameters of the usual kinds, in few words.</summary>
internal static class ParameterOf
{
    /// <summary>Longest window a strategy takes, in bars.</summary>
    public const int LongestWindow = 10_000;

    /// <summary>Bars of a window.</summary>
    public static StrategyParameter Window(string name, int value, string documentation, int least = 1) =>
        Whole(name, value, documentation, least, LongestWindow);

    /// <summary>A whole number in a range.</summary>
    public static StrategyParameter Whole(string name, int value, string documentation, double least, double most) =>
        new(name, ParameterKind.Integer, value.ToString(CultureInfo.InvariantCulture), documentation, least, most);

    /// <summary>A number in a range.</summary>
    public static StrategyParameter Number(string name, double value, string documentation, double least, double most) =>
        new(name, ParameterKind.Number, value.ToString("R", CultureInfo.InvariantCulture), documentation, least, most);

    /// <summary>Yes or no.</summary>
    public static StrategyParameter Flag(string name, bool value, string documentation) =>
        new(name, ParameterKind.Boolean, value ? "true" : "false", documentation);

    /// <summary>A text.</summary>
    public static StrategyParameter Text(string name, string value, string documentation) => new(name, ParameterKind.Text, value, documentation);
}
