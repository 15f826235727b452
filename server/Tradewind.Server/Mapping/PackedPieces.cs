using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Tradewind.Storage;

namespace Tradewind.Server.Mapping;

/// <summary>
/// Packed pieces of columns, kept as long as the column itself is: a series that is read whole again and again is packed once. Only the pieces of
/// one cutting are kept, that of the first reader, so that they never take more than half of their column, whatever intervals are asked for.
/// </summary>
internal sealed class PackedPieces
{
    private static readonly ConditionalWeakTable<double[], PackedPieces> Known = [];
    private readonly ConcurrentDictionary<int, PackedColumn?> _pieces = new();
    private int _rows;

    /// <summary>Pieces kept of a column.</summary>
    internal static int CountOf(double[] column) => Known.TryGetValue(column, out PackedPieces? pieces) ? pieces._pieces.Count : 0;

    /// <summary>A piece of a column packed; null where it cannot be.</summary>
    /// <param name="piece">The piece.</param>
    /// <param name="rows">Rows of every piece of its cutting but the last.</param>
    public static PackedColumn? Of(ReadOnlyMemory<double> piece, int rows) =>
        MemoryMarshal.TryGetArray(piece, out ArraySegment<double> segment) && segment.Array is { } column
            ? Known.GetOrCreateValue(column).Of(piece, segment, rows)
            : PackedColumn.TryPack(piece.Span);

    private PackedColumn? Of(ReadOnlyMemory<double> piece, in ArraySegment<double> segment, int rows)
    {
        int kept = Interlocked.CompareExchange(ref _rows, rows, 0);
        bool isOfTheCutting = (kept == 0 || kept == rows) && segment.Offset % rows == 0
            && (segment.Count == rows || segment.Offset + segment.Count == segment.Array!.Length);
        return isOfTheCutting
            ? _pieces.GetOrAdd(segment.Offset, static (_, values) => PackedColumn.TryPack(values.Span), piece)
            : PackedColumn.TryPack(piece.Span);
    }
}
