namespace Tradewind.Domain.Strategies.MultiBucket;

/// <summary>A position of one bucket: an asset, two legs of a pair, or the hedge. Legs in the order first, second.</summary>
internal sealed class Sleeve(Bucket bucket, string name, int direction, params SleeveLeg[] legs)
{
    public Bucket Bucket => bucket;

    public string Name => name;

    /// <summary>+1 long (a pair: the spread), −1 short.</summary>
    public int Direction => direction;

    public SleeveLeg[] Legs => legs;

    public SleeveLeg First => legs[0];

    public SleeveLeg? Second => legs.Length > 1 ? legs[1] : null;

    /// <summary>Index of the pair; −1 for other buckets.</summary>
    public int Pair { get; init; } = -1;

    /// <summary>Average true range at the signal.</summary>
    public double SignalRange { get; init; } = double.NaN;

    /// <summary>Line and deviation of the pair at the signal.</summary>
    public (double Intercept, double Slope, double Deviation, double Spread) Line { get; init; }

    /// <summary>Row of the first fill; −1 before it.</summary>
    public int FillRow { get; set; } = -1;

    public long FillTime { get; set; }

    /// <summary>Highest of entry and closes since.</summary>
    public double HighWater { get; set; } = double.NaN;

    /// <summary>Closes in a row on which momentum was not carried on.</summary>
    public int FadingDays { get; set; }

    /// <summary>True after the partial exit.</summary>
    public bool Halved { get; set; }

    /// <summary>Rule that closes it; empty while it stays.</summary>
    public string ExitReason { get; set; } = "";

    public bool IsClosing => ExitReason.Length > 0;

    /// <summary>Money between entry and stop at the entry.</summary>
    public double Risk { get; set; }

    public bool IsFlat => First.Units == 0 && (Second is null || Second.Units == 0);

    /// <summary>True when one leg of a pair is held without the other.</summary>
    public bool IsTorn => Second is not null && (First.Units == 0) != (Second.Units == 0);

    public double Profit => First.Profit + (Second?.Profit ?? 0);

    public double Unrealised => First.Unrealised + (Second?.Unrealised ?? 0);

    public double Gross => Math.Abs(First.Value) + Math.Abs(Second?.Value ?? 0);

    public double Net => First.Value + (Second?.Value ?? 0);

    public decimal Fees => First.Fees + (Second?.Fees ?? 0);
}
