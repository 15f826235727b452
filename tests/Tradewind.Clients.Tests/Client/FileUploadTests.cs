using Grpc.Core;
using Tradewind.Client;
using Tradewind.Clients.Tests.Fakes;
using Tradewind.V1;

namespace Tradewind.Clients.Tests.Client;

public sealed class FileUploadTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.csv");

    public void Dispose() => File.Delete(_path);

    [Fact]
    public async Task Sends_the_header_then_the_whole_file_in_chunks()
    {
        byte[] content = [.. Enumerable.Range(0, 700_000).Select(i => (byte)i)];
        await File.WriteAllBytesAsync(_path, content);
        UploadSink sink = new();
        await using FakeServer server = await FakeServer.StartAsync(sink);
        List<UploadProgress> progress = [];

        LoadReport report = await server.Client.UploadFileAsync(
            _path, new LoadOptions { InstrumentId = "BTC/USD" }, validateOnly: true, new Recorder<UploadProgress>(progress));

        Assert.Equal(700_000, report.RowCount);
        Assert.Equal(Path.GetFileName(_path), sink.Headers[0].FileName);
        Assert.Equal("BTC/USD", sink.Headers[0].Options.InstrumentId);
        Assert.True(sink.Headers[0].ValidateOnly);
        Assert.Equal(content, sink.Content.ToArray());
        Assert.Equal(1, progress[^1].Fraction);
        Assert.Equal(3, progress.Count);
    }

    [Fact]
    public async Task A_lost_server_gets_the_file_again_under_the_same_id()
    {
        await File.WriteAllTextAsync(_path, "Date,Close\n2020-01-01,1\n");
        UploadSink sink = new() { Refusals = { new RpcException(new Status(StatusCode.Unavailable, "going down")) } };
        await using FakeServer server = await FakeServer.StartAsync(sink);
        await server.Client.UploadFileAsync(_path);
        Assert.Equal(2, sink.Headers.Count);
        Assert.Equal(sink.Headers[0].RequestId, sink.Headers[1].RequestId);
    }

    [Fact]
    public async Task A_refusal_before_the_end_of_the_file_shows_the_reason_of_the_server()
    {
        await File.WriteAllBytesAsync(_path, new byte[4_000_000]);
        UploadSink sink = new() { Refusals = { new RpcException(new Status(StatusCode.InvalidArgument, "Column Close is missing.")) } };
        await using FakeServer server = await FakeServer.StartAsync(sink);
        RpcException error = await Assert.ThrowsAsync<RpcException>(() => server.Client.UploadFileAsync(_path));
        Assert.Equal("INVALID_ARGUMENT: Column Close is missing.", TradewindError.From(error).ToString());
    }

    private sealed class Recorder<T>(List<T> target) : IProgress<T>
    {
        public void Report(T value) => target.Add(value);
    }

    private sealed class UploadSink : DataService.DataServiceBase
    {
        public List<UploadHeader> Headers { get; } = [];

        public List<RpcException> Refusals { get; } = [];

        public MemoryStream Content { get; } = new();

        public override async Task<UploadDataResponse> UploadData(IAsyncStreamReader<UploadDataRequest> requestStream, ServerCallContext context)
        {
            await requestStream.MoveNext(context.CancellationToken);
            Headers.Add(requestStream.Current.Header);
            if (Headers.Count <= Refusals.Count)
            {
                throw Refusals[Headers.Count - 1];
            }

            await foreach (UploadDataRequest part in requestStream.ReadAllAsync(context.CancellationToken))
            {
                Content.Write(part.Content.Span);
            }

            return new UploadDataResponse { Report = new LoadReport { RowCount = Content.Length } };
        }
    }
}
