namespace Tradewind.Storage;

/// <summary>How far work on the store has come.</summary>
/// <param name="Fraction">Share done, in [0, 1].</param>
/// <param name="Step">What is being done, for people.</param>
public readonly record struct StoreProgress(double Fraction, string Step);
