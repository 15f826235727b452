namespace Tradewind.Domain.Market.Alignment;

/// <summary>What happens to outlying values.</summary>
public enum OutlierAction
{
    /// <summary>They stay; the report counts and lists them.</summary>
    Mark = 0,

    /// <summary>They become missing.</summary>
    Remove,

    /// <summary>Their change is cut to the threshold.</summary>
    Winsorize,
}
