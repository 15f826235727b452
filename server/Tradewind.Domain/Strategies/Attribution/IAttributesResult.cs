namespace Tradewind.Domain.Strategies.Attribution;

/// <summary>A strategy that knows which of its parts made what.</summary>
public interface IAttributesResult
{
    /// <summary>What each part made up to now; null before the first day.</summary>
    PortfolioAttribution? Attribute();
}
