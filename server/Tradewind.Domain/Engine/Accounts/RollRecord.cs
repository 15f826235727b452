namespace Tradewind.Domain.Engine.Accounts;

/// <summary>A roll that happened.</summary>
/// <param name="Time">Known time at which it was booked, UNIX nanoseconds.</param>
/// <param name="Instrument">Id of the generic instrument.</param>
/// <param name="From">Contract left.</param>
/// <param name="To">Contract entered.</param>
/// <param name="FromPrice">Price of the old contract.</param>
/// <param name="ToPrice">Price of the new contract.</param>
/// <param name="Quantity">Signed position rolled; zero where there was none.</param>
/// <param name="Cost">Costs of both fills charged to cash.</param>
public readonly record struct RollRecord(
    long Time, string Instrument, string From, string To, decimal FromPrice, decimal ToPrice, decimal Quantity, decimal Cost);
