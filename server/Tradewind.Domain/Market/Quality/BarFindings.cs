using System.Globalization;
using System.Numerics;

namespace Tradewind.Domain.Market.Quality;

/// <summary>
/// Findings over bar columns by the rules of the data specification, section 3.1: contradictions, prices at or below zero, volumes, falls
/// and volume spikes. A row counts once, under the first rule it breaks. Flags look back only: the close before, the 30 volumes before.
/// </summary>
internal static class BarFindings
{
    private const double FlashFall = 0.30;
    private const double SpikeMultiple = 10;
    private const int SpikeWindow = 30;
    private const int SpikeMinimum = 10;

    // 70 / 100 − 1 is −0.30000000000000004 in binary: a fall of exactly 30 % is no flash crash.
    private const double Rounding = 1e-9;

    // WTI's May contract settled at -37.63 dollars and still traded below zero the day after.
    private static readonly long FirstNegativeOil = UnixTime.FromDate(2020, 4, 20);
    private static readonly long EndOfNegativeOil = UnixTime.FromDate(2020, 4, 22);

    public static void Collect(InstrumentSeries series, bool? mayBeNegative, FindingList findings)
    {
        BarColumns bars = BarColumns.Of(series);
        if (bars.Close.IsEmpty)
        {
            return;
        }

        bool crypto = series.Instrument.AssetClass.IsCrypto();
        QualitySeverity forCrypto = crypto ? QualitySeverity.Warning : QualitySeverity.Info;
        bool knowsNegative = !crypto && (mayBeNegative ?? series.Instrument.AssetClass == AssetClass.CommodityFuture);
        ReadOnlySpan<long> times = series.Times.Span;
        Tally contradictions = new(), badPrices = new(), facts = new(), negative = new(), zero = new(), falls = new(), rises = new(), spikes = new();
        for (int row = 0; row < series.Count; row++)
        {
            row += bars.QuietRows(row);
            if (row >= series.Count)
            {
                break;
            }

            BarDefect defect = bars.DefectAt(row);
            contradictions.AddIf(defect == BarDefect.OhlcViolation, row);
            bool isFact = defect == BarDefect.BadPrice && knowsNegative && times[row] >= FirstNegativeOil && times[row] < EndOfNegativeOil;
            facts.AddIf(isFact, row);
            badPrices.AddIf(defect == BarDefect.BadPrice && !isFact, row);
            negative.AddIf(defect == BarDefect.NegativeVolume, row);
            zero.AddIf(defect == BarDefect.ZeroVolume, row);
            falls.AddIf(IsFlashCrash(bars, row), row);
            rises.AddIf(row > 0 && Rises(bars.Close[row - 1], bars.Close[row]), row);
        }

        for (int row = SpikeMinimum; row < bars.Volume.Length; row++)
        {
            spikes.AddIf(IsSpike(bars.Volume, row), row);
        }

        findings.AddRows(
            QualityCode.OhlcViolation, QualitySeverity.Warning, contradictions,
            $"{Rows(contradictions)} have a high below, or a low above, another price of the bar",
            crypto ? "Load with bad_rows set to drop (--drop-bad-rows) to remove them." : "Thin contracts settle outside their range; do not simulate fills inside these bars.");
        findings.AddRows(
            QualityCode.BadPrice, crypto ? QualitySeverity.Error : QualitySeverity.Warning, badPrices,
            $"{Rows(badPrices)} have a price at or below zero",
            crypto ? "Load with bad_rows set to drop (--drop-bad-rows) to remove them." : "Futures can settle below zero; log returns are undefined there.");
        findings.AddRows(
            QualityCode.NegativePrice, QualitySeverity.Info, facts, $"{Rows(facts)} have a price below zero of the days on which oil really had one",
            "Kept: it is a fact of the market. Log returns are undefined there; the return of the day after counts as missing.");
        findings.AddRows(
            QualityCode.NegativeVolume, QualitySeverity.Warning, negative, $"{Rows(negative)} have a volume below zero", "Correct the source.", "volume");
        findings.AddRows(
            QualityCode.ZeroVolume, forCrypto, zero, $"{Rows(zero)} have a volume of zero",
            crypto ? "Exchange outages leave such candles; load with bad_rows set to drop (--drop-bad-rows) to remove them." : "Nothing traded: do not assume fills there.", "volume");
        findings.AddRows(
            QualityCode.FlashCrash, QualitySeverity.Info, falls, $"{Rows(falls)} fall by more than 30 %",
            "Kept: such moves happen. Check them against a second source.", "close");
        findings.AddRows(
            QualityCode.FlashRise, QualitySeverity.Info, rises, $"{Rows(rises)} rise by more than 30 %",
            "Kept: such moves happen. Check them against a second source.", "close");
        findings.AddRows(
            QualityCode.VolumeSpike, QualitySeverity.Info, spikes, $"{Rows(spikes)} have a volume above ten times the median of the 30 before",
            "Kept: check against news or a second source.", "volume");
    }

    private static string Rows(Tally tally) => string.Create(CultureInfo.InvariantCulture, $"{tally.Count} rows");

    private static bool IsFlashCrash(BarColumns bars, int row) =>
        (row > 0 && Falls(bars.Close[row - 1], bars.Close[row]))
        || (!bars.Low.IsEmpty && !bars.Open.IsEmpty && Falls(bars.Open[row], bars.Low[row]));

    private static bool Rises(double from, double to) => from > 0 && to / from - 1 > FlashFall + Rounding;

    private static bool Falls(double from, double to) => from > 0 && 1 - to / from > FlashFall + Rounding;

    private static bool IsSpike(ReadOnlySpan<double> volume, int row)
    {
        ReadOnlySpan<double> before = volume[Math.Max(0, row - SpikeWindow)..row];
        double limit = volume[row] / SpikeMultiple;
        int below = CountBelow(before, limit);
        if (below * 2 < SpikeMinimum)
        {
            return false;
        }

        int present = before.Length - before.Count(double.NaN);

        // The median can lie below the limit only when half of the values do; sorting is for those rare rows.
        return present >= SpikeMinimum && below * 2 >= present && Median(before, present) < limit;
    }

    private static int CountBelow(ReadOnlySpan<double> values, double limit)
    {
        (int row, Vector<long> hits, Vector<double> limits) = (0, Vector<long>.Zero, new(limit));
        for (; row <= values.Length - Vector<double>.Count; row += Vector<double>.Count)
        {
            hits -= Vector.LessThan(new Vector<double>(values[row..]), limits);
        }

        int below = (int)Vector.Sum(hits);
        for (; row < values.Length; row++)
        {
            below += values[row] < limit ? 1 : 0;
        }

        return below;
    }

    private static double Median(ReadOnlySpan<double> values, int present)
    {
        Span<double> sorted = stackalloc double[SpikeWindow];
        int n = 0;
        foreach (double v in values)
        {
            if (!double.IsNaN(v))
            {
                sorted[n++] = v;
            }
        }

        sorted = sorted[..present];
        sorted.Sort();
        return present % 2 == 1 ? sorted[present / 2] : (sorted[present / 2 - 1] + sorted[present / 2]) / 2;
    }
}
