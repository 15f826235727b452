using System.CommandLine;
using Google.Protobuf.WellKnownTypes;
using Tradewind.Cli.Options;
using Tradewind.V1;

namespace Tradewind.Cli.Commands;

/// <summary>How a file is read.</summary>
internal sealed class LoadOptionSet
{
    private readonly Option<AssetClass> _assetClass = EnumOption.Create<AssetClass>("--asset-class", "Kind of instrument (default: inferred).");
    private readonly Option<string?> _id = new("--id") { Description = "Instrument id (default: from the file name).", HelpName = "ID" };
    private readonly Option<string?> _timeframe = new("--timeframe") { Description = "1m, 1h, 1d, ..., or tick for prints of trades (default: from the rows).", HelpName = "LENGTH" };
    private readonly Option<Availability> _availability =
        EnumOption.Create<Availability>("--availability", "When a row becomes known (default: inferred).");

    private readonly Option<bool> _dropBadRows = new("--drop-bad-rows") { Description = "Drop and count rows that break a rule instead of refusing the file." };
    private readonly Option<bool> _sort = new("--sort") { Description = "Sort the rows by time first." };

    private readonly Option<string?> _dateColumn = new("--date-column") { Description = "Header of the date column (default: its usual names).", HelpName = "NAME" };
    private readonly Option<string?> _dateFormat = new("--date-format")
    {
        Description = ".NET format of the dates, e.g. MM/dd/yyyy (default: ISO 8601, yyyyMMdd and UNIX numbers).",
        HelpName = "FORMAT",
    };

    private readonly Option<string?> _sheet = new("--sheet") { Description = "Sheet of a workbook (default: Timeseries, else the first).", HelpName = "NAME" };

    private readonly Option<Timestamp?> _release = TimeOptions.Create("--release", "Release to load of a file with several vintages (default: the latest).");
    private readonly Option<bool> _refuseErrors = new("--refuse-errors") { Description = "Refuse a workbook with error values (#N/A ...) instead of reading them as missing." };
    private readonly Option<int?> _staleness = new("--max-staleness") { Description = "Business days after the last value beyond which a file is stale (default 5).", HelpName = "N" };
    private readonly Option<string?> _holdings = new("--holdings-name") { Description = "Name for the holdings of a workbook (default: the name of the file).", HelpName = "NAME" };

    public IEnumerable<Symbol> Symbols =>
        [_assetClass, _id, _timeframe, _availability, _dropBadRows, _sort, _dateColumn, _dateFormat, _sheet, _release, _refuseErrors, _staleness, _holdings];

    public LoadOptions Read(Invocation invocation)
    {
        LoadOptions options = new()
        {
            InstrumentId = invocation.Get(_id) ?? string.Empty,
            AssetClass = invocation.Get(_assetClass),
            Timeframe = invocation.Get(_timeframe) ?? string.Empty,
            Availability = invocation.Get(_availability),
            BadRows = invocation.Get(_dropBadRows) ? BadRowPolicy.Drop : BadRowPolicy.Unspecified,
            SortRows = invocation.Get(_sort),
            DateColumn = invocation.Get(_dateColumn) ?? string.Empty,
            DateFormat = invocation.Get(_dateFormat) ?? string.Empty,
            SheetName = invocation.Get(_sheet) ?? string.Empty,
            ReleaseDate = invocation.Get(_release),
            HoldingsName = invocation.Get(_holdings) ?? string.Empty,
        };
        if (invocation.Get(_refuseErrors))
        {
            options.HandleErrors = false;
        }

        if (invocation.Get(_staleness) is { } days)
        {
            options.MaxStalenessBusinessDays = days;
        }

        return options;
    }
}
