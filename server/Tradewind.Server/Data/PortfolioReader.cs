using System.Collections.Immutable;
using Google.Protobuf.WellKnownTypes;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Domain.Market.Alignment;
using Tradewind.Server.Instruments;
using Tradewind.Server.Mapping;
using Tradewind.Server.Requests;
using Tradewind.Storage;
using Tradewind.V1;

namespace Tradewind.Server.Data;

/// <summary>Reads what requests name: instruments, series of portfolio members, aligned portfolios.</summary>
internal sealed class PortfolioReader(IStore store, InstrumentDirectory directory)
{
    private const int LargestMemberCount = 500;

    /// <summary>An instrument.</summary>
    /// <exception cref="NotFoundException">It is unknown; near ids are suggested.</exception>
    public Task<StoredInstrument> FindAsync(string id, string field, CancellationToken cancellation) => FindAsync(store.Series, id, field, cancellation);

    /// <summary>An instrument as it is, or as it was at a time.</summary>
    /// <exception cref="NotFoundException">It is unknown; near ids are suggested. Or nothing was held of it at the time.</exception>
    public async Task<StoredInstrument> FindAsync(ISeriesReader history, string id, string field, CancellationToken cancellation)
    {
        StoredInstrument? found = await history.GetInstrumentAsync(Required.Text(id, field), cancellation).ConfigureAwait(false);
        if (found is { Series.Length: > 0 })
        {
            return found;
        }

        if (found is not null)
        {
            // Says which times can be asked for.
            StoredInstrument now = await FindAsync(id, field, cancellation).ConfigureAwait(false);
            await history.ReadAsync(id, now.Series[0].Timeframe, cancellation: cancellation).ConfigureAwait(false);
        }

        IReadOnlyList<StoredInstrument> known = await store.Series.ListInstrumentsAsync(new InstrumentQuery(Size: 1000), cancellation).ConfigureAwait(false);
        throw new NotFoundException("instrument", id, known.Select(instrument => instrument.Instrument.Id));
    }

    /// <summary>What reads use: the store as it is now, or as it was at a time.</summary>
    /// <exception cref="InvalidInputException">The time is out of range.</exception>
    public ISeriesReader History(Timestamp? asOfTime, string field) =>
        asOfTime is null ? store.Series : store.Series.AsOf(ProtoTime.ToNanoseconds(asOfTime, field));

    /// <summary>The series of a timeframe, or the only one, besides which there may be prints of trades.</summary>
    /// <exception cref="InvalidInputException">The timeframe is not one, is not stored, or is left out where several are stored.</exception>
    public static StoredSeries PickSeries(StoredInstrument stored, string timeframe, string field)
    {
        string held = string.Join(", ", stored.Series.Select(series => series.Timeframe.ToString()));
        if (InstrumentMessages.ReadTimeframe(timeframe, field) is { } wanted)
        {
            return stored.Series.FirstOrDefault(series => series.Timeframe == wanted)
                ?? throw new InvalidInputException("TIMEFRAME_NOT_STORED", field, $"{stored.Instrument.Id} is stored at {held}, not at {timeframe}.");
        }

        StoredSeries[] spaced = [.. stored.Series.Where(series => !series.Timeframe.IsTick || stored.Series.Length == 1)];
        return spaced.Length == 1
            ? spaced[0]
            : throw new InvalidInputException("TIMEFRAME_AMBIGUOUS", field, $"{stored.Instrument.Id} is stored at {held}: name one of them.");
    }

    /// <summary>The series of portfolio members, cut to the fields they name and to an interval.</summary>
    /// <exception cref="NotFoundException">An instrument is unknown.</exception>
    /// <exception cref="InvalidInputException">No member, a member given twice, an unknown field or timeframe.</exception>
    public async Task<ImmutableArray<InstrumentSeries>> ReadMembersAsync(
        IReadOnlyList<PortfolioMember> members, string path, Interval interval, CancellationToken cancellation)
    {
        if (members.Count is 0 or > LargestMemberCount)
        {
            throw new InvalidInputException("MEMBERS_INVALID", path, $"needs 1 to {LargestMemberCount} members, got {members.Count}.");
        }

        HashSet<string> seen = new(StringComparer.Ordinal);
        ImmutableArray<InstrumentSeries>.Builder all = ImmutableArray.CreateBuilder<InstrumentSeries>(members.Count);
        for (int i = 0; i < members.Count; i++)
        {
            InstrumentSeries read = await ReadMemberAsync(members[i], $"{path}[{i}]", interval, cancellation).ConfigureAwait(false);
            all.Add(seen.Add(read.Instrument.Id)
                ? read
                : throw new InvalidInputException("MEMBER_REPEATED", $"{path}[{i}].instrument_id", $"'{read.Instrument.Id}' is a member already. List its fields in one member."));
        }

        return all.MoveToImmutable();
    }

