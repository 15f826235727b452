namespace Tradewind.Client;

/// <summary>One thing that is wrong with a request.</summary>
/// <param name="Field">Path of the field, or the place in a file (<c>line 17</c>); empty when it has none.</param>
/// <param name="Description">What was expected and what came.</param>
public sealed record FieldViolation(string Field, string Description);
