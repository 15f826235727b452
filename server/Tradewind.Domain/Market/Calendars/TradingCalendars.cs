using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Tradewind.Domain.Market.Calendars;

/// <summary>
/// The calendars there are. Checked day by day against real series from 1999 on (S&amp;P 500, WTI and Brent settlements, Treasury yields,
/// the broad dollar); earlier years follow the same rules, which knew other half days and closures.
/// </summary>
public static class TradingCalendars
{
    private static readonly TimeOnly Midnight = new(0, 0);
    private static readonly TradingHours Publisher = new(SessionZone.NewYork, new TimeOnly(9, 0), new TimeOnly(17, 0));

    /// <summary>Every day of the year: crypto, blockchains.</summary>
    public static readonly TradingCalendar Always = new("24_7", "every day, around the clock", new TradingHours(SessionZone.Utc, Midnight, Midnight), everyDay: true);

    /// <summary>Monday to Friday without holidays.</summary>
    public static readonly TradingCalendar Weekdays = new("weekdays", "Monday to Friday", new TradingHours(SessionZone.Utc, Midnight, new TimeOnly(22, 0)));

    /// <summary>US federal business days; a holiday on a Saturday is kept on Friday.</summary>
    public static readonly TradingCalendar UsFederal = new("us_federal", "US federal business days", Publisher, holidays: Holidays.Federal(Observance.Nearest));

    /// <summary>Days of the Federal Reserve (H.10, H.4.1): federal holidays, but a Saturday is not kept on Friday.</summary>
    public static readonly TradingCalendar FederalReserve =
        new("federal_reserve", "Federal Reserve business days", Publisher, holidays: Holidays.Federal(Observance.SundayToMonday));

    /// <summary>
    /// US government bonds (Treasury yields as FRED publishes them): federal holidays, of which only Independence Day and Christmas move from
    /// Saturday to Friday, and Good Friday, except where that is the first Friday of its month: the employment report then opens the market.
    /// </summary>
    public static readonly TradingCalendar UsTreasury = new(
        "us_treasury", "US government bonds", Publisher,
        holidays:
        [
            .. Holidays.Federal(Observance.SundayToMonday, Observance.Nearest),
            new("Good Friday", year => Holidays.GoodFriday.DateIn(year) is { Day: > 7 } friday ? friday : null),
        ],
        closures:
        [
            (new(2001, 9, 11), "attacks of 11 September"), (new(2001, 9, 12), "attacks of 11 September"), (new(2004, 6, 11), "mourning for Ronald Reagan"),
            (new(2012, 10, 30), "Hurricane Sandy"), (new(2018, 12, 5), "mourning for George H. W. Bush"),
        ]);

    /// <summary>US bond indices (ICE BofA): New Year, Good Friday and Christmas.</summary>
    public static readonly TradingCalendar BondIndices = new("bond_indices", "US bond indices", Publisher, holidays: Holidays.International(Observance.SundayToMonday));

    /// <summary>New York Stock Exchange; also Nasdaq and the Cboe's indices.</summary>
    public static readonly TradingCalendar Nyse = new(
        "nyse", "New York Stock Exchange", new TradingHours(SessionZone.NewYork, new TimeOnly(9, 30), new TimeOnly(16, 0), new TimeOnly(13, 0)),
        holidays: Holidays.UsMarkets(martinLutherKingFrom: 1998),
        closures:
        [
            (new(2001, 9, 11), "attacks of 11 September"), (new(2001, 9, 12), "attacks of 11 September"), (new(2001, 9, 13), "attacks of 11 September"),
            (new(2001, 9, 14), "attacks of 11 September"), (new(2004, 6, 11), "mourning for Ronald Reagan"), (new(2007, 1, 2), "mourning for Gerald Ford"),
            (new(2012, 10, 29), "Hurricane Sandy"), (new(2012, 10, 30), "Hurricane Sandy"), (new(2018, 12, 5), "mourning for George H. W. Bush"),
            (new(2025, 1, 9), "mourning for Jimmy Carter"),
        ],
        halfDays: Holidays.UsHalfDays);

    /// <summary>
    /// NYMEX energy and COMEX metals by settlement dates: on US holidays without a settlement electronic trading counts for the next day.
    /// </summary>
    public static readonly TradingCalendar CmeEnergy = new(
        "cme_energy", "NYMEX and COMEX settlements", new TradingHours(SessionZone.NewYork, new TimeOnly(18, 0), new TimeOnly(17, 0)),
        holidays: Holidays.UsMarkets(martinLutherKingFrom: 1998),
        closures:
        [
            (new(2001, 9, 11), "attacks of 11 September"), (new(2001, 9, 12), "attacks of 11 September"), (new(2001, 9, 13), "attacks of 11 September"),
            (new(2004, 6, 11), "mourning for Ronald Reagan"),
        ]);

    /// <summary>ICE Futures Europe energy: Brent, gasoil.</summary>
    public static readonly TradingCalendar IceEnergy = new(
        "ice_energy", "ICE Futures Europe energy", new TradingHours(SessionZone.NewYork, new TimeOnly(20, 0), new TimeOnly(18, 0)),
        holidays: Holidays.International(Observance.SundayToMonday));

    /// <summary>London Stock Exchange.</summary>
    public static readonly TradingCalendar Lse = new(
        "lse", "London Stock Exchange", new TradingHours(SessionZone.London, new TimeOnly(8, 0), new TimeOnly(16, 30), new TimeOnly(12, 30)),
        holidays: Holidays.England,
        closures:
        [
            (new(1999, 12, 31), "millennium"), (new(2002, 6, 3), "Golden Jubilee"), (new(2011, 4, 29), "royal wedding"), (new(2012, 6, 5), "Diamond Jubilee"),
            (new(2022, 6, 3), "Platinum Jubilee"), (new(2022, 9, 19), "state funeral of Elizabeth II"), (new(2023, 5, 8), "coronation of Charles III"),
        ],
        halfDays: [new("Christmas Eve", YearDates.Fixed(12, 24)), new("New Year's Eve", YearDates.Fixed(12, 31))]);

    /// <summary>Currencies: Sunday to Friday, 17:00 New York, closed on New Year and Christmas.</summary>
    public static readonly TradingCalendar Fx = new(
        "fx_24_5", "currencies", new TradingHours(SessionZone.NewYork, new TimeOnly(17, 0), new TimeOnly(17, 0)),
        holidays: [new("New Year's Day", YearDates.Fixed(1, 1)), new("Christmas", YearDates.Fixed(12, 25))]);

    /// <summary>All calendars, ordered by id.</summary>
    public static ImmutableArray<TradingCalendar> All { get; } =
        [.. new[] { Always, Weekdays, UsFederal, FederalReserve, UsTreasury, BondIndices, Nyse, CmeEnergy, IceEnergy, Lse, Fx }.OrderBy(calendar => calendar.Id, StringComparer.Ordinal)];

    private static readonly FrozenDictionary<string, TradingCalendar> ById = All.ToFrozenDictionary(calendar => calendar.Id, StringComparer.Ordinal);

    /// <summary>The calendar of an id; null where there is none.</summary>
    public static TradingCalendar? Find(string id) => ById.GetValueOrDefault(id);

    /// <summary>The calendar an asset class alone decides; null where it depends on the exchange.</summary>
    public static TradingCalendar? Of(AssetClass assetClass) => assetClass switch
    {
        AssetClass.CryptoSpot or AssetClass.CryptoPerpetual or AssetClass.CryptoFuture or AssetClass.OnChain => Always,
        AssetClass.Fx => Fx,
        _ => null,
    };
}
