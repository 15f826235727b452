using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Tradewind.Storage;

namespace Tradewind.Server.Mapping;

/// <summary>
/// Packed pieces of columns, kept as long as the column itself is: a series that is read again and again is packed once. Pieces are a half to an
/// eighth of their column.
/// </summary>
internal sealed class PackedPieces
{
    private static readonly ConditionalWeakTable<double[], PackedPieces> Known = [];
    private readonly ConcurrentDictionary<(int Start, int Count), PackedColumn?> _pieces = new();

    /// <summary>A piece of a column packed; null where it cannot be.</summary>
    public static PackedColumn? Of(ReadOnlyMemory<double> piece) => MemoryMarshal.TryGetArray(piece, out ArraySegment<double> segment) && segment.Array is { } column
        ? Known.GetOrCreateValue(column)._pieces.GetOrAdd((segment.Offset, segment.Count), static (_, values) => PackedColumn.TryPack(values.Span), piece)
        : PackedColumn.TryPack(piece.Span);
}
