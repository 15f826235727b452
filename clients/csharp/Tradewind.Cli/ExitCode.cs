namespace Tradewind.Cli;

/// <summary>What the process returns to its caller.</summary>
public static class ExitCode
{
    /// <summary>The command did what it was asked to do.</summary>
    public const int Success = 0;

    /// <summary>A call failed, a file could not be read, or the command was cancelled.</summary>
    public const int Failure = 1;

    /// <summary>The command line was wrong; nothing was done.</summary>
    public const int Usage = 2;
}
