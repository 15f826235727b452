using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using Tradewind.Domain.Market;
using Tradewind.Domain.Market.Quality;

namespace Tradewind.Sources.Excel;

/// <summary>Reads the sheet of security metadata: Ticker, Security_Name (or Display_Name), Asset_Class, Currency.</summary>
internal static class StaticSheet
{
    private static readonly FrozenDictionary<string, AssetClass> Classes = new Dictionary<string, AssetClass>
    {
        ["crypto"] = AssetClass.CryptoSpot, ["cryptospot"] = AssetClass.CryptoSpot, ["cryptoperpetual"] = AssetClass.CryptoPerpetual,
        ["cryptofuture"] = AssetClass.CryptoFuture,
        ["credit"] = AssetClass.CreditIndex, ["creditindex"] = AssetClass.CreditIndex, ["creditbond"] = AssetClass.CreditBond,
        ["corp"] = AssetClass.CreditBond, ["corporate"] = AssetClass.CreditBond, ["bond"] = AssetClass.CreditBond,
        ["equity"] = AssetClass.Equity, ["stock"] = AssetClass.Equity, ["index"] = AssetClass.Index,
        ["fx"] = AssetClass.Fx, ["curncy"] = AssetClass.Fx, ["currency"] = AssetClass.Fx,
        ["commodity"] = AssetClass.CommodityFuture, ["commodityfuture"] = AssetClass.CommodityFuture, ["comdty"] = AssetClass.CommodityFuture,
        ["rate"] = AssetClass.Rate, ["rates"] = AssetClass.Rate, ["govt"] = AssetClass.Rate, ["government"] = AssetClass.Rate,
        ["macro"] = AssetClass.Macro, ["economic"] = AssetClass.Macro, ["onchain"] = AssetClass.OnChain, ["blockchainmetric"] = AssetClass.OnChain,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Rows with a ticker; what cannot be read is left out and reported.</summary>
    public static ImmutableArray<SecurityMetadata> Read(SheetGrid sheet, ImmutableArray<QualityFinding>.Builder findings)
    {
        int ticker = sheet.Find("Ticker");
        if (ticker < 0)
        {
            findings.Add(new QualityFinding(
                "STATIC_NO_TICKER", QualitySeverity.Warning, $"The sheet '{sheet.Name}' has no column Ticker; its metadata was not used.",
                "Name its columns Ticker, Security_Name, Asset_Class and Currency."));
            return [];
        }

        int name = sheet.Find("Security_Name", "Display_Name");
        int assetClass = sheet.Find("Asset_Class");
        int currency = sheet.Find("Currency");
        ImmutableArray<SecurityMetadata>.Builder securities = ImmutableArray.CreateBuilder<SecurityMetadata>();
        for (int row = 0; row < sheet.Rows.Count; row++)
        {
            if (Text(sheet, row, ticker) is { } key)
            {
                securities.Add(new SecurityMetadata(
                    key, Text(sheet, row, name), ReadClass(sheet, row, assetClass, findings), ReadCurrency(sheet, row, currency, findings)));
            }
        }

        return securities.ToImmutable();
    }

    /// <summary>Text of a cell; null for nothing, for errors and for formulas that nobody has calculated.</summary>
    public static string? Text(SheetGrid sheet, int row, int column)
    {
        SheetCell cell = column < 0 ? default : sheet.At(row + 1, column);
        return cell.IsBlank || cell.Kind == CellKind.Error || CellErrorValue.IsError(cell.AsText()) ? null : cell.AsText().Trim();
    }

    private static AssetClass? ReadClass(SheetGrid sheet, int row, int column, ImmutableArray<QualityFinding>.Builder findings)
    {
        if (Text(sheet, row, column) is not { } text)
        {
            return null;
        }

        string plain = string.Concat(text.Where(char.IsLetter)).ToLowerInvariant();
        if (Classes.TryGetValue(plain, out AssetClass known))
        {
            return known;
        }

        findings.Add(new QualityFinding(
            "STATIC_UNKNOWN_CLASS", QualitySeverity.Warning, $"{sheet.Address(row, column)}: the asset class '{text}' is not known; the class was inferred.",
            "Write one such as credit_index, credit_bond, equity, index, fx, commodity, rate, macro or crypto_spot."));
        return null;
    }

    private static string? ReadCurrency(SheetGrid sheet, int row, int column, ImmutableArray<QualityFinding>.Builder findings)
    {
        if (Text(sheet, row, column) is not { } text)
        {
            return null;
        }

        if (text.Length is >= 3 and <= 5 && text.All(char.IsAsciiLetter))
        {
            return text.ToUpper(CultureInfo.InvariantCulture);
        }

        findings.Add(new QualityFinding(
            "STATIC_BAD_CURRENCY", QualitySeverity.Warning, $"{sheet.Address(row, column)}: '{text}' is no currency code; USD was taken.",
            "Write the ISO 4217 code, such as USD."));
        return null;
    }
}
