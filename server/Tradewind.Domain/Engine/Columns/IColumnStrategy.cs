using Tradewind.Domain.Strategies;

namespace Tradewind.Domain.Engine.Columns;

/// <summary>
/// A strategy that can lay its indicators out over a history and tell which rows it would act on. What it does is defined by
/// <see cref="IStrategy.OnSlice"/>, which is causal by construction; the rule has to give the same signals bit for bit.
/// </summary>
internal interface IColumnStrategy : IStrategy
{
    /// <summary>The rule over the bars of the only instrument there is.</summary>
    IColumnRule Over(BarColumns bars);
}
