using Tradewind.V1;

namespace Tradewind.Server.Tests.RealData;

/// <summary>What the description beside the data says of a file, and what a load over the contract must show.</summary>
/// <param name="File">Path below the folder of the data.</param>
/// <param name="Instrument">Instrument that is looked at closely.</param>
/// <param name="Instruments">Instruments of the file.</param>
/// <param name="Rows">Rows of that instrument.</param>
/// <param name="Calendar">Its calendar.</param>
/// <param name="Availability">When its rows become known.</param>
/// <param name="Findings">
/// Findings with their counts, over all instruments and the file: <c>OHLC_VIOLATION=898 GAPS</c>; with a point, of the instrument alone.
/// </param>
internal sealed record FileFact(string File, string Instrument, int Instruments, int Rows, string Calendar, Availability Availability, string Findings = "")
{
    /// <summary>Instrument id, kind and bad-row policy where the name of the file does not tell.</summary>
    public LoadOptions Options { get; init; } = new();

    /// <summary>Unit of its first known field; empty for none.</summary>
    public string Unit { get; init; } = "";

    /// <summary>What the multiplier counts; empty for the instrument itself.</summary>
    public string MultiplierUnit { get; init; } = "";

    /// <summary>Missing values of all instruments and columns; null where it is not stated.</summary>
    public long? Missing { get; init; }
}
