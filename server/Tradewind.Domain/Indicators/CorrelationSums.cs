namespace Tradewind.Domain.Indicators;

/// <summary>Sums of distances, their squares and products of a run of paired values; a monoid under addition.</summary>
internal readonly record struct CorrelationSums(
    double First, double Second, double FirstSquares, double SecondSquares, double Products)
{
    /// <summary>The sums with one more pair of distances.</summary>
    public CorrelationSums With(double first, double second) => new(
        First + first,
        Second + second,
        Math.FusedMultiplyAdd(first, first, FirstSquares),
        Math.FusedMultiplyAdd(second, second, SecondSquares),
        Math.FusedMultiplyAdd(first, second, Products));

    /// <summary>Sums of two runs together.</summary>
    public static CorrelationSums operator +(CorrelationSums left, CorrelationSums right) => new(
        left.First + right.First,
        left.Second + right.Second,
        left.FirstSquares + right.FirstSquares,
        left.SecondSquares + right.SecondSquares,
        left.Products + right.Products);
}
