using System.IO.Compression;
using System.Text;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Domain.Market.Quality;
using Tradewind.Sources;

namespace Tradewind.Data.Tests.Sources;

/// <summary>Short ways to load text, bytes and real files.</summary>
internal static class Load
{
    public static LoadedData Text(string text, string fileName = "X.csv", FileLoadOptions? options = null) =>
        Bytes(Encoding.UTF8.GetBytes(text), fileName, options);

    public static LoadedData Bytes(byte[] bytes, string fileName, FileLoadOptions? options = null) =>
        FileSource.LoadAsync(new MemoryStream(bytes), fileName, options ?? FileLoadOptions.Default, progress: null, CancellationToken.None)
            .GetAwaiter().GetResult();

    public static InvalidInputException Failure(string text, string fileName = "X.csv", FileLoadOptions? options = null) =>
        Assert.Throws<InvalidInputException>(() => Text(text, fileName, options));

    public static async Task<LoadedData> FileAsync(string path, FileLoadOptions? options = null)
    {
        await using FileStream stream = File.OpenRead(path);
        return await FileSource.LoadAsync(stream, path, options ?? FileLoadOptions.Default, progress: null, CancellationToken.None);
    }

    public static byte[] Gzip(string text)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }

    public static double[] Values(this LoadedData data, string field) => data.Series[0].Column(field).ToArray();

    public static string[] Fields(this LoadedData data) => [.. data.Series[0].Fields];

    public static string[] Dates(this LoadedData data) => [.. data.Series[0].Times.ToArray().Select(UnixTime.Format)];

    public static QualityFinding Finding(this QualityReport report, string code) => Assert.Single(report.Findings, finding => finding.Code == code);

    public static bool Has(this QualityReport report, string code) => report.Findings.Any(finding => finding.Code == code);
}
