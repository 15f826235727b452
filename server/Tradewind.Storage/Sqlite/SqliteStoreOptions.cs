namespace Tradewind.Storage;

/// <summary>How an embedded store is opened.</summary>
public sealed record SqliteStoreOptions
{
    /// <summary>Clock that stamps revisions. Default: the system's.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Size the file may grow to, in bytes; writes beyond it fail with <see cref="StoreFault.Full"/>. 0, the default, for no limit.</summary>
    public long MaxBytes { get; init; }
}
