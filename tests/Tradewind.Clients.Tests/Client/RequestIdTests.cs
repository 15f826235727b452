using Tradewind.Client;
using Tradewind.V1;

namespace Tradewind.Clients.Tests.Client;

public sealed class RequestIdTests
{
    [Fact]
    public void Fills_an_empty_id_in_a_copy()
    {
        DeleteDataRequest request = new() { InstrumentId = "BTC/USD" };
        DeleteDataRequest sent = RequestId.Ensure(request);
        Assert.Empty(request.RequestId);
        Assert.True(Guid.TryParse(sent.RequestId, out _));
        Assert.Equal("BTC/USD", sent.InstrumentId);
    }

    [Fact]
    public void Keeps_an_id_of_the_caller()
    {
        DeleteDataRequest request = new() { RequestId = "mine" };
        Assert.Same(request, RequestId.Ensure(request));
    }

    [Fact]
    public void Leaves_messages_without_such_a_field_alone()
    {
        GetInstrumentRequest request = new();
        Assert.Same(request, RequestId.Ensure(request));
    }
}
