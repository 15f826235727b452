namespace Tradewind.Domain.Features;

/// <summary>A value that changed when only the future changed.</summary>
/// <param name="Feature">Column.</param>
/// <param name="Time">Row label of the value, UNIX nanoseconds.</param>
/// <param name="CutTime">Label of the last row that was left as it is, UNIX nanoseconds.</param>
/// <param name="Test">What was done to the rows after it.</param>
/// <param name="Old">Value made of the whole frame.</param>
/// <param name="New">Value made with another future; NaN where it is missing.</param>
public sealed record CausalityViolation(string Feature, long Time, long CutTime, CausalityTest Test, double Old, double New);
