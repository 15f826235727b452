using Google.Protobuf.WellKnownTypes;
using Tradewind.V1;

namespace Tradewind.Server.Connectors;

/// <summary>What the server remembers of a connector while it runs. Guarded by the hub.</summary>
internal sealed class ConnectorRecord(string name)
{
    /// <summary>Its name.</summary>
    public string Name { get; } = name;

    /// <summary>Its stream; null while it is not attached.</summary>
    public ConnectorSession? Session { get; set; }

    /// <summary>What it last announced.</summary>
    public ConnectorHello? Hello { get; set; }

    /// <summary>When it last said something, once it has left.</summary>
    public Timestamp? LastSeen { get; set; }

    /// <summary>What last went wrong.</summary>
    public string LastError { get; set; } = "";

    /// <summary>When that was.</summary>
    public Timestamp? LastErrorTime { get; set; }

    /// <summary>How often it attached.</summary>
    public int AttachCount { get; set; }

    /// <summary>Fetches answered.</summary>
    public long FetchCount { get; set; }

    /// <summary>All of it as a message.</summary>
    public Connector Describe(IEnumerable<ConnectorSubscription> subscriptions)
    {
        Connector message = new()
        {
            Name = Name,
            Version = Hello?.Version ?? "",
            State = Session is null ? ConnectorState.Detached : ConnectorState.Attached,
            ConnectTime = Session?.ConnectTime,
            LastSeenTime = Session?.LastSeen ?? LastSeen,
            LastError = LastError,
            LastErrorTime = LastErrorTime,
            AttachCount = AttachCount,
            ActiveFetchCount = Session?.ActiveFetches ?? 0,
            FetchCount = FetchCount,
        };
        message.Sources.AddRange(Hello?.Sources ?? []);
        message.Budgets.AddRange(Session?.Budgets ?? []);
        message.Subscriptions.AddRange(subscriptions.OrderBy(entry => entry.Source, StringComparer.Ordinal).ThenBy(entry => entry.Symbol, StringComparer.Ordinal));
        return message;
    }
}
