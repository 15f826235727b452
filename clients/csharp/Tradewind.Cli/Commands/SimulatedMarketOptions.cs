using System.CommandLine;
using System.Globalization;
using Tradewind.V1;

namespace Tradewind.Cli.Commands;

/// <summary>Which market the simulator makes up.</summary>
internal sealed class SimulatedMarketOptions
{
    private readonly Option<bool> _oil = new("--oil") { Description = "Curves of oil futures instead of coins and a credit spread." };
    private readonly Option<string[]> _roots = Many("--root", "Curve of --oil: CL, ENA, CO, DAT, XB, HO, QS, NG (default CL, CO, XB, HO).", "ROOT");
    private readonly Option<int?> _months = new("--months") { Description = "Last month of the curves, 1 to 18 (default 12).", HelpName = "N" };
    private readonly Option<string[]> _instruments = Many(
        "--instrument", "An instrument of a market of one's own: its id, class, first price and yearly volatility, e.g. X/USD,crypto_spot,100,0.6.", "ID,CLASS,PRICE,VOLATILITY");

    private readonly Option<string[]> _correlations = Many("--correlation", "Correlation of two of them, e.g. X/USD,Y/USD,0.8.", "ID,ID,NUMBER");
    private readonly Option<double> _defaultCorrelation = new("--default-correlation") { Description = "Correlation of all other pairs (default 0).", HelpName = "NUMBER" };
    private readonly Option<string?> _timeframe = new("--timeframe") { Description = "Bar length: 1d or minutes that divide a day (default 1d).", HelpName = "LENGTH" };
    private readonly Option<int> _session = new("--session-minutes") { Description = "Length of weekday sessions, 390 or 1380 (default 390).", HelpName = "N" };
    private readonly Option<string?> _jumps = new("--jumps") { Description = "Jumps: number a year, mean and deviation as fractions, e.g. 6,-0.02,0.04.", HelpName = "N,MEAN,STD" };
    private readonly Option<string?> _regimes = new("--regimes")
    {
        Description = "Calm and stress: mean days of each and the volatility in stress as a multiple, e.g. 120,20,2.5.", HelpName = "DAYS,DAYS,MULTIPLE",
    };

    public IEnumerable<Symbol> Symbols => [_oil, _roots, _months, _instruments, _correlations, _defaultCorrelation, _timeframe, _session, _jumps, _regimes];

    /// <summary>Bar length alone, for other live sources that the same command starts; empty where not given.</summary>
    public string Timeframe(Invocation invocation) => invocation.Get(_timeframe) ?? "";

    /// <summary>The market asked for; null for the default.</summary>
    public SimulatedMarket? Read(Invocation invocation)
    {
        string[] instruments = invocation.Get(_instruments) ?? [];
        bool oil = invocation.Get(_oil) || invocation.Get(_roots) is { Length: > 0 } || invocation.Get(_months) is not null;
        if (oil && instruments.Length > 0)
        {
            throw new UsageException("--instrument makes a market of one's own: leave --oil, --root and --months out.");
        }

        SimulatedMarket market = new() { Timeframe = invocation.Get(_timeframe) ?? "", SessionMinutes = invocation.Get(_session) };
        if (oil)
        {
            market.OilCurve = new OilCurveMarket { Roots = { invocation.Get(_roots) ?? [] } };
            if (invocation.Get(_months) is { } months)
            {
                market.OilCurve.Months = months;
            }
        }
        else if (instruments.Length > 0)
        {
            market.Custom = new CustomMarket
            {
                Instruments = { instruments.Select(Instrument) },
                Correlations = { (invocation.Get(_correlations) ?? []).Select(Correlation) },
                DefaultCorrelation = invocation.Get(_defaultCorrelation),
            };
        }

        if (invocation.Get(_jumps) is { } jumps)
        {
            double[] numbers = Numbers(jumps, "--jumps", 3);
            market.Jumps = new PriceJumps { PerYear = numbers[0], Mean = numbers[1], StandardDeviation = numbers[2] };
        }

        if (invocation.Get(_regimes) is { } regimes)
        {
            double[] numbers = Numbers(regimes, "--regimes", 3);
            market.Regimes = new MarketRegimes { CalmDays = numbers[0], StressDays = numbers[1], StressVolatility = numbers[2] };
        }

        return market.Equals(new SimulatedMarket()) ? null : market;
    }

    private static SimulatedInstrument Instrument(string text)
    {
        string[] parts = text.Split(',', StringSplitOptions.TrimEntries);
        if (parts.Length != 4)
        {
            throw new UsageException($"--instrument must be ID,CLASS,PRICE,VOLATILITY, was '{text}'.");
        }

        double[] numbers = Numbers($"{parts[2]},{parts[3]}", "--instrument", 2);
        return new SimulatedInstrument { Id = parts[0], AssetClass = parts[1], StartLevel = numbers[0], AnnualVolatility = numbers[1] };
    }

    private static ShockCorrelation Correlation(string text)
    {
        string[] parts = text.Split(',', StringSplitOptions.TrimEntries);
        return parts.Length == 3
            ? new ShockCorrelation { FirstId = parts[0], SecondId = parts[1], Correlation = Numbers(parts[2], "--correlation", 1)[0] }
            : throw new UsageException($"--correlation must be ID,ID,NUMBER, was '{text}'.");
    }

    private static double[] Numbers(string text, string option, int count)
    {
        string[] parts = text.Split(',', StringSplitOptions.TrimEntries);
        double[] numbers = [.. parts.Select(part => double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : double.NaN)];
        return numbers.Length == count && !numbers.Any(double.IsNaN)
            ? numbers
            : throw new UsageException($"{option} needs {count} numbers separated by commas, was '{text}'.");
    }

    private static Option<string[]> Many(string name, string description, string help) =>
        new(name) { Description = description, HelpName = help, AllowMultipleArgumentsPerToken = true };
}
