namespace Tradewind.Cli.Output;

/// <summary>A curve as one line of text.</summary>
internal static class Sparkline
{
    private const string Levels = "▁▂▃▄▅▆▇█";

    /// <summary>Draws the last value of each of <paramref name="width"/> equal stretches; missing values leave a blank.</summary>
    public static string Of(ReadOnlySpan<double> values, int width = 60)
    {
        double low = double.PositiveInfinity;
        double high = double.NegativeInfinity;
        foreach (double value in values)
        {
            if (!double.IsNaN(value))
            {
                low = Math.Min(low, value);
                high = Math.Max(high, value);
            }
        }

        int points = Math.Min(width, values.Length);
        return string.Create(points, (Values: values.ToArray(), low, high), static (text, curve) =>
        {
            for (int i = 0; i < text.Length; i++)
            {
                double value = curve.Values[((i + 1) * curve.Values.Length / text.Length) - 1];
                double height = curve.high > curve.low ? (value - curve.low) / (curve.high - curve.low) : 0;
                text[i] = double.IsNaN(value) ? ' ' : Levels[(int)Math.Round(height * (Levels.Length - 1))];
            }
        });
    }
}
