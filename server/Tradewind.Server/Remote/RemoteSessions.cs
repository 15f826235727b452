using Grpc.Core;
using Tradewind.Domain.Errors;
using Tradewind.Server.Live;
using Tradewind.Server.Requests;
using Tradewind.V1;

namespace Tradewind.Server.Remote;

/// <summary>Lets programs outside of the server decide for paper sessions.</summary>
internal sealed class RemoteSessions(PaperHub hub)
{
    /// <summary>Serves one client until the session ends or the client leaves.</summary>
    public async Task RunAsync(
        IAsyncStreamReader<RunRemoteSessionRequest> requests, IServerStreamWriter<RunRemoteSessionResponse> responses, CancellationToken cancellation)
    {
        string id = await requests.MoveNext(cancellation).ConfigureAwait(false) && requests.Current.MessageCase == RunRemoteSessionRequest.MessageOneofCase.SessionId
            ? Required.Text(requests.Current.SessionId, "session_id")
            : throw new InvalidInputException("FIELD_REQUIRED", "session_id", "is required: the first message says which session to attach to.");
        PaperRun run = await hub.FindRemoteAsync(id, cancellation).ConfigureAwait(false);
        RemoteSeat seat = run.Seat!;
        TimeSpan deadline = RemoteTerms.Check(run.Program!.Name, run.Program.BatchSize, run.Program.StepDeadlineSeconds, "program").Deadline;
        seat.Occupy();
        string left = "The session has ended.";
        try
        {
            RemoteStrategyBegun begun = RemoteTerms.Begun(
                run.Universe.Instruments.Where((_, ordinal) => run.Universe.Tradable[ordinal]), run.Universe.Fields);
            await responses.WriteAsync(new RunRemoteSessionResponse { Begun = begun }, cancellation).ConfigureAwait(false);
            while (await seat.NextAsync(cancellation).ConfigureAwait(false) is { } step)
            {
                await responses.WriteAsync(new RunRemoteSessionResponse { Step = step }, cancellation).ConfigureAwait(false);
                RemoteAnswer answer = await RemoteTerms.ReadAnswerAsync(requests, request => request.Answer, step.Step, deadline, cancellation).ConfigureAwait(false);
                // A wrong answer is its sender's fault and not the session's: it is refused here, and the step waits for another.
                RemoteDecisions.Check(answer, run.Universe);
                seat.Answer(answer);
            }
        }
        catch (Exception error)
        {
            left = error is TradewindException known ? known.Message : "The connection was lost.";
            throw;
        }
        finally
        {
            seat.Leave(left);
        }

        Session session = await hub.EndedAsync(id, run, cancellation).ConfigureAwait(false);
        await responses.WriteAsync(new RunRemoteSessionResponse { Session = session }, cancellation).ConfigureAwait(false);
    }
}
