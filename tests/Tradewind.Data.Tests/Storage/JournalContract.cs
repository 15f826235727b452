using System.Text;
using Tradewind.Storage;

namespace Tradewind.Data.Tests.Storage;

public abstract class JournalContract : StoreContract
{
    [Fact]
    public async Task Reads_back_what_was_appended_after_a_restart()
    {
        await Store.Journals.AppendAsync("paper/a", [Entry(1), Entry(2), Entry(3)]);
        await Store.Journals.AppendAsync("paper/a", [Entry(4)]);
        await ReopenAsync();

        JournalEntry[] read = [.. await Store.Journals.ReadAsync("paper/a", afterSequence: 1, limit: 2)];

        Assert.Equal([2, 3], read.Select(entry => entry.Sequence));
        Assert.Equal("event 2", Encoding.UTF8.GetString(read[0].Payload.Span));
        Assert.Equal(("fill", 2000), (read[0].Kind, read[0].EventTime));
        Assert.Equal(4, await Store.Journals.LastSequenceAsync("paper/a"));
        Assert.Empty(await Store.Journals.ReadAsync("paper/b", 0, 10));
        Assert.Equal(0, await Store.Journals.LastSequenceAsync("paper/b"));
    }

    [Theory]
    [InlineData(new long[] { 2 }, 3, 2)]
    [InlineData(new long[] { 4 }, 3, 4)]
    [InlineData(new long[] { 3, 5 }, 4, 5)]
    [InlineData(new long[] { 3, 3 }, 4, 3)]
    public async Task Refuses_a_gap_or_a_repeat_and_appends_nothing(long[] sequences, long expected, long given)
    {
        await Store.Journals.AppendAsync("paper/a", [Entry(1), Entry(2)]);

        JournalSequenceException refusal = await Assert.ThrowsAsync<JournalSequenceException>(() =>
            Store.Journals.AppendAsync("paper/a", [.. sequences.Select(Entry)]));

        Assert.Equal((expected, given), (refusal.Expected, refusal.Given));
        Assert.Equal(2, await Store.Journals.LastSequenceAsync("paper/a"));
        Assert.Equal(2, (await Store.Journals.ReadAsync("paper/a", 0, 100)).Length);
    }

    [Fact]
    public async Task A_refused_first_append_leaves_no_stream()
    {
        await Assert.ThrowsAsync<JournalSequenceException>(() => Store.Journals.AppendAsync("paper/a", [Entry(2)]));

        Assert.Empty(await Store.Journals.ListStreamsAsync());
    }

    [Fact]
    public async Task Of_concurrent_appends_of_one_sequence_exactly_one_wins()
    {
        bool[] won = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            try
            {
                await Store.Journals.AppendAsync("paper/a", [Entry(1)]);
                return true;
            }
            catch (JournalSequenceException)
            {
                return false;
            }
        }));

        Assert.Single(won, true);
        Assert.Single(await Store.Journals.ReadAsync("paper/a", 0, 10));
    }

    [Fact]
    public async Task Lists_streams_by_prefix()
    {
        await Store.Journals.AppendAsync("signals/x", [Entry(1)]);
        await Store.Journals.AppendAsync("paper/b", [Entry(1)]);
        await Store.Journals.AppendAsync("paper/a", [Entry(1), Entry(2)]);

        Assert.Equal([new JournalStream("paper/a", 2), new JournalStream("paper/b", 1)], (await Store.Journals.ListStreamsAsync("paper/")).AsEnumerable());
        Assert.Equal(3, (await Store.Journals.ListStreamsAsync()).Length);
    }

    private static JournalEntry Entry(long sequence) =>
        new(sequence, sequence * 1000, "fill", Encoding.UTF8.GetBytes($"event {sequence}"));
}
