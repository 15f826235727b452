using Tradewind.Domain.Strategies;

namespace Tradewind.Domain.Engine.Columns;

/// <summary>A strategy over laid-out bars. It keeps no state between rows: what it does at a row depends on that row and those before.</summary>
internal interface IColumnRule
{
    /// <summary>First row of [from, to) on which it may give a signal; <paramref name="to"/> where there is none.</summary>
    /// <param name="from">First row.</param>
    /// <param name="to">Row after the last one.</param>
    /// <param name="side">Sign of the position, which does not change in between.</param>
    int Next(int from, int to, int side);

    /// <summary>What it decides at a row; false where it gives no signal.</summary>
    /// <param name="row">The row.</param>
    /// <param name="side">Sign of the position.</param>
    /// <param name="decision">The decision.</param>
    bool Decides(int row, int side, out Decision decision);
}
