using System.Net;
using System.Net.Http.Headers;

namespace Tradewind.Transport.Tests;

public sealed class RawProtocolTests : IAsyncLifetime
{
    private TestHost _host = null!;
    private HttpClient _http = null!;

    public async Task InitializeAsync()
    {
        _host = await TestHost.StartAsync();
        _http = RawHttp.Client(_host);
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task Unary_response_has_gRPC_headers_one_frame_and_a_status_trailer()
    {
        using HttpResponseMessage response = await SendAsync(RawHttp.Frame(new Instruction { Text = "x" }));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/grpc", response.Content.Headers.ContentType!.ToString());
        Assert.Contains("gzip", RawHttp.Value(response.Headers, "grpc-accept-encoding"), StringComparison.Ordinal);
        Assert.Null(RawHttp.Value(response.Headers, "grpc-status"));
        Assert.Equal("0", RawHttp.Value(response.TrailingHeaders, "grpc-status"));
        byte[] body = await response.Content.ReadAsByteArrayAsync();
        Assert.Equal(RawHttp.Frame(new Reply { Text = "x" }), body);
    }

    [Fact]
    public async Task Failure_before_any_message_is_sent_within_the_headers()
    {
        using HttpResponseMessage response =
            await SendAsync(RawHttp.Frame(new Instruction { FailCode = 5, FailMessage = "50 % not found: ü" }));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("5", RawHttp.Value(response.Headers, "grpc-status"));
        Assert.Equal("50 %25 not found: %C3%BC", RawHttp.Value(response.Headers, "grpc-message"));
        Assert.Null(RawHttp.Value(response.TrailingHeaders, "grpc-status"));
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/grpcx")]
    [InlineData("application/grpc-web")]
    public async Task Other_content_type_is_refused_by_HTTP_415(string contentType)
    {
        using HttpRequestMessage request = RawHttp.Request("Unary", RawHttp.Frame(new Instruction()));
        request.Content!.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        using HttpResponseMessage response = await _http.SendAsync(request);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    [Theory]
    [InlineData("application/grpc+proto")]
    [InlineData("application/grpc; charset=utf-8")]
    public async Task Content_type_may_name_the_message_format(string contentType)
    {
        using HttpRequestMessage request = RawHttp.Request("Unary", RawHttp.Frame(new Instruction()));
        request.Content!.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        using HttpResponseMessage response = await _http.SendAsync(request);
        Assert.Equal("0", RawHttp.Status(response));
    }

    [Fact]
    public async Task Only_POST_is_a_call()
    {
        using HttpRequestMessage request = RawHttp.Request("Unary", []);
        request.Method = HttpMethod.Put;
        using HttpResponseMessage response = await _http.SendAsync(request);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Unknown_method_is_UNIMPLEMENTED_but_other_paths_stay_HTTP()
    {
        using HttpRequestMessage call = RawHttp.Request("Nothing", RawHttp.Frame(new Instruction()));
        using HttpResponseMessage unimplemented = await _http.SendAsync(call);
        Assert.Equal("12", RawHttp.Status(unimplemented));

        using HttpResponseMessage page = await _http.GetAsync(new Uri("/some/page", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
    }

    public static TheoryData<string, byte[], string, string> BrokenRequests => new()
    {
        { "no message", [], "13", "" },
        { "half a header", [0, 0, 0], "13", "" },
        { "half a message", RawHttp.Frame([8, 1], 0, length: 10), "13", "" },
        { "two messages", [.. RawHttp.Frame([], 0), .. RawHttp.Frame([], 0)], "13", "" },
        { "a length of 4 GiB", RawHttp.Frame([1, 2, 3], 0, length: uint.MaxValue), "8", "" },
        { "a length of 2 GiB", RawHttp.Frame([1, 2, 3], 0, length: int.MaxValue), "8", "" },
        { "a length just above the limit", RawHttp.Frame([], 0, length: 4 * 1024 * 1024 + 1), "8", "" },
        { "no protobuf", RawHttp.Frame([0xFF, 0xFF, 0xFF], 0), "13", "" },
        { "a compressed flag of 2", RawHttp.Frame([], 2), "13", "" },
        { "compressed without encoding", RawHttp.Frame([1], 1), "13", "" },
        { "compressed as identity", RawHttp.Frame([1], 1), "13", "identity" },
        { "compressed with an unknown encoding", RawHttp.Frame([1], 1), "12", "snappy" },
        { "gzip that is none", RawHttp.Frame([1, 2, 3], 1), "13", "gzip" },
    };

    [Theory]
    [MemberData(nameof(BrokenRequests))]
    public async Task Broken_request_gets_the_status_the_protocol_names(string what, byte[] body, string status, string encoding)
    {
        (string, string)[] headers = encoding.Length == 0 ? [] : [("grpc-encoding", encoding)];
        using HttpResponseMessage response = await SendAsync(body, headers);
        Assert.True(status == RawHttp.Status(response), $"{what}: expected {status}, got {RawHttp.Status(response)}");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("gzip", RawHttp.Value(response.Headers, "grpc-accept-encoding"), StringComparison.Ordinal);

        // The connection is still good.
        using HttpResponseMessage next = await SendAsync(RawHttp.Frame(new Instruction()));
        Assert.Equal("0", RawHttp.Status(next));
    }

    [Fact]
    public async Task Broken_message_in_a_stream_ends_it_with_INTERNAL_after_the_answers_before_it()
    {
        byte[] body = [.. RawHttp.Frame(new Instruction { Text = "a" }), .. RawHttp.Frame([0xFF, 0xFF], 0)];
        using HttpRequestMessage request = RawHttp.Request("Duplex", body);
        using HttpResponseMessage response = await _http.SendAsync(request);
        byte[] answers = await response.Content.ReadAsByteArrayAsync();
        Assert.Equal(RawHttp.Frame(new Reply { Text = "a" }), answers);
        Assert.Equal("13", RawHttp.Value(response.TrailingHeaders, "grpc-status"));
    }

    [Theory]
    [InlineData("5")]
    [InlineData("5x")]
    [InlineData("123456789S")]
    [InlineData("-1S")]
    public async Task Malformed_timeout_is_INTERNAL(string timeout)
    {
        using HttpResponseMessage response = await SendAsync(RawHttp.Frame(new Instruction()), ("grpc-timeout", timeout));
        Assert.Equal("13", RawHttp.Status(response));
    }

    [Fact]
    public async Task Longest_timeout_is_no_deadline_in_sight()
    {
        using HttpResponseMessage response = await SendAsync(RawHttp.Frame(new Instruction()), ("grpc-timeout", "99999999H"));
        Assert.Equal("0", RawHttp.Status(response));
    }

    [Fact]
    public async Task Binary_metadata_is_read_with_and_without_padding_and_sent_without()
    {
        using HttpResponseMessage response = await SendAsync(
            RawHttp.Frame(new Instruction()), ("echo-a-bin", "AQ=="), ("echo-b-bin", "AQ"), ("echo-c-bin", "AQ,Ag"), ("echo-d-bin", "?"));
        Assert.Equal("AQ", RawHttp.Value(response.Headers, "echo-a-bin"));
        Assert.Equal("AQ", RawHttp.Value(response.Headers, "echo-b-bin"));
        Assert.Equal("AQ,Ag", RawHttp.Value(response.Headers, "echo-c-bin"));
        Assert.Null(RawHttp.Value(response.Headers, "echo-d-bin"));
    }

    private async Task<HttpResponseMessage> SendAsync(byte[] body, params (string Name, string Value)[] headers)
    {
        using HttpRequestMessage request = RawHttp.Request("Unary", body, headers);
        return await _http.SendAsync(request);
    }
}
