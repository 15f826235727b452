namespace Tradewind.Transport.Tests;

/// <summary>What the handlers of a test host did, and the knots tests hold them by.</summary>
internal sealed class CallJournal
{
    private int _written;
    private int _read;
    private int _whole;

    public TaskCompletionSource Hanging { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource Cancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource LetGo { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public DateTime Deadline { get; set; }

    public List<string> Seen { get; } = [];

    /// <summary>Number of responses whose write has ended.</summary>
    public int Written
    {
        get => Volatile.Read(ref _written);
        set => Volatile.Write(ref _written, value);
    }

    /// <summary>Number of requests read.</summary>
    public int Read
    {
        get => Volatile.Read(ref _read);
        set => Volatile.Write(ref _read, value);
    }

    /// <summary>Number of streams of requests that were read to their end.</summary>
    public int Whole => Volatile.Read(ref _whole);

    public void ReadWhole() => Interlocked.Increment(ref _whole);
}
