using FsCheck;
using FsCheck.Fluent;
using Tradewind.Domain.Engine;

namespace Tradewind.Engine.Tests;

/// <summary>Sums of amounts are those of decimals, and as doubles they are as near.</summary>
public class AmountTests
{
    private static readonly Arbitrary<(decimal First, decimal Second)> s_pairs = (
        from first in Gen.Choose(int.MinValue, int.MaxValue)
        from second in Gen.Choose(int.MinValue, int.MaxValue)
        from third in Gen.Choose(0, 1 << 19)
        from scale in Gen.Choose(0, 12)
        from other in Gen.Choose(0, 12)
        select (
            new decimal(first, third, 0, second < 0, (byte)scale),
            new decimal(second, first & 0x7FFFF, 0, first < 0, (byte)other))).ToArbitrary();

    [Fact]
    public void Sums_differences_and_signs_are_those_of_decimals() => Prop.ForAll(s_pairs, pair =>
    {
        (Amount first, Amount second) = (Amount.Of(pair.First), Amount.Of(pair.Second));
        Assert.Equal(pair.First, first.Value);
        Assert.Equal(pair.First + pair.Second, (first + second).Value);
        Assert.Equal(pair.First - pair.Second, (first - second).Value);
        Assert.Equal(-pair.First, (-first).Value);
        Assert.Equal(Math.Abs(pair.First), first.Size.Value);
        Assert.Equal(pair.First == pair.Second, first == second);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void As_doubles_they_are_within_one_step_of_the_exact_value() => Prop.ForAll(s_pairs, pair =>
    {
        foreach (decimal value in new[] { pair.First, pair.Second })
        {
            double expected = double.Parse(value.ToString(System.Globalization.CultureInfo.InvariantCulture), System.Globalization.CultureInfo.InvariantCulture);
            Assert.InRange((double)Amount.Of(value), Math.BitDecrement(expected), Math.BitIncrement(expected));
        }
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("0.1")]
    [InlineData("1004202.673505")]
    [InlineData("-996179.78")]
    [InlineData("0.000000000001")]
    [InlineData("123456.78901234")]
    public void Amounts_of_few_decimals_are_the_nearest_double(string text)
    {
        System.Globalization.CultureInfo culture = System.Globalization.CultureInfo.InvariantCulture;
        Assert.Equal(double.Parse(text, culture), (double)Amount.Of(decimal.Parse(text, culture)));
    }

    [Fact]
    public void The_largest_sums_of_money_keep_the_digits_a_decimal_has()
    {
        Assert.Equal(123456789012345678901234m, Amount.Of(123456789012345678901234m).Value);
        Assert.Equal(1e24m + 0.5m, (Amount.Of(1e24m) + Amount.Of(0.5m)).Value);
        Assert.Equal(-1e24, (double)Amount.Of(-1e24m));
        Assert.Throws<OverflowException>(() => Amount.Of(1e27m));
    }

    [Fact]
    public void What_is_finer_than_the_grid_is_rounded_to_even()
    {
        Assert.Equal(0.000000000002m, Amount.Of(0.0000000000015m).Value);
        Assert.Equal(0.000000000002m, Amount.Of(0.0000000000025m).Value);
        Assert.Equal("-1.5", Amount.Of(-1.500m).ToString());
    }
}
