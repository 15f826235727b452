using Tradewind.Domain.Market;
using Tradewind.Domain.Market.Quality;
using Tradewind.Sources;

namespace Tradewind.Data.Tests.Sources;

public sealed class CsvPolicyTests
{
    private const string Dirty =
        """
        date,open,high,low,close,volume
        2024-01-05,1,2,0.5,1.5,10
        2024-01-01,1,2,0.5,1.5,10
        2024-01-02,-1,2,0.5,1.5,10
        2024-01-03,1,0.5,2,1.5,10
        2024-01-04,1,2,0.5,1.5,-3
        2024-01-06,1,2,0.5,1.5,0
        2024-01-07,1,2,0.5,,10
        2024-01-05,1,2,0.5,1.6,11
        nonsense,1,2,0.5,1.5,10
        2024-01-08,1,2,0.5,text,10
        2024-01-09,1,2,0.5,1.5,10

        """;

    private static readonly FileLoadOptions Drop = new() { OnBadRow = BadRowPolicy.Drop };

    [Fact]
    public void Drop_removes_the_bad_rows_of_crypto_and_reports_each_under_its_first_rule()
    {
        LoadedData data = Load.Text(Dirty, "BTC-USD.csv", Drop);

        Assert.Equal(["2024-01-01", "2024-01-05", "2024-01-09"], data.Dates());
        Assert.Equal([1.5, 1.5, 1.5], data.Values("close"));
        string[] codes = ["DROPPED_BAD_PRICE", "DROPPED_OHLC_VIOLATION", "DROPPED_NEGATIVE_VOLUME", "DROPPED_ZERO_VOLUME", "DROPPED_NAN_ROWS", "DROPPED_DUPLICATES"];
        Assert.All(codes, code => Assert.Equal(1, data.Quality[0].Finding(code).Count));
        Assert.Equal(2, data.Quality[0].Finding("DROPPED_UNREADABLE").Count);
        Assert.Equal(6, data.Quality[0].MissingPeriods);
    }

    [Fact]
    public void Drop_keeps_what_other_classes_can_show_and_flags_it()
    {
        LoadedData data = Load.Text(Dirty, "CL=F.csv", Drop);

        Assert.Equal(8, data.Series[0].Count);
        Assert.Equal(1.5, data.Values("close")[4]);
        Assert.Equal(1, data.Quality[0].Finding("DROPPED_DUPLICATES").Count);
        Assert.Equal(1, data.Quality[0].Finding(QualityCode.BadPrice).Count);
        Assert.Equal(1, data.Quality[0].Finding(QualityCode.OhlcViolation).Count);
        Assert.Equal(1, data.Quality[0].Finding(QualityCode.NegativeVolume).Count);
        Assert.Equal(1, data.Quality[0].Finding(QualityCode.ZeroVolume).Count);
    }

    [Fact]
    public void Reject_loads_contradictions_and_zero_volume_as_findings()
    {
        LoadedData data = Load.Text("date,open,high,low,close,volume\n2024-01-01,1,0.5,2,1.5,10\n2024-01-02,1,2,0.5,1.5,0\n", "BTC-USD.csv");

        Assert.Equal(2, data.Series[0].Count);
        Assert.Equal(QualitySeverity.Warning, data.Quality[0].Finding(QualityCode.OhlcViolation).Severity);
        Assert.Equal(0, data.Quality[0].Finding(QualityCode.OhlcViolation).FirstRow);
        Assert.Equal(UnixTime.FromDate(2024, 1, 2), data.Quality[0].Finding(QualityCode.ZeroVolume).FirstTime);
        Assert.Equal(QualityStatus.Warning, data.Quality[0].Status);
    }

    [Fact]
    public void Drop_that_leaves_nothing_is_an_error() =>
        Assert.Equal("CSV_NO_ROWS", Load.Failure("date,value\nx,1\ny,2\n", options: Drop).Reason);
}
