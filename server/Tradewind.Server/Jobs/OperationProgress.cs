namespace Tradewind.Server.Jobs;

/// <summary>How far an operation is.</summary>
/// <param name="Fraction">Share of the work done, in [0, 1].</param>
/// <param name="Message">What is being done now, for people.</param>
internal readonly record struct OperationProgress(double Fraction, string Message);
