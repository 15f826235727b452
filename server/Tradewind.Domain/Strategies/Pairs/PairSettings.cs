namespace Tradewind.Domain.Strategies.Pairs;

/// <summary>Settings of the pairs strategy.</summary>
/// <param name="Formation">Rows a pair is fitted on.</param>
/// <param name="RefitRows">Rows between fits of pairs that are not held.</param>
/// <param name="ScoreWindow">Rows before this one that the spread's z-score is of.</param>
/// <param name="MinCorrelation">Least correlation of daily returns over the formation.</param>
/// <param name="MaxPValue">Largest p-value of the cointegration test.</param>
/// <param name="MinHalfLife">Least half-life of the residual, rows.</param>
/// <param name="MaxHalfLife">Largest half-life.</param>
/// <param name="Entry">|z| from which it enters against the spread.</param>
/// <param name="Exit">|z| at which it has converged.</param>
/// <param name="Stop">|z| at which it is stopped.</param>
/// <param name="MaxHold">Rows it is held at most.</param>
/// <param name="TopPairs">Pairs that may be traded, the best ranked first.</param>
/// <param name="Gross">Gross weight of one pair in equity.</param>
/// <param name="CostBasisPoints">Cost of one side of one leg, which the expected gain has to exceed.</param>
internal sealed record PairSettings(
    int Formation, int RefitRows, int ScoreWindow, double MinCorrelation, double MaxPValue, double MinHalfLife, double MaxHalfLife,
    double Entry, double Exit, double Stop, int MaxHold, int TopPairs, double Gross, double CostBasisPoints);
