namespace Tradewind.Server.Reports;

/// <summary>Maps values onto pixels, with ticks at round numbers.</summary>
/// <param name="Low">Least value.</param>
/// <param name="High">Largest value, above the least.</param>
/// <param name="Start">Pixel of the least value.</param>
/// <param name="End">Pixel of the largest.</param>
internal readonly record struct Scale(double Low, double High, double Start, double End)
{
    private const double Margin = 0.05;

    /// <summary>A scale with a little room at the ends that holds all values; finite ones count.</summary>
    public static Scale Around(IEnumerable<double> values, double start, double end)
    {
        (double low, double high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (double value in values.Where(double.IsFinite))
        {
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        }

        if (!(low <= high))
        {
            (low, high) = (0, 1);
        }

        double room = high > low ? (high - low) * Margin : Math.Max(1, Math.Abs(high)) * Margin;
        return new Scale(low - room, high + room, start, end);
    }

    /// <summary>Pixel of a value.</summary>
    public double At(double value) => Start + (value - Low) / (High - Low) * (End - Start);

    /// <summary>Round values inside, about as many as asked for.</summary>
    public IEnumerable<double> Ticks(int count)
    {
        double rough = (High - Low) / count;
        double power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double step = (rough / power) switch { <= 1 => power, <= 2 => 2 * power, <= 5 => 5 * power, _ => 10 * power };
        (double low, double high) = (Low, High);
        return Enumerable.Range(0, count * 3).Select(i => (Math.Ceiling(low / step) + i) * step).TakeWhile(tick => tick <= high);
    }
}
