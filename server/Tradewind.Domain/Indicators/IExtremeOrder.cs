namespace Tradewind.Domain.Indicators;

/// <summary>Which of two values an <see cref="ExtremeWindow{TOrder}"/> keeps. No value is NaN.</summary>
internal interface IExtremeOrder
{
    /// <summary>The infinity that wins against every value; its negative loses against every one.</summary>
    static abstract double Missing { get; }

    /// <summary>The one of two values to keep.</summary>
    static abstract double Of(double left, double right);
}
