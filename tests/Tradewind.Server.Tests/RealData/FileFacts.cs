using Tradewind.V1;

namespace Tradewind.Server.Tests.RealData;

/// <summary>Every file of the data folder that holds bars, fields or curves.</summary>
internal static class FileFacts
{
    private static readonly string[] Coins = ["ADA", "AVAX", "BNB", "BTC", "DOGE", "DOT", "ETH", "LINK", "LTC", "SOL", "XRP"];

    public static IReadOnlyList<FileFact> All { get; } =
    [
        // Credit and rates. Blank holidays are rows without a value; the indices also have month ends on weekends.
        Fred("credit/BAMLC0A0CM.csv", "BAMLC0A0CM", 7063, "bond_indices", "MISSING_VALUES=82 EMPTY_ROWS=82 WEEKEND_ROWS", 82),
        Fred("credit/BAMLH0A0HYM2.csv", "BAMLH0A0HYM2", 7064, "bond_indices", "MISSING_VALUES=81 EMPTY_ROWS=81 WEEKEND_ROWS", 81),
        Fred("credit/DGS10.csv", "DGS10", 6974, "us_treasury", "MISSING_VALUES=286 EMPTY_ROWS=286", 286),
        Fred("credit/DGS2.csv", "DGS2", 6974, "us_treasury", "MISSING_VALUES=286 EMPTY_ROWS=286", 286),
        Fred("credit/DFII10.csv", "DFII10", 5931, "us_treasury", "MISSING_VALUES=243 EMPTY_ROWS=243", 243),
        Fred("credit/VIXCLS.csv", "VIXCLS", 6974, "nyse", "MISSING_VALUES=223 EMPTY_ROWS=223 HOLIDAY_ROWS", 223),
        Fred("credit/T10Y2Y.csv", "T10Y2Y", 9149, "us_treasury", "GAPS", 0),
        Fred("macro/DGS10_to_2026.csv", "DGS10", 5896, "us_treasury", "GAPS", 0),

        // The workbook keeps its columns; the last three rows of five ratios are stale, FED_BS starts late, oil is negative once.
        new("credit/Economic_Data_2020_08_01.xlsx", "LF98TRUU Index", 23, 1995, "us_treasury", Availability.Close, "HEADER_BLANK=2 STALE_TAIL SHEET_FALLBACK") { Unit = "percent" },

        // Macro.
        new("macro/GSPC.csv", "SPX Index", 1, 6723, "nyse", Availability.Close, "GAPS=250") { Unit = "index points", Missing = 0 },
        new("macro/vix.csv", "VIX Index", 1, 2795, "nyse", Availability.Close, "GAPS=105") { Unit = "index points", Missing = 0 },
        new("macro/DTWEXBGS.csv", "DTWEXBGS", 1, 5154, "federal_reserve", Availability.H10, "GAPS SESSION_GAPS") { Unit = "index (2006-01 = 100)" },
        new("macro/WALCL.csv", "WALCL", 1, 1189, "federal_reserve", Availability.H41, "REVISED_SERIES") { Unit = "million USD", Missing = 0 },
        new("macro/fear_greed.csv", "FEAR_GREED", 1, 2931, "24_7", Availability.Candle, "GAPS=4") { Unit = "index points, 0 to 100" },
        new("macro/GC=F.csv", "GC=F", 1, 1922, "cme_energy", Availability.Close, "ZERO_VOLUME=33 SESSION_GAPS=2 HOLIDAY_ROWS=1") { Unit = "USD/ozt", MultiplierUnit = "ozt" },

        // Crypto: no gap, no contradiction.
        .. ((string[])["ADA", "BNB", "BTC", "ETH", "LTC", "XRP"]).Select(coin => Coin($"crypto/daily_yahoo/{coin}-USD.csv", $"{coin}/USD", 2792)),
        Coin("crypto/daily_yahoo/SOL-USD.csv", "SOL/USD", 1962),
        Coin("crypto/daily_yahoo/DOT-USD.csv", "DOT/USD", 1830),
        .. Coins.Select(coin => Perpetual($"crypto/daily_bybit/{coin}USDT_1d.csv", coin, 1000, coin is "DOT" or "AVAX" ? "FLASH_CRASH" : "")),
        Perpetual("crypto/daily_bybit/ENAUSDT_1d.csv", "ENA", 569),
        .. ((string[])["ADA", "BCH", "BNB", "BTC", "DOGE", "DOT", "ETH", "LINK", "LTC", "SOL", "XLM", "XRP"])
            .Select(coin => Perpetual($"crypto/hourly/{coin}USDT_1h.csv.gz", coin, 31973)),
        new("crypto/minute/btc-perp-20211231-20220201_1m.csv.gz", "BTC-PERP", 1, 45031, "24_7", Availability.Candle) { Unit = "USD", Missing = 0 },
        new("microstructure/btc_funding_daily.csv", "BTC FUNDING", 1, 2348, "24_7", Availability.Candle) { Unit = "fraction per 8 hours", Missing = 0 },

        // Five minutes and three quarters of order book and trades, a row a second.
        new("microstructure/binance_spot_btcusdt_20240808.gz", "BTC/USDT BOOK", 1, 347, "24_7", Availability.Candle),
        new("microstructure/binance_usdm_btcusdt_20240808.gz", "BTC/USDT:USDT BOOK", 1, 345, "24_7", Availability.Candle),

        // Oil.
        new("oil/CL=F.csv", "CL=F", 1, 1923, "cme_energy", Availability.Close, "NEGATIVE_PRICE ZERO_VOLUME=4 SESSION_GAPS=1 HOLIDAY_ROWS=1") { Unit = "USD/bbl", MultiplierUnit = "bbl" },
        new("oil/futures_curves_wide.csv.gz", "CL1 Comdty", 180, 4711, "cme_energy", Availability.Close, ".NEGATIVE_PRICE=1 .EMPTY_ROWS=128 UNSORTED_ROWS WEEKEND_ROWS=3") { Unit = "USD/bbl", MultiplierUnit = "bbl" },
        new("oil/futures_curves_wide.csv.gz", "CO1 Comdty", 180, 4831, "ice_energy", Availability.Close) { Unit = "USD/bbl", MultiplierUnit = "bbl" },
        new("oil/futures_curves_wide.csv.gz", "XB1 Comdty", 180, 4711, "cme_energy", Availability.Close) { Unit = "USD/gal", MultiplierUnit = "gal" },
        new("oil/futures_expiry_table.csv.gz", "CO EXPIRY", 26, 0, "", Availability.Close, "DROPPED_DUPLICATES"),
        new("oil/wti_contracts_2015_2023.tar.gz", "CLK20 Comdty", 108, 0, "cme_energy", Availability.Close, "OHLC_VIOLATION=7850 NEGATIVE_PRICE=2") { Unit = "USD/bbl", MultiplierUnit = "bbl" },
        new("oil/perpetual_OI_CL.csv.gz", "CL PERPETUAL", 1, 9938, "cme_energy", Availability.Close, "OHLC_VIOLATION=898") { Unit = "USD/bbl" },
        new("oil/perpetual_OI_HO.csv.gz", "HO PERPETUAL", 1, 10419, "cme_energy", Availability.Close, "OHLC_VIOLATION=679") { Unit = "USD/gal" },
        new("oil/perpetual_OI_XB.csv.gz", "XB PERPETUAL", 1, 9515, "cme_energy", Availability.Close, "OHLC_VIOLATION=467") { Unit = "USD/gal" },
        new("oil/eia_wpsr_weekly.csv.gz", "EIA WPSR", 1, 584, "us_federal", Availability.EiaWeekly, "REVISED_SERIES") { Unit = "thousand barrels", Missing = 553 },
        new("oil/eia_weekly_stocks_long.csv", "EIA ULSD", 4, 1114, "us_federal", Availability.EiaWeekly, "UNSORTED_ROWS PHASE_IN REVISED_SERIES") { Unit = "thousand barrels" },
        // 46 holes, three of them of two weeks.
        new("oil/cushing_storage.csv", "EIA CUSHING", 1, 701, "us_federal", Availability.EiaWeekly, "GAPS=49") { Unit = "thousand barrels" },
        new("oil/cot_disagg_CL.csv.gz", "COT CL", 1, 855, "us_federal", Availability.Cot, "SHIFTED_WEEKDAYS=12") { Unit = "contracts", Missing = 0 },
        new("oil/cot_disagg_HO.csv.gz", "COT HO", 1, 855, "us_federal", Availability.Cot, "SHIFTED_WEEKDAYS=12") { Unit = "contracts", Missing = 1413 },
        new("oil/cot_disagg_XB.csv.gz", "COT XB", 1, 855, "us_federal", Availability.Cot, "SHIFTED_WEEKDAYS=12") { Unit = "contracts", Missing = 628 },
        new("oil/eia_steo_opec_monthly.csv", "STEO COPC_OPEC", 22, 0, "us_federal", Availability.Vintage, "FORECASTS OTHER_RELEASES=4") { Unit = "million barrels per day" },

        // Blockchains.
        OnChain("onchain/coinmetrics_btc.csv.gz", "BTC", 3943, "MISSING_VALUES"),
        OnChain("onchain/coinmetrics_eth.csv.gz", "ETH", 1544, "MISSING_VALUES"),
        OnChain("onchain/coinmetrics_ltc.csv.gz", "LTC", 2936, "MISSING_VALUES"),
        OnChain("onchain/coinmetrics_xrp.csv.gz", "XRP", 2484, "MISSING_VALUES"),
        OnChain("onchain/btc_hashrate.csv", "BTC", 6247, "GAPS=3"),
        OnChain("onchain/btc_difficulty.csv", "BTC", 6247, "GAPS=3"),
        OnChain("onchain/btc_activity_2025_2026.csv", "BTC", 100),
    ];

    private static FileFact Fred(string file, string id, int rows, string calendar, string findings, long missing) =>
        new(file, id, 1, rows, calendar, Availability.NextBusinessDay, findings) { Unit = id switch { "VIXCLS" => "index points", "T10Y2Y" => "percentage points", _ => "percent" }, Missing = missing };

    private static FileFact Coin(string file, string id, int rows) => new(file, id, 1, rows, "24_7", Availability.Candle) { Missing = 0 };

    // The files do not say that they are of perpetual swaps: the caller does.
    private static FileFact Perpetual(string file, string coin, int rows, string findings = "") => new(file, $"{coin}/USDT:USDT", 1, rows, "24_7", Availability.Candle, findings)
    {
        Options = new LoadOptions { InstrumentId = $"{coin}/USDT:USDT" }, Missing = 0,
    };

    private static FileFact OnChain(string file, string id, int rows, string findings = "") => new(file, id, 1, rows, "24_7", Availability.OnChain, findings);
}
