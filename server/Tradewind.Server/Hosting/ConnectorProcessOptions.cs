namespace Tradewind.Server.Hosting;

/// <summary>A connector the server runs as a child process. One entry of <c>connectors</c> in the configuration file.</summary>
public sealed class ConnectorProcessOptions
{
    /// <summary>Name it attaches under; told to it as <c>TRADEWIND_CONNECTOR_NAME</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Program.</summary>
    public required string Command { get; init; }

    /// <summary>Its arguments. Never secrets: every user of the machine can read them.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Names of the server's environment variables that are handed on, such as keys of an exchange; their values are never logged.</summary>
    public IReadOnlyList<string> Environment { get; init; } = [];

    /// <summary>Folder it runs in; empty for the server's.</summary>
    public string WorkingDirectory { get; init; } = "";
}
