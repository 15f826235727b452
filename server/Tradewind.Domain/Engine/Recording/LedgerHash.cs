using System.Security.Cryptography;

namespace Tradewind.Domain.Engine.Recording;

/// <summary>
/// SHA-256 over all ledger entries in order, in the bytes of <see cref="LedgerFormat"/>: orders, fills, trades, signals, and cash
/// and equity at every bar. Two sessions with the same hash did the same, bit for bit.
/// </summary>
public sealed class LedgerHash : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly RecordWriter _writer = new();

    /// <summary>Adds an entry. Fits <see cref="LedgerEntryJournal"/>.</summary>
    public void Add(LedgerEntry entry)
    {
        _writer.Clear();
        LedgerFormat.Write(_writer, entry);
        _hash.AppendData(_writer.Written);
    }

    /// <summary>Lower-case hexadecimal digest of everything added so far; adding may go on.</summary>
    public string Current() => Convert.ToHexStringLower(_hash.GetCurrentHash());

    /// <inheritdoc />
    public void Dispose() => _hash.Dispose();
}
