using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Tradewind.Transport.Hosting;
using Tradewind.Transport.Telemetry;

namespace Tradewind.Transport.Calls;

/// <summary>Answers the calls of one method: takes the request, lets the method run, ends the response with a status.</summary>
internal abstract class CallHandler<TRequest, TResponse>(Method<TRequest, TResponse> method, ServiceSettings settings)
    where TRequest : class
    where TResponse : class
{
    private readonly string _measuredName = method.FullName.TrimStart('/');

    protected Method<TRequest, TResponse> Method { get; } = method;

    public async Task HandleAsync(HttpContext http)
    {
        if (!RequestValidation.TryAccept(http))
        {
            return;
        }

        CallMeasurement? measurement = ServerInstruments.Start(_measuredName, http);
        Status status = await HandleAsync(http, measurement).ConfigureAwait(false);
        measurement?.End(status);
    }

    protected abstract Task InvokeAsync(HttpServerCallContext call);

    private async Task<Status> HandleAsync(HttpContext http, CallMeasurement? measurement)
    {
        HttpServerCallContext call;
        try
        {
            // A client may send a call before it hears that the connection goes away.
            call = settings.Drain.IsDraining
                ? throw new RpcException(CallDrain.Stopping)
                : new HttpServerCallContext(http, Method, settings, measurement);
        }
        catch (RpcException e)
        {
            TrailerWriter.Write(http.Response, e.Status, e.Trailers);
            return e.Status;
        }

        await using (call.ConfigureAwait(false))
        {
            Status status;
            try
            {
                call.Start();
                await InvokeAsync(call).ConfigureAwait(false);
                status = call.Interrupted ?? call.Status;
            }
            catch (Exception e)
            {
                status = FailureStatus.From(e, call);
            }

            await call.EndAsync(status).ConfigureAwait(false);
            return call.Interrupted ?? status;
        }
    }

    /// <summary>The one request of a method that does not stream requests.</summary>
    protected async ValueTask<TRequest> ReadSingleRequestAsync(HttpServerCallContext call) =>
        await call.ReadSingleRequestAsync(Method.RequestMarshaller.ContextualDeserializer).ConfigureAwait(false)
        ?? throw new RpcException(new Status(StatusCode.Internal, "The request ended without a message."));

    /// <summary>The one response of a method that does not stream responses; sent together with the trailers.</summary>
    protected async ValueTask WriteSingleResponseAsync(HttpServerCallContext call, TResponse? response)
    {
        if (response is null)
        {
            throw new RpcException(new Status(StatusCode.Internal, "The method returned no message."));
        }

        if (call.Status.StatusCode != StatusCode.OK)
        {
            return;
        }

        call.Gate.BeginWrite();
        try
        {
            await call.BufferMessageAsync(response, Method.ResponseMarshaller.ContextualSerializer, call.WriteOptions?.Flags ?? default)
                .ConfigureAwait(false);
        }
        finally
        {
            call.Gate.EndWrite();
        }
    }

    protected RequestStreamReader<TRequest> RequestStream(HttpServerCallContext call) =>
        new(call, Method.RequestMarshaller.ContextualDeserializer);

    protected ResponseStreamWriter<TResponse> ResponseStream(HttpServerCallContext call) =>
        new(call, Method.ResponseMarshaller.ContextualSerializer);
}
