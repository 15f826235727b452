using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;

namespace Tradewind.Transport.Tests;

/// <summary>Does what each request tells it to; the journal sees what happened.</summary>
internal sealed class InteropService(CallJournal journal) : Interop.InteropBase
{
    public override async Task<Reply> Unary(Instruction request, ServerCallContext context)
    {
        await PrepareAsync(request, context);
        return Answer(request, 0);
    }

    public override async Task ServerStream(
        Instruction request, IServerStreamWriter<Reply> responseStream, ServerCallContext context)
    {
        await EchoHeadersAsync(context);
        if (request.BufferHint)
        {
            responseStream.WriteOptions = new WriteOptions(WriteFlags.BufferHint);
        }

        for (int i = 0; i < request.Replies; i++)
        {
            Task write = responseStream.WriteAsync(Answer(request, i));
            if (request.LeaveLastWrite && i == request.Replies - 1)
            {
                return;
            }

            await write;
            journal.Written = i + 1;
        }

        await FinishAsync(request, context);
    }

    public override async Task<Reply> ClientStream(IAsyncStreamReader<Instruction> requestStream, ServerCallContext context)
    {
        await EchoHeadersAsync(context);
        var reply = new Reply();
        await foreach (Instruction request in requestStream.ReadAllAsync())
        {
            await FinishAsync(request, context);
            reply.Number++;
            reply.TotalSize += request.Payload.Length;
            journal.Read = reply.Number;
        }

        journal.ReadWhole();

        return reply;
    }

    public override async Task Duplex(
        IAsyncStreamReader<Instruction> requestStream, IServerStreamWriter<Reply> responseStream, ServerCallContext context)
    {
        await EchoHeadersAsync(context);
        int number = 0;
        await foreach (Instruction request in requestStream.ReadAllAsync())
        {
            await FinishAsync(request, context);
            await responseStream.WriteAsync(Answer(request, number++));
        }
    }

    private static Reply Answer(Instruction request, int number) => new()
    {
        Text = request.Text,
        Number = number,
        Payload = request.ReplySize == 0 ? ByteString.Empty : ByteString.CopyFrom(new byte[request.ReplySize]),
        TotalSize = request.Payload.Length,
    };

    private async Task PrepareAsync(Instruction request, ServerCallContext context)
    {
        await EchoHeadersAsync(context);
        await FinishAsync(request, context);
    }

    private static async Task EchoHeadersAsync(ServerCallContext context)
    {
        var headers = new Metadata();
        foreach (Metadata.Entry entry in context.RequestHeaders)
        {
            if (entry.Key.StartsWith("echo-trailer", StringComparison.Ordinal))
            {
                context.ResponseTrailers.Add(entry);
            }
            else if (entry.Key.StartsWith("echo-", StringComparison.Ordinal))
            {
                headers.Add(entry);
            }
        }

        if (headers.Count > 0)
        {
            await context.WriteResponseHeadersAsync(headers);
        }
    }

    private async Task FinishAsync(Instruction request, ServerCallContext context)
    {
        if (request.Hang)
        {
            await HangAsync(request, context);
        }

        if (request.ThrowPlain)
        {
            throw new InvalidOperationException("A plain failure.");
        }

        if (request.FailCode != 0)
        {
            throw request.FailWithDetails
                ? new Google.Rpc.Status
                {
                    Code = request.FailCode,
                    Message = request.FailMessage,
                    Details = { Google.Protobuf.WellKnownTypes.Any.Pack(new ErrorInfo { Reason = "TOLD_TO", Domain = "tests" }) },
                }.ToRpcException()
                : new RpcException(new Grpc.Core.Status((StatusCode)request.FailCode, request.FailMessage));
        }
    }

    private async Task HangAsync(Instruction request, ServerCallContext context)
    {
        journal.Deadline = context.Deadline;
        journal.Hanging.TrySetResult();
        if (request.IgnoreCancellation)
        {
            await journal.LetGo.Task;
            return;
        }

        try
        {
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
        }
        catch (OperationCanceledException)
        {
            journal.Cancelled.TrySetResult();
            throw;
        }
    }
}
