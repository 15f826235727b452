namespace Tradewind.Sources.Simulation;

/// <summary>What moves together among oil futures.</summary>
internal enum OilFamily
{
    /// <summary>Crude oil.</summary>
    Crude,

    /// <summary>Gasoline, heating oil, gasoil.</summary>
    Product,

    /// <summary>Natural gas.</summary>
    Gas,
}
