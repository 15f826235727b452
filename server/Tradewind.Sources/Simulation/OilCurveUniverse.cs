using System.Collections.Immutable;
using System.Globalization;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;

namespace Tradewind.Sources.Simulation;

/// <summary>
/// Curves of generic oil futures (<c>SIM-CL1 Comdty</c> and so on) with the reference prices, volatilities, spreads and correlations of the
/// oil specification, sections 1 and 7.
/// </summary>
public sealed record OilCurveUniverse
{
    /// <summary>Most months a curve has.</summary>
    public const int MostMonths = 18;

    private const double AdjacentMonths = 0.99;
    private const double DailyVolumeShare = 0.8;

    /// <summary>Roots of the curves, each once: CL, ENA, CO, DAT, XB, HO, QS, NG. Default: CL, CO, XB and HO.</summary>
    public ImmutableArray<string> Roots { get; init; } = ["CL", "CO", "XB", "HO"];

    /// <summary>Last month of the curves, 1 to 18. Default 12. The curve of DAT starts at month 2.</summary>
    public int Months { get; init; } = 12;

    /// <summary>Instruments, root by root, the nearest month first.</summary>
    /// <exception cref="InvalidInputException">A root is unknown or repeated, or the number of months is out of range.</exception>
    public ImmutableArray<GarchInstrument> Instruments()
    {
        Validate();
        return [.. Members().Select(member => Describe(member.Root, member.Month))];
    }

    /// <summary>
    /// Correlations of <see cref="Instruments"/>, row by row: those of the roots times 0.99 a month apart, which is a Kronecker product of
    /// two correlation matrices and therefore one itself.
    /// </summary>
    public ImmutableArray<double> Correlations()
    {
        Validate();
        (OilRoot Root, int Month)[] members = [.. Members()];
        return [.. members.SelectMany(a => members.Select(b => Between(a.Root, b.Root) * Math.Pow(AdjacentMonths, Math.Abs(a.Month - b.Month))))];
    }

    private static double Between(OilRoot a, OilRoot b) => (a.Family, b.Family) switch
    {
        _ when a.Root == b.Root => 1,
        // The same oil on two exchanges.
        _ when (a.Root, b.Root) is ("CL", "ENA") or ("ENA", "CL") => 0.99,
        (OilFamily.Crude, OilFamily.Crude) => 0.95,
        (OilFamily.Gas, _) or (_, OilFamily.Gas) => 0.3,
        _ => 0.8,
    };

    private static GarchInstrument Describe(OilRoot root, int month)
    {
        // Far months are held and traded less.
        double share = Math.Max(0.25, 1 - 0.08 * (month - 1));
        string ticker = string.Create(CultureInfo.InvariantCulture, $"{root.Root}{month} Comdty");
        return new GarchInstrument($"SIM-{ticker}", AssetClass.CommodityFuture, root.Reference(month), root.Volatility)
        {
            Group = root.Root,
            TickSize = root.Tick,
            Multiplier = root.ContractSize,
            SpreadFraction = root.SpreadFraction,
            DailyVolume = Math.Round(DailyVolumeShare * root.OpenInterest * share),
            OpenInterest = root.OpenInterest * share,
            Name = string.Create(CultureInfo.InvariantCulture, $"{root.Name}, month {month}"),
        };
    }

    private IEnumerable<(OilRoot Root, int Month)> Members() =>
        from name in Roots
        let root = OilRoot.ByName[name]
        from month in Enumerable.Range(root.FirstMonth, Math.Max(0, Months - root.FirstMonth + 1))
        select (root, month);

    private void Validate()
    {
        List<FieldViolation> violations = [];
        if (Roots.IsDefaultOrEmpty || Roots.Distinct(StringComparer.Ordinal).Count() != Roots.Length || !Roots.All(OilRoot.ByName.ContainsKey))
        {
            violations.Add(new FieldViolation("roots", $"must name some of {string.Join(", ", OilRoot.Names)}, each once, got {string.Join(", ", Roots.IsDefault ? [] : Roots)}."));
        }

        if (Months is < 1 or > MostMonths || (Months == 1 && !Roots.IsDefault && Roots.Contains("DAT")))
        {
            violations.Add(new FieldViolation("months", string.Create(CultureInfo.InvariantCulture, $"must be 1 to {MostMonths}, and 2 or more with DAT, got {Months}.")));
        }

        if (violations.Count > 0)
        {
            throw new InvalidInputException("SIMULATION_INVALID", violations);
        }
    }
}
