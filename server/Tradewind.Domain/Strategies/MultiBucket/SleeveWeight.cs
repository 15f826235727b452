namespace Tradewind.Domain.Strategies.MultiBucket;

/// <summary>A sleeve as the caps see it: signed weights of equity in its one or two assets.</summary>
/// <param name="bucket">Its bucket.</param>
/// <param name="first">Index of its asset.</param>
/// <param name="weight">Signed weight in it.</param>
/// <param name="isNew">True where it is not open yet.</param>
/// <param name="second">Index of the second leg's asset; −1 for none.</param>
/// <param name="secondWeight">Signed weight of the second leg.</param>
internal struct SleeveWeight(Bucket bucket, int first, double weight, bool isNew, int second = -1, double secondWeight = 0)
{
    private readonly double _weight = weight;
    private readonly double _secondWeight = secondWeight;

    public readonly Bucket Bucket => bucket;

    public readonly int First => first;

    public readonly int Second => second;

    public readonly bool IsNew => isNew;

    /// <summary>What the caps left, in [0, 1].</summary>
    public double Factor { get; set; } = 1;

    public readonly double Weight => _weight * Factor;

    public readonly double SecondWeight => _secondWeight * Factor;

    public readonly double Gross => Math.Abs(Weight) + Math.Abs(SecondWeight);

    /// <summary>Signed weight in an asset.</summary>
    public readonly double In(int asset) => (asset == first ? Weight : 0) + (asset == second ? SecondWeight : 0);
}