    /// <summary>The series of one member, cut to the fields it names and to an interval; violations carry paths below <paramref name="path"/>.</summary>
    /// <exception cref="NotFoundException">The instrument is unknown.</exception>
    /// <exception cref="InvalidInputException">An unknown field or timeframe.</exception>
    public async Task<InstrumentSeries> ReadMemberAsync(PortfolioMember member, string path, Interval interval, CancellationToken cancellation)
    {
        ISeriesReader history = History(member.AsOfTime, $"{path}.as_of_time");
        StoredInstrument stored = await FindAsync(history, member.InstrumentId, $"{path}.instrument_id", cancellation).ConfigureAwait(false);
        StoredSeries series = PickSeries(stored, member.Timeframe, $"{path}.timeframe");
        CheckOnce(member.Fields, $"{path}.fields");
        string? unknown = member.Fields.FirstOrDefault(field => !series.Fields.Contains(field));
        if (unknown is not null)
        {
            string? near = NearestName.Find(unknown, series.Fields);
            throw new InvalidInputException(
                "UNKNOWN_FIELD", $"{path}.fields",
                $"{stored.Instrument.Id} has no field '{unknown}'{(near is null ? "" : $", did you mean '{near}'?")} It has {string.Join(", ", series.Fields)}.");
        }

        InstrumentSeries read = await history.ReadAsync(
            stored.Instrument.Id, series.Timeframe, FieldsToRead(series, member.Fields), interval.From, interval.To, cancellation).ConfigureAwait(false);
        return directory.Describe(member.Fields.Count > 0 && read.Fields.Length > member.Fields.Count ? read.WithFields(member.Fields) : read);
    }

    /// <summary>Reads and aligns a portfolio.</summary>
    /// <exception cref="InvalidInputException">The portfolio is wrong; the field path says where.</exception>
    public async Task<LoadedPortfolio> AlignAsync(PortfolioSpec portfolio, string path, CancellationToken cancellation)
    {
        Interval interval = Interval.Read(portfolio.Interval, $"{path}.interval");
        AlignmentSpec spec = AlignmentSpecReader.Read(portfolio, path, interval);
        ImmutableArray<InstrumentSeries> series = await ReadMembersAsync(portfolio.Members, $"{path}.members", interval, cancellation).ConfigureAwait(false);
        ILookup<string, Domain.Market.Alignment.Release> releases = AlignmentSpecReader.Releases(portfolio, path);
        ImmutableArray<AlignedInput> inputs =
        [
            .. series.Select(entry => new AlignedInput(entry) { Releases = [.. releases[entry.Instrument.Id]] }),
        ];
        AlignmentResult result = PortfolioAlignment.Align(inputs, spec);
        cancellation.ThrowIfCancellationRequested();
        (long? first, long? last) = Overlap(PortfolioAlignment.Align(inputs, spec with { Fill = GapFill.None, Outliers = null }).Frame);
        return new LoadedPortfolio(result, first, last, Revisions(series), series.Any(entry => entry.Instrument.Simulated), spec.Outliers is not null);
    }

    /// <summary>Checks that no field is named twice: columns of a result are told apart by their names.</summary>
    /// <exception cref="InvalidInputException">One is.</exception>
    public static void CheckOnce(IReadOnlyCollection<string> fields, string path)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        if (fields.FirstOrDefault(field => !seen.Add(field)) is { } repeated)
        {
            throw new InvalidInputException("FIELD_REPEATED", path, $"names '{repeated}' twice. Name each field once.");
        }
    }

    /// <summary>Content hashes of series, by instrument and timeframe.</summary>
    public static ImmutableSortedDictionary<string, string> Revisions(IEnumerable<InstrumentSeries> series) =>
        series.ToImmutableSortedDictionary(entry => $"{entry.Instrument.Id} {entry.Timeframe}", entry => entry.Revision, StringComparer.Ordinal);

    // Rows of a vintage are known by their release, whether or not the request takes that field.
    private static IReadOnlyList<string>? FieldsToRead(StoredSeries series, IReadOnlyList<string> wanted) =>
        wanted.Count == 0 ? null
        : series.Availability == Domain.Market.Availability.Vintage && !wanted.Contains(AvailabilityRule.ReleaseField) ? [.. wanted, AvailabilityRule.ReleaseField]
        : wanted;

    private static (long? First, long? Last) Overlap(Frame unfilled)
    {
        IGrouping<string, FrameColumn>[] members = [.. unfilled.Columns.GroupBy(column => column.InstrumentId)];
        bool Shared(int row) => Array.TrueForAll(members, member => member.Any(column => !double.IsNaN(column.Values.Span[row])));
        int first = 0;
        while (first < unfilled.RowCount && !Shared(first))
        {
            first++;
        }

        int last = unfilled.RowCount - 1;
        while (last > first && !Shared(last))
        {
            last--;
        }

        return first == unfilled.RowCount ? (null, null) : (unfilled.Times.Span[first], unfilled.Times.Span[last]);
    }
}
