using Tradewind.V1;

namespace Tradewind.Cli.Workflow;

/// <summary>What one file or the simulator gave.</summary>
/// <param name="Name">File name, or <c>simulator</c>.</param>
/// <param name="HoldsCrypto">True when the file was named as crypto; null where each instrument decides.</param>
/// <param name="Report">What was loaded.</param>
internal sealed record LoadedSource(string Name, bool? HoldsCrypto, LoadReport Report);
