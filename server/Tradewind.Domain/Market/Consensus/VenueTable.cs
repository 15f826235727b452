using System.Collections.Immutable;
using Tradewind.Domain.Errors;

namespace Tradewind.Domain.Market.Consensus;

/// <summary>The bars of several venues side by side on the union of their times. A venue without a bar at a time holds NaN there.</summary>
internal sealed class VenueTable
{
    private readonly Dictionary<string, double[][]> _columns = new(StringComparer.Ordinal);
    private readonly ImmutableArray<VenueSeries> _venues;

    /// <summary>Puts venues side by side.</summary>
    /// <exception cref="InvalidInputException">Venues have no close, differ in timeframe or availability, or share a name.</exception>
    public VenueTable(ImmutableArray<VenueSeries> venues)
    {
        Check(venues);
        _venues = venues;
        Times = [.. venues.SelectMany(venue => venue.Series.Times.ToArray()).Distinct().Order()];
    }

    public long[] Times { get; }

    /// <summary>Values of a field by venue; a venue without the field has only NaN.</summary>
    public double[][] Column(string field)
    {
        if (!_columns.TryGetValue(field, out double[][]? table))
        {
            table = _columns[field] = [.. _venues.Select(venue => Spread(venue.Series, field))];
        }

        return table;
    }

    /// <summary>One row of a field.</summary>
    public void Row(string field, int row, Span<double> values)
    {
        double[][] table = Column(field);
        for (int venue = 0; venue < table.Length; venue++)
        {
            values[venue] = table[venue][row];
        }
    }

    private double[] Spread(InstrumentSeries series, string field)
    {
        double[] values = new double[Times.Length];
        Array.Fill(values, double.NaN);
        if (series.HasField(field))
        {
            ReadOnlySpan<double> source = series.Column(field).Span;
            ReadOnlySpan<long> times = series.Times.Span;
            for (int i = 0, row = 0; i < times.Length; i++)
            {
                while (Times[row] < times[i])
                {
                    row++;
                }

                values[row] = source[i];
            }
        }

        return values;
    }

    private static void Check(ImmutableArray<VenueSeries> venues)
    {
        if (venues.IsDefaultOrEmpty)
        {
            throw new InvalidInputException("VENUES_REQUIRED", "members", "needs at least one series.");
        }

        List<FieldViolation> violations = [];
        InstrumentSeries first = venues[0].Series;
        HashSet<string> names = new(StringComparer.Ordinal);
        for (int i = 0; i < venues.Length; i++)
        {
            (string name, InstrumentSeries series) = (venues[i].Name, venues[i].Series);
            if (!names.Add(name) || name.Length is 0 or > 60 || !name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_'))
            {
                violations.Add(new FieldViolation($"members[{i}].venue", $"must be a name of its own of up to 60 letters, digits and underscores, got '{name}'."));
            }

            if (!series.HasBars)
            {
                violations.Add(new FieldViolation($"members[{i}]", $"{series.Instrument.Id} has no close but {string.Join(", ", series.Fields)}. Name series of bars."));
            }

            if (series.Timeframe != first.Timeframe || series.Availability != first.Availability)
            {
                violations.Add(new FieldViolation(
                    $"members[{i}]",
                    $"{series.Instrument.Id} has timeframe {series.Timeframe} and availability {series.Availability}, {first.Instrument.Id} has {first.Timeframe} and {first.Availability}. They must be the same."));
            }
        }

        if (violations.Count > 0)
        {
            throw new InvalidInputException("VENUES_INVALID", violations);
        }
    }
}
