namespace Tradewind.Cli;

/// <summary>The command line is well formed, but what it asks for makes no sense.</summary>
internal sealed class UsageException(string message) : Exception(message);
