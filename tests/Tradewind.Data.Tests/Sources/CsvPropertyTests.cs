using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Sources;

namespace Tradewind.Data.Tests.Sources;

public sealed class CsvPropertyTests
{
    [Fact]
    public void Bars_survive_the_way_through_text_bit_for_bit() =>
        Prop.ForAll<NormalFloat[], PositiveInt>((numbers, stepMinutes) =>
        {
            // Every finite double, in its shortest text; volume must not be negative, equal times must not occur.
            double[] values = [.. numbers.Select(number => number.Get)];
            long step = stepMinutes.Get % 1440 * UnixTime.Minute + UnixTime.Minute;
            StringBuilder text = new("time,open,high,low,close,volume\n");
            for (int i = 0; i < values.Length; i++)
            {
                string x = values[i].ToString("R", CultureInfo.InvariantCulture);
                string volume = Math.Abs(values[i]).ToString("R", CultureInfo.InvariantCulture);
                text.Append(CultureInfo.InvariantCulture, $"{UnixTime.ToDateTime(i * step + UnixTime.FromDate(2020, 1, 1)):yyyy-MM-ddTHH:mm:ssZ},{x},{x},{x},{x},{volume}\n");
            }

            if (values.Length == 0)
            {
                return Load.Failure(text.ToString()).Reason == "CSV_NO_ROWS";
            }

            LoadedData data = Load.Text(text.ToString(), options: new() { Timeframe = Timeframe.Minute });
            return data.Values("open").SequenceEqual(values)
                && data.Values("volume").SequenceEqual(values.Select(Math.Abs))
                && data.Series[0].Times.ToArray().Select((time, i) => time == i * step + UnixTime.FromDate(2020, 1, 1)).All(same => same);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Garbage_bytes_are_an_input_error_or_data_under_any_name() =>
        Prop.ForAll<byte[], byte>((bytes, kind) =>
        {
            string name = (kind % 4) switch { 0 => "x.csv", 1 => "x.csv.gz", 2 => "x.xlsx", _ => "BTC-USD.csv" };
            byte[] prefix = (kind / 4 % 5) switch
            {
                0 => [],
                1 => [0x1F, 0x8B],
                2 => [0x50, 0x4B, 3, 4],
                3 => [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1],
                _ => Encoding.UTF8.GetBytes("date,open,high,low,close,volume\n"),
            };
            return IsInputErrorOrData([.. prefix, .. bytes], name);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Damaged_text_is_an_input_error_or_data() =>
        Prop.ForAll<NonNegativeInt, byte>((position, replacement) =>
        {
            byte[] text = Encoding.UTF8.GetBytes(
                "Date,Open,High,Low,Close,Volume\n2024-01-01 00:00:00+01:00,1,2,0.5,1.5,10\n2024-01-02 00:00:00+01:00,1,2,0.5,1.5,10\n\"2024-01-03\",1,2,,1.5,10\n");
            text[position.Get % text.Length] = replacement;
            return IsInputErrorOrData(text, "BTC-USD.csv");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void A_damaged_workbook_is_an_input_error_or_data()
    {
        byte[] good = WorkbookFile.Of(["Dates", "X_OAS", "Y"], [new DateOnly(2024, 3, 14), 1.5, new WorkbookFile.Error("#N/A")], ["2024-03-15", 2, 3]);

        Prop.ForAll<NonNegativeInt, byte>((position, replacement) =>
        {
            byte[] bytes = [.. good];
            bytes[position.Get * 7919 % bytes.Length] = replacement;
            return IsInputErrorOrData(bytes, "w.xlsx");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    [Fact]
    public void The_block_size_of_the_stream_does_not_matter() =>
        Prop.ForAll<PositiveInt>(chunk =>
        {
            string text = "date,a,note\n" + string.Concat(Enumerable.Range(1, 28).Select(i => $"2024-01-{i:00},{i * 0.1:R},\"x\ny\"\n"));
            LoadedData whole = Load.Text(text);
            LoadedData pieces = FileSource.LoadAsync(
                new TrickleStream(Encoding.UTF8.GetBytes(text), chunk.Get), "X.csv", FileLoadOptions.Default, null, CancellationToken.None).GetAwaiter().GetResult();
            return whole.Series[0].Revision == pieces.Series[0].Revision;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Numbers_are_those_of_the_runtime_bit_for_bit() =>
        Prop.ForAll(
            NumberTexts.ArrayOf().Where(texts => texts.Length > 0).ToArbitrary(),
            texts =>
            {
                string text = "date,a,b\n" + string.Concat(texts.Select((number, i) => $"{1_600_000_000 + 60 * i},{number},{number}\n"));
                double[] expected = [.. texts.Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
                LoadedData data = Load.Text(text);
                return Same(data.Values("a"), expected) && Same(data.Values("b"), expected);
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void Threads_and_block_sizes_change_nothing() =>
        Prop.ForAll(
            Gen.Elements(Lines).ArrayOf().Zip(Gen.Choose(1, 120)).Zip(Gen.Choose(1, 4)).Zip(Gen.Elements(true, false)).ToArbitrary(),
            input =>
            {
                (((string[] lines, int blockBytes), int threads), bool drop) = input;
                string text = "Date,Open,High,Low,Close,Volume\n" + string.Concat(lines.Select((line, i) => line.Replace("T", $"{1_600_000_000L + 60 * i}", StringComparison.Ordinal)));
                FileLoadOptions options = new() { OnBadRow = drop ? BadRowPolicy.Drop : BadRowPolicy.Reject };
                return Outcome(text, options with { MaxThreads = 1, BlockBytes = 1 << 20 }) == Outcome(text, options with { MaxThreads = threads, BlockBytes = blockBytes });
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(400));

    // Good rows twice as often as each kind of bad one; T stands for the time of the row.
    private static readonly string[] Lines =
    [
        "T,1,2,0.5,1.5,10\n", "T,1,2,0.5,1.5,11\n", "T,1,2,0.5,1.5,12\r\n", "T,1.25,2,0.5,1.5,13\n", "T,1,2,0.5,1.5,\n", "\n", "  \n", "T, 1 ,2,0.5,1.5,10\n",
        "\"T\",1,2,0.5,1.5,10\n", "T,1,2,\"0.5\n\",1.5,10\n", "T,x,2,0.5,1.5,10\n", "T,1,2\n", "T,1,2,0.5,1.5,10,\n", "nodate,1,2,0.5,1.5,10\n",
        "2024-01-01 00:00:00+01:00,1,2,0.5,1.5,10\n", "T,-1e-3,2,0.5,1.5,-4\n",
    ];

    private static Gen<string> NumberTexts =>
        Gen.Elements("0123456789".ToCharArray()).ArrayOf().Where(digits => digits.Length is > 0 and < 25).SelectMany(digits =>
            Gen.Choose(0, digits.Length).SelectMany(point => Gen.Elements("", "-").Select(sign =>
                point == digits.Length ? $"{sign}{new string(digits)}" : $"{sign}{new string(digits[..point])}.{new string(digits[point..])}")));

    private static bool Same(double[] actual, double[] expected) =>
        actual.Select(BitConverter.DoubleToInt64Bits).SequenceEqual(expected.Select(BitConverter.DoubleToInt64Bits));

    private static string Outcome(string text, FileLoadOptions options)
    {
        try
        {
            LoadedData data = Load.Text(text, "BTC-USD.csv", options);
            return data.Series[0].Revision + string.Join('|', data.Quality[0].Findings);
        }
        catch (InvalidInputException error)
        {
            return $"{error.Reason} {error.Message} {string.Join('|', error.Violations)}";
        }
    }

    private static bool IsInputErrorOrData(byte[] bytes, string name)
    {
        try
        {
            return Load.Bytes(bytes, name).Series.Length >= 1;
        }
        catch (InvalidInputException error)
        {
            return error.Violations.Length > 0;
        }
    }

    /// <summary>Delivers a few bytes at a time and does not know its length.</summary>
    private sealed class TrickleStream(byte[] bytes, int chunk) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, chunk)], cancellationToken);
    }
}
