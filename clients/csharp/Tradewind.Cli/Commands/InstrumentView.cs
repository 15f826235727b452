using Tradewind.Cli.Output;
using Tradewind.V1;

namespace Tradewind.Cli.Commands;

/// <summary>Instruments for people.</summary>
internal static class InstrumentView
{
    public static ResultTable Table(IEnumerable<Instrument> instruments)
    {
        ResultTable table = new("Instrument", "Class", "Source", "Timeframe", ">Rows", "First", "Last", "Fields", "");
        foreach (Instrument instrument in instruments)
        {
            foreach (SeriesSummary series in instrument.Series.DefaultIfEmpty(new SeriesSummary()))
            {
                table.Row(
                    instrument.Id,
                    Wording.Of(instrument.AssetClass),
                    instrument.Source,
                    Wording.OrAbsent(series.Timeframe),
                    Wording.Count(series.RowCount),
                    Wording.Time(series.FirstTime),
                    Wording.Time(series.LastTime),
                    string.Join(' ', series.Fields),
                    Wording.Label(instrument.Simulated));
            }
        }

        return table;
    }

    public static void Write(Terminal terminal, Instrument instrument)
    {
        terminal.Line($"{instrument.Id}  {instrument.DisplayName}  {Wording.Label(instrument.Simulated)}".TrimEnd());
        terminal.Line($"Class {Wording.Of(instrument.AssetClass)}, source {instrument.Source}, currency {Wording.OrAbsent(instrument.Currency)}");
        terminal.Line(
            $"Tick size {Wording.OrAbsent(instrument.TickSize)}, lot size {Wording.OrAbsent(instrument.LotSize)}, " +
            $"multiplier {Wording.OrAbsent(instrument.Multiplier)}, columns {instrument.ColumnPrefix}_*");
        if (instrument.Calendar.Length > 0 || instrument.Exchange.Length > 0)
        {
            terminal.Line($"Exchange {Wording.OrAbsent(instrument.Exchange)}, calendar {Wording.OrAbsent(instrument.Calendar)}, multiplier counts {Wording.OrAbsent(instrument.MultiplierUnit)}");
        }

        if (instrument.Aliases.Count > 0)
        {
            terminal.Line($"Also {string.Join(", ", instrument.Aliases)}");
        }

        if (instrument.FieldDefinitions.Count > 0)
        {
            terminal.Line($"Units: {string.Join(", ", instrument.FieldDefinitions.Select(field => $"{field.Name} {field.Unit}"))}");
        }

        ResultTable table = new("Timeframe", ">Rows", "First", "Last", "Fields", "Known", "Revision");
        foreach (SeriesSummary series in instrument.Series)
        {
            table.Row(
                series.Timeframe,
                Wording.Count(series.RowCount),
                Wording.Time(series.FirstTime),
                Wording.Time(series.LastTime),
                string.Join(' ', series.Fields),
                Wording.Of(series.Availability),
                Wording.ShortHash(series.Revision));
        }

        table.WriteTo(terminal, "Nothing is stored of it.");
    }
}
