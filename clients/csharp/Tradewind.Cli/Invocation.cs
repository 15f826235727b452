using System.CommandLine;
using Google.Protobuf;
using Grpc.Core;
using Tradewind.Cli.Output;
using Tradewind.Client;

namespace Tradewind.Cli;

/// <summary>One run of a command: its arguments, the server, the terminal.</summary>
internal sealed class Invocation(
    ParseResult arguments,
    Terminal terminal,
    Func<string?, TradewindClientOptions?, TradewindClient> connect,
    CancellationToken cancellationToken) : IDisposable
{
    private TradewindClient? _client;

    public Terminal Terminal { get; } = terminal;

    public CancellationToken CancellationToken { get; } = cancellationToken;

    public TradewindClient Client => _client ??= Connect();

    public T? Get<T>(Option<T> option) => arguments.GetValue(option);

    public T Get<T>(Argument<T> argument) => arguments.GetRequiredValue(argument);

    /// <summary>A unary call with deadline, request id and repeats.</summary>
    public Task<TResponse> CallAsync<TRequest, TResponse>(
        Func<TRequest, CallOptions, AsyncUnaryCall<TResponse>> method, TRequest request)
        where TRequest : class, IMessage<TRequest> =>
        Client.InvokeAsync(method, request, CancellationToken);

    public void Dispose() => _client?.Dispose();

    private TradewindClient Connect()
    {
        try
        {
            return connect(Get(GlobalOptions.Server), null);
        }
        catch (UriFormatException error)
        {
            throw new UsageException(error.Message);
        }
    }
}
