using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Tradewind.Server.Errors;

/// <summary>Turns errors of handlers into statuses with details; unexpected ones are logged and answered without their inside.</summary>
internal sealed class ErrorInterceptor(ILogger<ErrorInterceptor> logger) : Interceptor
{
    /// <inheritdoc />
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) =>
        GuardAsync(() => continuation(request, context), context);

    /// <inheritdoc />
    public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation) =>
        GuardAsync(() => continuation(requestStream, context), context);

    /// <inheritdoc />
    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation) =>
        GuardAsync(() => AsUnit(continuation(request, responseStream, context)), context);

    /// <inheritdoc />
    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation) =>
        GuardAsync(() => AsUnit(continuation(requestStream, responseStream, context)), context);

    private async Task<T> GuardAsync<T>(Func<Task<T>> handler, ServerCallContext context)
    {
        try
        {
            return await handler().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.CancellationToken.IsCancellationRequested)
        {
            throw new RpcException(
                context.Deadline <= DateTime.UtcNow
                    ? new Status(StatusCode.DeadlineExceeded, "The deadline passed before the answer was ready. Allow more time or ask for less.")
                    : new Status(StatusCode.Cancelled, "The call was cancelled."));
        }
        catch (Exception error) when (RpcErrors.Map(error) is { } mapped)
        {
            logger.LogInformation("{Method} answered {Code}: {Detail}", context.Method, mapped.StatusCode, mapped.Status.Detail);
            throw mapped;
        }
        catch (Exception error)
        {
            string incident = Guid.NewGuid().ToString("N")[..12];
            logger.LogError(error, "{Method} failed unexpectedly, incident {Incident}", context.Method, incident);
            throw new RpcException(new Status(StatusCode.Internal, $"The server failed. Its log has the cause under incident {incident}."));
        }
    }

    private static async Task<bool> AsUnit(Task handler)
    {
        await handler.ConfigureAwait(false);
        return true;
    }
}
