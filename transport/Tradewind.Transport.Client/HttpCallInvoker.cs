using Grpc.Core;
using Grpc.Net.Client;
using Tradewind.Transport.Client.Retries;
using Tradewind.Transport.Telemetry;

namespace Tradewind.Transport.Client;

/// <summary>Makes each call an HTTP/2 request on the channel, or several where the channel is told to try again.</summary>
internal sealed class HttpCallInvoker(GrpcChannel channel) : CallInvoker
{
    public override TResponse BlockingUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        using AsyncUnaryCall<TResponse> call = AsyncUnaryCall(method, host, options, request);
        return call.GetAwaiter().GetResult();
    }

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        if (channel.Policies.Find(method) is { } policy)
        {
            AttemptedCall<TRequest, TResponse> attempted = Attempt(method, host, options, policy, request);
            return new AsyncUnaryCall<TResponse>(
                attempted.ReadSingleResponseAsync(),
                AttemptedCall.HeadersOf, AttemptedCall.StatusOf, AttemptedCall.TrailersOf, AttemptedCall.DisposeOf, attempted);
        }

        ClientCall<TRequest, TResponse> call = Create(method, host, options);
        _ = call.SendSingleAsync(request);
        return new AsyncUnaryCall<TResponse>(
            call.ReadSingleResponseAsync(),
            ClientCall.HeadersOf, ClientCall.StatusOf, ClientCall.TrailersOf, ClientCall.DisposeOf, call);
    }

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        if (channel.Policies.Find(method) is { } policy)
        {
            AttemptedCall<TRequest, TResponse> attempted = Attempt(method, host, options, policy, request);
            return new AsyncServerStreamingCall<TResponse>(
                new ResponseStreamReader<TResponse>(attempted),
                AttemptedCall.HeadersOf, AttemptedCall.StatusOf, AttemptedCall.TrailersOf, AttemptedCall.DisposeOf, attempted);
        }

        ClientCall<TRequest, TResponse> call = Create(method, host, options);
        _ = call.SendSingleAsync(request);
        return new AsyncServerStreamingCall<TResponse>(
            new ResponseStreamReader<TResponse>(call),
            ClientCall.HeadersOf, ClientCall.StatusOf, ClientCall.TrailersOf, ClientCall.DisposeOf, call);
    }

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        if (channel.Policies.Find(method) is { } policy)
        {
            AttemptedCall<TRequest, TResponse> attempted = Create(method, host, options, policy);
            var writer = new AttemptedRequestWriter<TRequest, TResponse>(attempted);
            attempted.Start();
            return new AsyncClientStreamingCall<TRequest, TResponse>(
                writer,
                attempted.ReadSingleResponseAsync(),
                AttemptedCall.HeadersOf, AttemptedCall.StatusOf, AttemptedCall.TrailersOf, AttemptedCall.DisposeOf, attempted);
        }

        ClientCall<TRequest, TResponse> call = Create(method, host, options);
        var requests = new RequestStreamWriter<TRequest, TResponse>(call);
        _ = call.SendStreamAsync(requests.Content);
        return new AsyncClientStreamingCall<TRequest, TResponse>(
            requests,
            call.ReadSingleResponseAsync(),
            ClientCall.HeadersOf, ClientCall.StatusOf, ClientCall.TrailersOf, ClientCall.DisposeOf, call);
    }

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        if (channel.Policies.Find(method) is { } policy)
        {
            AttemptedCall<TRequest, TResponse> attempted = Create(method, host, options, policy);
            var writer = new AttemptedRequestWriter<TRequest, TResponse>(attempted);
            attempted.Start();
            return new AsyncDuplexStreamingCall<TRequest, TResponse>(
                writer,
                new ResponseStreamReader<TResponse>(attempted),
                AttemptedCall.HeadersOf, AttemptedCall.StatusOf, AttemptedCall.TrailersOf, AttemptedCall.DisposeOf, attempted);
        }

        ClientCall<TRequest, TResponse> call = Create(method, host, options);
        var requests = new RequestStreamWriter<TRequest, TResponse>(call);
        _ = call.SendStreamAsync(requests.Content);
        return new AsyncDuplexStreamingCall<TRequest, TResponse>(
            requests,
            new ResponseStreamReader<TResponse>(call),
            ClientCall.HeadersOf, ClientCall.StatusOf, ClientCall.TrailersOf, ClientCall.DisposeOf, call);
    }

    private ClientCall<TRequest, TResponse> Create<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options)
        where TRequest : class
        where TResponse : class
    {
        CallMeasurement? measurement = ClientInstruments.Start(channel, method);
        var call = new ClientCall<TRequest, TResponse>(channel, method, host, options, measurement);
        if (measurement is not null)
        {
            call.WhenEnded(measurement.End);
        }

        return call;
    }

    private AttemptedCall<TRequest, TResponse> Create<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, AttemptPolicy policy)
        where TRequest : class
        where TResponse : class => new(channel, method, host, options, policy, ClientInstruments.Start(channel, method));

    private AttemptedCall<TRequest, TResponse> Attempt<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, AttemptPolicy policy, TRequest request)
        where TRequest : class
        where TResponse : class
    {
        AttemptedCall<TRequest, TResponse> call = Create(method, host, options, policy);
        try
        {
            new AttemptedRequestWriter<TRequest, TResponse>(call).Append(request);
            call.Requests.Complete();
        }
        catch (Exception e)
        {
            // The request cannot be sent; the attempt that follows tells so without sending anything.
            call.Stop(FailureStatus.From(e));
        }

        call.Start();
        return call;
    }
}
