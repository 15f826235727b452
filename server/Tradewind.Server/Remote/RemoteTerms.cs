using System.Text.RegularExpressions;
using Grpc.Core;
using Tradewind.Domain.Engine;
using Tradewind.Domain.Errors;
using Tradewind.Server.Mapping;
using Tradewind.V1;
using Instrument = Tradewind.Domain.Market.Instrument;

namespace Tradewind.Server.Remote;

/// <summary>What server and client agree on before steps are exchanged, and how an answer is waited for.</summary>
internal static partial class RemoteTerms
{
    private const int LargestBatch = 100_000;
    private const double DefaultDeadline = 60;
    private const double LargestDeadline = 3600;

    /// <summary>Checks name, batch and deadline; zeros take their defaults.</summary>
    /// <exception cref="InvalidInputException">One is out of range; the path is below <paramref name="path"/>.</exception>
    public static (int Batch, TimeSpan Deadline) Check(string name, int batchSize, double deadlineSeconds, string path)
    {
        if (!NameForm().IsMatch(name))
        {
            throw new InvalidInputException("NAME_INVALID", $"{path}.name", $"must be small letters, digits and '_' and begin with a letter, got '{name}'.");
        }

        if (batchSize is < 0 or > LargestBatch)
        {
            throw new InvalidInputException("BATCH_INVALID", $"{path}.batch_size", $"must be from 1 to {LargestBatch}, got {batchSize}.");
        }

        return deadlineSeconds is >= 0 and <= LargestDeadline
            ? (Math.Max(1, batchSize), TimeSpan.FromSeconds(deadlineSeconds == 0 ? DefaultDeadline : deadlineSeconds))
            : throw new InvalidInputException(
                "DEADLINE_INVALID", $"{path}.step_deadline_seconds", FormattableString.Invariant($"must be above 0 and at most {LargestDeadline}, got {deadlineSeconds}."));
    }

    /// <summary>What a client is told first.</summary>
    public static RemoteStrategyBegun Begun(IEnumerable<Instrument> traded, IEnumerable<FieldKey> fields) => new()
    {
        Instruments =
        {
            traded.OrderBy(instrument => instrument.Id, StringComparer.Ordinal).Select(instrument => new RemoteInstrument
            {
                InstrumentId = instrument.Id, LotSize = ProtoDecimal.Format(instrument.LotSize), Multiplier = ProtoDecimal.Format(instrument.Multiplier),
            }),
        },
        Fields = { fields.Select(field => $"{field.Instrument} {field.Field}").Order(StringComparer.Ordinal) },
    };

    /// <summary>Waits for the answer to a step.</summary>
    /// <exception cref="StepDeadlineException">It did not come in time.</exception>
    /// <exception cref="PreconditionException">Reason <c>REMOTE_STRATEGY_LEFT</c>: the client ended its side of the call.</exception>
    /// <exception cref="InvalidInputException">It answers another step, or is no answer.</exception>
    public static async Task<RemoteAnswer> ReadAnswerAsync<TRequest>(
        IAsyncStreamReader<TRequest> requests, Func<TRequest, RemoteAnswer?> read, long step, TimeSpan deadline, CancellationToken cancellation)
    {
        if (!await NextAsync(requests, step, deadline, cancellation).ConfigureAwait(false))
        {
            throw new PreconditionException("REMOTE_STRATEGY_LEFT", $"The client ended its side of the call before it answered step {step}.");
        }

        RemoteAnswer answer = read(requests.Current) ?? throw new InvalidInputException("FIELD_REQUIRED", "answer", "is required: every step is answered.");
        return answer.Step == step
            ? answer
            : throw new InvalidInputException("STEP_MISMATCH", "answer.step", $"must be {step}, the step that was sent, got {answer.Step}.");
    }

    private static async Task<bool> NextAsync<TRequest>(IAsyncStreamReader<TRequest> requests, long step, TimeSpan deadline, CancellationToken cancellation)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(deadline);
        try
        {
            return await requests.MoveNext(patience.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (patience.IsCancellationRequested && !cancellation.IsCancellationRequested && error is OperationCanceledException or RpcException)
        {
            throw new StepDeadlineException(step, deadline);
        }
    }

    [GeneratedRegex("^[a-z][a-z0-9_]{0,59}$")]
    private static partial Regex NameForm();
}
