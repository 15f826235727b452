namespace Tradewind.Learning.Models;

/// <summary>A parameter a model takes.</summary>
/// <param name="Name">Name, as XGBoost and scikit-learn users know it.</param>
/// <param name="Default">Value when none is given.</param>
/// <param name="Minimum">Least value.</param>
/// <param name="Maximum">Largest value.</param>
/// <param name="Description">What it does.</param>
/// <param name="OpenMinimum">True when the least value itself is not allowed.</param>
public sealed record ModelParameter(string Name, double Default, double Minimum, double Maximum, string Description, bool OpenMinimum = false);
