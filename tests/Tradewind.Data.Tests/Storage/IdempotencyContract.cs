using Tradewind.Storage;

namespace Tradewind.Data.Tests.Storage;

public abstract class IdempotencyContract : StoreContract
{
    private static readonly byte[] Answer = [1, 2, 3];

    private IIdempotencyStore Requests => Store.Requests;

    [Fact]
    public async Task Replays_the_first_answer_after_a_restart()
    {
        Assert.Equal(RequestOutcome.New, await Begin("r1", "h"));
        await Requests.CompleteAsync("Submit", "r1", Answer, completedTime: 5);
        await ReopenAsync();

        RequestClaim claim = await Requests.TryBeginAsync("Submit", "r1", "h");

        Assert.Equal(RequestOutcome.Replay, claim.Outcome);
        Assert.Equal(Answer, claim.Response.ToArray());
        Assert.Equal(RequestOutcome.Conflict, await Begin("r1", "other"));
        Assert.Equal(RequestOutcome.New, (await Requests.TryBeginAsync("Cancel", "r1", "h")).Outcome);
    }

    [Fact]
    public async Task Says_that_a_request_is_in_progress_until_it_is_abandoned()
    {
        await Begin("r1", "h");

        Assert.Equal(RequestOutcome.InProgress, await Begin("r1", "h"));
        Assert.Equal(RequestOutcome.Conflict, await Begin("r1", "other"));
        await Requests.AbandonAsync("Submit", "r1");
        Assert.Equal(RequestOutcome.New, await Begin("r1", "other"));
    }

    [Fact]
    public async Task Frees_requests_in_progress_when_the_store_is_opened_again()
    {
        await Begin("r1", "h");
        await ReopenAsync();

        Assert.Equal(RequestOutcome.New, await Begin("r1", "h"));
    }

    [Fact]
    public async Task Of_concurrent_begins_exactly_one_is_new()
    {
        RequestOutcome[] outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Begin("r1", "h")));

        Assert.Single(outcomes, RequestOutcome.New);
        Assert.Equal(15, outcomes.Count(outcome => outcome == RequestOutcome.InProgress));
    }

    [Fact]
    public async Task Refuses_to_complete_what_was_not_begun() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => Requests.CompleteAsync("Submit", "r1", Answer, 5));

    [Fact]
    public async Task Forgets_answers_older_than_asked()
    {
        foreach ((string id, long time) in new[] { ("old", 5L), ("new", 6) })
        {
            await Begin(id, "h");
            await Requests.CompleteAsync("Submit", id, Answer, time);
        }

        Assert.Equal(1, await Requests.PurgeAsync(completedBefore: 6));
        Assert.Equal(RequestOutcome.New, await Begin("old", "h"));
        Assert.Equal(RequestOutcome.Replay, await Begin("new", "h"));
    }

    private async Task<RequestOutcome> Begin(string id, string hash) => (await Requests.TryBeginAsync("Submit", id, hash)).Outcome;
}
