namespace Tradewind.Domain.Features;

/// <summary>Names of the nine groups of machine-learning features, which every column carries from its making.</summary>
internal static class FeatureCategory
{
    public const string Price = "Price";
    public const string Returns = "Returns";
    public const string MovingAverages = "Moving Averages";
    public const string Volatility = "Volatility";
    public const string Momentum = "Momentum";
    public const string Volume = "Volume";
    public const string OpenInterest = "Open Interest";
    public const string Bollinger = "Bollinger";
    public const string Calendar = "Calendar";
}
