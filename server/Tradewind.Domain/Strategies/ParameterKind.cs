namespace Tradewind.Domain.Strategies;

/// <summary>Type of a strategy parameter.</summary>
public enum ParameterKind
{
    /// <summary>Whole number.</summary>
    Integer = 0,

    /// <summary>Number.</summary>
    Number,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>Text.</summary>
    Text,
}
