using Google.Protobuf;
using Grpc.Core;
using Tradewind.Testing;
using Tradewind.V1;

namespace Tradewind.Server.Tests.BadInput;

/// <summary>Files that are refused, over both ways in; nothing of them is stored.</summary>
public sealed class BadFileTests : IAsyncLifetime
{
    private const string Header = "Date,Open,High,Low,Close,Volume\n";
    private const string Good = "2024-01-01,1,2,0.5,1.5,10\n";

    private TestServer _server = null!;

    public async Task InitializeAsync() => _server = await TestServer.StartAsync(options => options.MaxUploadBytes = 64 * 1024);

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public static TheoryData<string, string, string, string> Files => new()
    {
        { "x.csv", "Date,Open,High,Low,Volume\n2024-01-01,1,2,0.5,10\n", "CSV_MISSING_COLUMN", "column Close" },
        { "x.csv", Header + "2024-02-30,1,2,0.5,1.5,10\n", "CSV_INVALID", "line 2, column Date" },
        { "x.csv", Header + Good + "2024-01-02,1,2,0.5,abc,10\n", "CSV_INVALID", "line 3, column Close" },
        { "x.csv", Header + Good + Good, "CSV_INVALID", "line 3, column Date" },
        { "x.csv", Header + "2024-01-02,1,2,0.5,1.5,10\n" + Good, "CSV_DESCENDING", "column Date" },
        { "x.csv", Header + Good + "2024-01-02,1,2,0.5,1.5,-1\n", "CSV_INVALID", "line 3, column Volume" },
        { "x.csv", "", "CSV_EMPTY", "file" },
        { "x.csv", Header, "CSV_NO_ROWS", "line 1" },
        { "x.xlsx", "this is no workbook", "WORKBOOK_INVALID", "file" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_bad_file_is_refused_with_its_place_and_nothing_is_stored(string name, string text, string reason, string field)
    {
        await Refused.AsInvalidAsync(reason, field, () => _server.LoadAsync(MarketData.File(text, name)));
        await Refused.AsInvalidAsync(reason, field, () => UploadAsync(new UploadHeader { FileName = name }, text));

        Assert.Empty((await _server.Data.ListInstrumentsAsync(new ListInstrumentsRequest())).Instruments);
    }

    [Fact]
    public async Task Wrong_load_options_are_refused_with_their_path()
    {
        LoadDataRequest request = MarketData.File(MarketData.Bars(10));
        request.File.Options = new LoadOptions { Timeframe = "1x" };

        await Refused.AsInvalidAsync("TIMEFRAME_INVALID", "file.options.timeframe", () => _server.LoadAsync(request));
        await Refused.AsInvalidAsync("FILE_NAME_MISSING", null, () => _server.LoadAsync(MarketData.File(Header + Good, "folder/")));
        await Refused.AsInvalidAsync("FIELD_REQUIRED", "file.file_name", () => _server.LoadAsync(MarketData.File(Header + Good, "")));
        await Refused.AsInvalidAsync("SOURCE_REQUIRED", "source", () => _server.LoadAsync(new LoadDataRequest()));
    }

    [Fact]
    public async Task A_simulation_out_of_range_is_refused()
    {
        await Refused.AsInvalidAsync("ROW_COUNT_INVALID", "simulation.row_count", () => _server.SimulateAsync(1));
        LoadDataRequest late = new() { Simulation = new Simulation { StartTime = new() { Seconds = 9_150_000_000 }, RowCount = 2000 } };
        await Refused.AsInvalidAsync("TIME_OUT_OF_RANGE", "simulation.start_time", () => _server.LoadAsync(late));
        late.Simulation.StartTime.Seconds = long.MaxValue;
        await Refused.AsInvalidAsync("TIME_OUT_OF_RANGE", "simulation.start_time", () => _server.LoadAsync(late));
    }

    [Fact]
    public async Task An_upload_needs_its_header_first()
    {
        using AsyncClientStreamingCall<UploadDataRequest, UploadDataResponse> call = _server.Data.UploadData();
        await call.RequestStream.WriteAsync(new UploadDataRequest { Content = ByteString.CopyFromUtf8(Header) });
        await call.RequestStream.CompleteAsync();

        await Refused.AsInvalidAsync("UPLOAD_HEADER_MISSING", "header", () => call.ResponseAsync);
    }

    [Fact]
    public async Task An_upload_without_any_message_is_refused()
    {
        using AsyncClientStreamingCall<UploadDataRequest, UploadDataResponse> call = _server.Data.UploadData();
        await call.RequestStream.CompleteAsync();

        await Refused.AsInvalidAsync("UPLOAD_HEADER_MISSING", "header", () => call.ResponseAsync);
    }

    [Fact]
    public async Task A_second_header_is_refused()
    {
        using AsyncClientStreamingCall<UploadDataRequest, UploadDataResponse> call = _server.Data.UploadData();
        await call.RequestStream.WriteAsync(new UploadDataRequest { Header = new UploadHeader { FileName = "x.csv" } });
        await call.RequestStream.WriteAsync(new UploadDataRequest { Header = new UploadHeader { FileName = "x.csv" } });
        await call.RequestStream.CompleteAsync();

        await Refused.AsInvalidAsync("UPLOAD_PART_UNEXPECTED", "content", () => call.ResponseAsync);
    }

    [Fact]
    public async Task An_upload_beyond_the_limit_is_refused_and_leaves_no_file()
    {
        await Refused.AsInvalidAsync(
            "UPLOAD_TOO_LARGE", "content", () => UploadAsync(new UploadHeader { FileName = "LTC-USD.csv" }, MarketData.Bars(5000)));

        Assert.Empty(Directory.GetFiles(Path.Combine(_server.Folder, "uploads")));
        Assert.Empty((await _server.Data.ListInstrumentsAsync(new ListInstrumentsRequest())).Instruments);
    }

    [Fact]
    public async Task A_message_beyond_the_limit_is_refused()
    {
        await using TestServer small = await TestServer.StartAsync(options => options.MaxReceiveMessageBytes = 64 * 1024);

        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => small.LoadAsync(MarketData.File(MarketData.Bars(5000))));

        Assert.Equal(StatusCode.ResourceExhausted, failure.StatusCode);
    }

    [Fact]
    public async Task An_upload_that_breaks_off_leaves_nothing()
    {
        using (AsyncClientStreamingCall<UploadDataRequest, UploadDataResponse> call = _server.Data.UploadData())
        {
            await call.RequestStream.WriteAsync(new UploadDataRequest { Header = new UploadHeader { FileName = "LTC-USD.csv", RequestId = "broken" } });
            await call.RequestStream.WriteAsync(new UploadDataRequest { Content = ByteString.CopyFromUtf8(MarketData.Bars(20)) });
        }

        // The id is free: the upload that broke off never got as far as taking it.
        UploadDataResponse again = await UploadAsync(new UploadHeader { FileName = "LTC-USD.csv", RequestId = "broken" }, MarketData.Bars(30));
        Assert.Equal(30, again.Report.RowCount);
    }

    [Fact]
    public async Task Checking_only_stores_nothing()
    {
        LoadDataRequest request = MarketData.File(MarketData.Bars(10));
        request.ValidateOnly = true;

        LoadReport report = await _server.LoadAsync(request);

        Assert.Equal((10, MarketData.Coin), (report.RowCount, report.Instruments.Single().Id));
        Assert.Empty((await _server.Data.ListInstrumentsAsync(new ListInstrumentsRequest())).Instruments);
    }

    private async Task<UploadDataResponse> UploadAsync(UploadHeader header, string text)
    {
        using AsyncClientStreamingCall<UploadDataRequest, UploadDataResponse> call = _server.Data.UploadData();
        await call.RequestStream.WriteAsync(new UploadDataRequest { Header = header });
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(text);
        try
        {
            foreach (byte[] chunk in bytes.Chunk(16 * 1024))
            {
                await call.RequestStream.WriteAsync(new UploadDataRequest { Content = ByteString.CopyFrom(chunk) });
            }

            await call.RequestStream.CompleteAsync();
        }
        catch (RpcException)
        {
            // The server may refuse before it has read everything; the answer says why.
        }

        return await call.ResponseAsync;
    }
}
