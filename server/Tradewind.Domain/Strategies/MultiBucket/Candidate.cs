namespace Tradewind.Domain.Strategies.MultiBucket;

/// <summary>An entry asked for at a close.</summary>
/// <param name="Bucket">Its bucket.</param>
/// <param name="Index">Index of the asset, or of the pair.</param>
/// <param name="Direction">+1 long (a pair: the spread), −1 short.</param>
/// <param name="Confidence">In [0, 1].</param>
/// <param name="SizeMultiplier">Boost or cut of its bucket.</param>
/// <param name="Volatility">Annual volatility it is sized by.</param>
internal readonly record struct Candidate(Bucket Bucket, int Index, int Direction, double Confidence, double SizeMultiplier, double Volatility);
