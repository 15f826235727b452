using Grpc.Core;
using Tradewind.Client;
using Tradewind.Clients.Tests.Fakes;
using Tradewind.V1;

namespace Tradewind.Clients.Tests.Client;

public sealed class UnaryCallTests
{
    [Fact]
    public async Task A_repeat_carries_the_same_request_id()
    {
        FlakyData data = new(failures: 3, StatusCode.Unavailable);
        await using FakeServer server = await FakeServer.StartAsync(data);
        DeleteDataResponse response = await server.Client.InvokeAsync(
            server.Client.Data.DeleteDataAsync, new DeleteDataRequest { InstrumentId = "BTC/USD" });
        Assert.Equal(7, response.DeletedRowCount);
        Assert.Equal(4, data.RequestIds.Count);
        Assert.Single(data.RequestIds.Distinct());
        Assert.NotEmpty(data.RequestIds[0]);
    }

    [Fact]
    public async Task Another_failure_is_not_repeated()
    {
        FlakyData data = new(failures: 1, StatusCode.InvalidArgument);
        await using FakeServer server = await FakeServer.StartAsync(data);
        RpcException error = await Assert.ThrowsAsync<RpcException>(
            () => server.Client.InvokeAsync(server.Client.Data.DeleteDataAsync, new DeleteDataRequest()));
        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
        Assert.Single(data.RequestIds);
    }

    [Fact]
    public async Task Gives_up_after_too_many_failures_in_a_row()
    {
        FlakyData data = new(failures: int.MaxValue, StatusCode.Unavailable);
        await using FakeServer server = await FakeServer.StartAsync(data);
        RpcException error = await Assert.ThrowsAsync<RpcException>(
            () => server.Client.InvokeAsync(server.Client.Data.DeleteDataAsync, new DeleteDataRequest()));
        Assert.Equal(StatusCode.Unavailable, error.StatusCode);
        Assert.Equal(1 + RetryPolicy.Default.MaxFailuresInARow, data.RequestIds.Count);
    }

    [Fact]
    public async Task Pages_are_walked_to_the_end()
    {
        await using FakeServer server = await FakeServer.StartAsync(new FlakyData(failures: 0, StatusCode.OK));
        List<string> ids = [];
        await foreach (Instrument instrument in server.Client.EnumerateInstrumentsAsync(new ListInstrumentsRequest { PageSize = 2 }))
        {
            ids.Add(instrument.Id);
        }

        Assert.Equal(["I0", "I1", "I2", "I3", "I4"], ids);
    }

    [Fact]
    public async Task Health_is_read_from_the_standard_service()
    {
        await using FakeServer server = await FakeServer.StartAsync(new FlakyData(failures: 0, StatusCode.OK));
        Assert.Equal("SERVING", await server.Client.CheckHealthAsync());
    }

    [Theory]
    [InlineData("localhost:5210")]
    [InlineData("ftp://localhost")]
    [InlineData("here")]
    public void An_address_that_is_none_is_refused(string address) =>
        Assert.Throws<UriFormatException>(() => TradewindClient.Connect(address));

    private sealed class FlakyData(int failures, StatusCode status) : DataService.DataServiceBase
    {
        public List<string> RequestIds { get; } = [];

        public override Task<DeleteDataResponse> DeleteData(DeleteDataRequest request, ServerCallContext context)
        {
            RequestIds.Add(request.RequestId);
            return RequestIds.Count <= failures
                ? throw new RpcException(new Status(status, "not now"))
                : Task.FromResult(new DeleteDataResponse { DeletedRowCount = 7 });
        }

        public override Task<ListInstrumentsResponse> ListInstruments(ListInstrumentsRequest request, ServerCallContext context)
        {
            int start = request.PageToken.Length == 0 ? 0 : int.Parse(request.PageToken, System.Globalization.CultureInfo.InvariantCulture);
            int end = Math.Min(5, start + request.PageSize);
            ListInstrumentsResponse response = new() { NextPageToken = end < 5 ? $"{end}" : string.Empty };
            response.Instruments.AddRange(Enumerable.Range(start, end - start).Select(i => new Instrument { Id = $"I{i}" }));
            return Task.FromResult(response);
        }
    }
}
