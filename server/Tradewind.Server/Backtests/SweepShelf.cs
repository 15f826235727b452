using System.Text.Json;
using System.Text.Json.Serialization;
using Tradewind.Server.Mapping;
using Tradewind.Server.Records;
using Tradewind.Storage;
using Tradewind.V1;
using SweepTrial = Tradewind.Domain.Engine.Optimization.SweepTrial;

namespace Tradewind.Server.Backtests;

/// <summary>Keeps sweeps, and the finished combinations of searches in the batches they were written in.</summary>
internal sealed class SweepShelf(IStore store, TimeProvider clock)
{
    private const string TrialCollection = "sweep-trials";

    // Doubles survive JSON bit by bit; an infinite profit factor needs its name.
    private static readonly JsonSerializerOptions s_json = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>Sweeps by id.</summary>
    public MessageRecords<Sweep> Sweeps { get; } = new(store, clock, "sweeps", "sweep", sweep => (sweep.Id, sweep.CreateTime));

    /// <summary>Keeps combinations of a sweep or a walk-forward that have just finished.</summary>
    public Task KeepAsync(string searchId, IReadOnlyList<SweepTrial> batch, CancellationToken cancellation)
    {
        long now = ProtoTime.NowNanoseconds(clock);
        // A combination is in one batch of a stage only, so the first one names it.
        string stage = batch[0].Stage == 0 ? "" : FormattableString.Invariant($"{batch[0].Stage:D4}-");
        string id = FormattableString.Invariant($"{searchId}/{stage}{batch[0].Index:D6}");
        return store.Documents.PutAsync(
            new StoredDocument(TrialCollection, id, searchId, now, now, JsonSerializer.SerializeToUtf8Bytes(batch, s_json)), cancellation);
    }

    /// <summary>Finished combinations of a sweep, in their order, each as it was in its last stage.</summary>
    public async Task<IReadOnlyList<SweepTrial>> ReadTrialsAsync(string sweepId, CancellationToken cancellation)
    {
        SortedDictionary<int, SweepTrial> trials = [];
        foreach (SweepTrial trial in await ReadRunsAsync(sweepId, cancellation).ConfigureAwait(false))
        {
            trials[trial.Index] = trial;
        }

        return [.. trials.Values];
    }

    /// <summary>Everything finished of a search, by stage, then in the order of combinations.</summary>
    public async Task<IReadOnlyList<SweepTrial>> ReadRunsAsync(string searchId, CancellationToken cancellation)
    {
        List<SweepTrial> runs = [];
        string? token = null;
        do
        {
            DocumentPage page = await store.Documents.ListAsync(
                new DocumentQuery(TrialCollection, Parent: searchId, PageToken: token, Size: 500), cancellation).ConfigureAwait(false);
            runs.AddRange(page.Documents.SelectMany(document => JsonSerializer.Deserialize<SweepTrial[]>(document.Body.Span, s_json) ?? []));
            token = page.NextPageToken;
        }
        while (token is not null);
        return [.. runs.OrderBy(trial => trial.Stage).ThenBy(trial => trial.Index)];
    }
}
