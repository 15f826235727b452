namespace Tradewind.Client;

/// <summary>How a <see cref="TradewindClient"/> behaves.</summary>
public sealed record TradewindClientOptions
{
    /// <summary>Environment variable that names the server when no address is given.</summary>
    public const string ServerVariable = "TRADEWIND_SERVER";

    /// <summary>Address used when neither an address nor <see cref="ServerVariable"/> is given.</summary>
    public const string DefaultAddress = "http://127.0.0.1:5210";

    /// <summary>Longest time one attempt of a unary call may take; streams have no limit. Default 60 seconds.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Repeats of calls and streams that lost the server.</summary>
    public RetryPolicy Retry { get; init; } = RetryPolicy.Default;

    /// <summary>Largest message accepted, in bytes. Default 64 MiB.</summary>
    public int MaxReceiveMessageSize { get; init; } = 64 * 1024 * 1024;

    /// <summary>Clock for deadlines and waits.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>The address to use: the one given, else the environment variable, else the default.</summary>
    /// <param name="address">Address as a caller gave it; null or empty for none.</param>
    public static string ResolveAddress(string? address)
    {
        if (!string.IsNullOrWhiteSpace(address))
        {
            return address;
        }

        string? fromEnvironment = Environment.GetEnvironmentVariable(ServerVariable);
        return string.IsNullOrWhiteSpace(fromEnvironment) ? DefaultAddress : fromEnvironment;
    }
}
