namespace Tradewind.Domain.Strategies.MultiBucket;

/// <summary>Units of one asset in a sleeve, with the money they cost.</summary>
internal sealed class SleeveLeg(AssetState asset, int index)
{
    public AssetState Asset => asset;

    /// <summary>Index of the asset.</summary>
    public int Index => index;

    /// <summary>Signed units held.</summary>
    public decimal Units { get; private set; }

    /// <summary>Signed units ordered for the next open.</summary>
    public decimal Ordered { get; set; }

    /// <summary>Price of the fill that opened it.</summary>
    public decimal EntryPrice { get; private set; }

    public decimal Fees { get; private set; }

    /// <summary>Received less paid, fees included.</summary>
    public decimal CashFlow { get; private set; }

    /// <summary>Profit after fees at the last mark.</summary>
    public double Profit => (double)CashFlow + Value;

    /// <summary>Signed money held at the last mark.</summary>
    public double Value => Units == 0 ? 0 : (double)Units * asset.Mark * asset.MultiplierValue;

    /// <summary>Open profit before costs.</summary>
    public double Unrealised => Units == 0 ? 0 : (double)Units * (asset.Mark - (double)EntryPrice) * asset.MultiplierValue;

    public void Fill(decimal units, decimal price, decimal fee)
    {
        bool opens = Units == 0 || (Math.Sign(Units + units) != Math.Sign(Units) && Units + units != 0);
        EntryPrice = opens ? price : EntryPrice;
        CashFlow -= units * price * asset.Multiplier + fee;
        Fees += fee;
        Units += units;
    }
}
