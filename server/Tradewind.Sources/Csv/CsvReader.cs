using System.Collections.Immutable;
using System.Text;
using Tradewind.Domain.Errors;

namespace Tradewind.Sources.Csv;

/// <summary>Streams CSV text into columns.</summary>
internal static class CsvReader
{
    private const int SampleRecords = 100;
    private const long ReportEveryBytes = 4 << 20;

    /// <summary>Reads the whole file.</summary>
    /// <exception cref="InvalidInputException">The file is empty, has no rows, or has no usable header; row violations go to <paramref name="violations"/>.</exception>
    public static async Task<(CsvLayout Layout, CsvTable Table)> ReadAsync(
        Stream content, string fileName, FileLoadOptions options, ViolationLog violations, IProgress<LoadProgress>? progress, CancellationToken cancellationToken)
    {
        (PrefixedStream text, long? length) = await PrefixedStream.PeekAsync(content, cancellationToken).ConfigureAwait(false);
        return await ReadTableAsync(new RecordReader(text, fileName), length, fileName, options, violations, progress, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<(CsvLayout Layout, CsvTable Table)> ReadTableAsync(
        RecordReader records, long? length, string fileName, FileLoadOptions options, ViolationLog violations, IProgress<LoadProgress>? progress, CancellationToken cancellationToken)
    {
        Head head = new();
        TableBuilder? builder = null;
        CsvLayout? layout = null;
        long reported = 0;
        while (await records.FillAsync(cancellationToken).ConfigureAwait(false))
        {
            while (records.TryNext(out ReadOnlySpan<byte> record))
            {
                if (builder is not null)
                {
                    builder.Accept(record, records.Line);
                }
                else if (head.Add(record, records.Line))
                {
                    (layout, builder) = head.Decide(fileName, options, violations, length);
                }
            }

            if (records.Bytes - reported >= ReportEveryBytes)
            {
                reported = records.Bytes;
                progress?.Report(new LoadProgress(builder?.Count ?? 0, records.Bytes, length > 0 ? Math.Min(1, (double)records.Bytes / length.Value) : null));
            }
        }

        if (builder is null)
        {
            (layout, builder) = head.Decide(fileName, options, violations, length);
        }

        progress?.Report(new LoadProgress(builder.Count, records.Bytes, 1));
        return (layout!, builder.Finish());
    }

    /// <summary>The header and the first records, kept until the columns can be told apart.</summary>
    private sealed class Head
    {
        private readonly List<(byte[] Record, long Line)> _sample = [];
        private FieldSplitter? _splitter;
        private ImmutableArray<string> _headers;

        /// <summary>Keeps a record; true when there are enough to decide.</summary>
        public bool Add(ReadOnlySpan<byte> record, long line)
        {
            if (_splitter is null)
            {
                _splitter = new FieldSplitter(CsvDialect.Delimiter(record));
                ReadOnlySpan<byte> text = _splitter.Split(record);
                ImmutableArray<string>.Builder headers = ImmutableArray.CreateBuilder<string>(_splitter.Count);
                for (int i = 0; i < _splitter.Count; i++)
                {
                    headers.Add(Encoding.UTF8.GetString(_splitter.Field(text, i)).Trim());
                }

                _headers = headers.ToImmutable();
                return false;
            }

            _sample.Add((record.ToArray(), line));
            return _sample.Count == SampleRecords;
        }

        public (CsvLayout Layout, TableBuilder Builder) Decide(string fileName, FileLoadOptions options, ViolationLog violations, long? length)
        {
            if (_splitter is null)
            {
                throw new InvalidInputException("CSV_EMPTY", "file", $"{fileName} is empty. Expected a header line and rows.");
            }

            CsvLayout layout = CsvLayout.Decide(_headers, TextColumns(_splitter), options.DateColumn, fileName);
            if (_sample.Count == 0)
            {
                throw new InvalidInputException("CSV_NO_ROWS", "line 1", $"{fileName} has a header but no rows. Expected at least one row of data.");
            }

            TableBuilder builder = new(layout, _splitter, options, violations, ExpectedRows(length));
            foreach ((byte[] record, long line) in _sample)
            {
                builder.Accept(record, line);
            }

            return (layout, builder);
        }

        // Room for the rows a plain file will have saves copying; a little over is cheap, memory not touched is not used.
        private int ExpectedRows(long? length)
        {
            double recordLength = _sample.Average(sample => sample.Record.Length + 1.0);
            return (int)Math.Clamp((length ?? 0) / recordLength * 1.05, 1024, 10_000_000);
        }

        // With one column beside the dates, text in it is a wrong number, not a column of text.
        private bool[] TextColumns(FieldSplitter splitter)
        {
            bool[] isText = new bool[_headers.Length];
            if (_headers.Length <= 2)
            {
                return isText;
            }

            (int[] words, int[] numbers) = (new int[_headers.Length], new int[_headers.Length]);
            foreach ((byte[] record, _) in _sample)
            {
                ReadOnlySpan<byte> text = splitter.Split(record);
                for (int i = 0; i < Math.Min(splitter.Count, _headers.Length); i++)
                {
                    ReadOnlySpan<byte> cell = splitter.Field(text, i);
                    bool number = NumberText.TryRead(cell, out _);
                    words[i] += number ? 0 : 1;
                    numbers[i] += number && !NumberText.IsMissing(cell) ? 1 : 0;
                }
            }

            for (int i = 0; i < isText.Length; i++)
            {
                isText[i] = words[i] > 0 && numbers[i] == 0;
            }

            return isText;
        }
    }
}
