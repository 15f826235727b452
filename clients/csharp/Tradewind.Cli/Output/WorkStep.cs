namespace Tradewind.Cli.Output;

/// <summary>Where long work stands.</summary>
/// <param name="Fraction">Share done, in [0, 1].</param>
/// <param name="Text">What is being done; may be empty.</param>
internal readonly record struct WorkStep(double Fraction, string Text);
