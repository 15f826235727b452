namespace Tradewind.Domain.Errors;

/// <summary>One thing wrong with an input.</summary>
/// <param name="Field">
/// Path of the field in the request (<c>interval.start_time</c>), or the place in a file (<c>line 12, column close</c>).
/// </param>
/// <param name="Description">What was expected, what came, what to do.</param>
public sealed record FieldViolation(string Field, string Description);
