using System.Text.Json;
using System.Text.Json.Serialization;
using Tradewind.Server.Mapping;
using Tradewind.Server.Records;
using Tradewind.Storage;
using Tradewind.V1;
using SweepTrial = Tradewind.Domain.Engine.Optimization.SweepTrial;

namespace Tradewind.Server.Backtests;

/// <summary>Keeps sweeps, and their finished combinations in the batches they were written in.</summary>
internal sealed class SweepShelf(IStore store, TimeProvider clock)
{
    private const string TrialCollection = "sweep-trials";

    // Doubles survive JSON bit by bit; an infinite profit factor needs its name.
    private static readonly JsonSerializerOptions s_json = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>Sweeps by id.</summary>
    public MessageRecords<Sweep> Sweeps { get; } = new(store, clock, "sweeps", "sweep", sweep => (sweep.Id, sweep.CreateTime));

    /// <summary>Keeps combinations that have just finished.</summary>
    public Task KeepAsync(string sweepId, IReadOnlyList<SweepTrial> batch, CancellationToken cancellation)
    {
        long now = ProtoTime.NowNanoseconds(clock);
        // A combination is in one batch only, so the first one names it.
        string id = FormattableString.Invariant($"{sweepId}/{batch[0].Index:D6}");
        return store.Documents.PutAsync(
            new StoredDocument(TrialCollection, id, sweepId, now, now, JsonSerializer.SerializeToUtf8Bytes(batch, s_json)), cancellation);
    }

    /// <summary>Finished combinations in the order of combinations.</summary>
    public async Task<IReadOnlyList<SweepTrial>> ReadTrialsAsync(string sweepId, CancellationToken cancellation)
    {
        SortedDictionary<int, SweepTrial> trials = [];
        string? token = null;
        do
        {
            DocumentPage page = await store.Documents.ListAsync(
                new DocumentQuery(TrialCollection, Parent: sweepId, PageToken: token, Size: 500), cancellation).ConfigureAwait(false);
            foreach (SweepTrial trial in page.Documents.SelectMany(document => JsonSerializer.Deserialize<SweepTrial[]>(document.Body.Span, s_json) ?? []))
            {
                trials[trial.Index] = trial;
            }

            token = page.NextPageToken;
        }
        while (token is not null);
        return [.. trials.Values];
    }
}
