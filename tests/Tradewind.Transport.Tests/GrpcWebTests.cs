using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Grpc.AspNetCore.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Tradewind.Transport.Tests;

/// <summary>gRPC-Web as a browser sends it, over HTTP/1.1.</summary>
public sealed class GrpcWebTests : IAsyncLifetime
{
    private TestHost _host = null!;
    private HttpClient _http = null!;

    public async Task InitializeAsync()
    {
        _host = await TestHost.StartAsync(
            endpoints: app => app.UseGrpcWeb(new GrpcWebOptions { DefaultEnabled = true }), protocols: HttpProtocols.Http1);
        _http = new HttpClient { BaseAddress = new Uri(_host.Address) };
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _host.DisposeAsync();
    }

    [Theory]
    [InlineData("application/grpc-web")]
    [InlineData("application/grpc-web+proto")]
    public async Task Binary_unary_answers_a_message_and_a_trailer_frame(string contentType)
    {
        using HttpResponseMessage response = await SendAsync("Unary", contentType, RawHttp.Frame(new Instruction { Text = "x" }));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/grpc-web+proto", response.Content.Headers.ContentType!.ToString());
        List<(byte Flag, byte[] Payload)> frames = Frames(await response.Content.ReadAsByteArrayAsync());
        Assert.Equal([0, 0x80], frames.Select(frame => frame.Flag));
        Assert.Equal("x", Reply.Parser.ParseFrom(frames[0].Payload).Text);
        Assert.Equal("grpc-status: 0\r\n", Encoding.ASCII.GetString(frames[1].Payload));
    }

    [Fact]
    public async Task Binary_stream_answers_all_messages_and_then_its_status_and_trailers()
    {
        byte[] body = RawHttp.Frame(new Instruction { Replies = 100, FailCode = 15, FailMessage = "lost ü" });
        using HttpResponseMessage response = await SendAsync("ServerStream", "application/grpc-web", body, ("echo-trailer-bin", "AQ"));
        List<(byte Flag, byte[] Payload)> frames = Frames(await response.Content.ReadAsByteArrayAsync());
        Assert.Equal(101, frames.Count);
        Assert.Equal(Enumerable.Range(0, 100), frames.SkipLast(1).Select(frame => Reply.Parser.ParseFrom(frame.Payload).Number));
        string[] trailers = Encoding.ASCII.GetString(frames[^1].Payload).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            ["echo-trailer-bin: AQ", "grpc-message: lost %C3%BC", "grpc-status: 15"], trailers.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Text_is_base64_both_ways()
    {
        byte[] body = Encoding.ASCII.GetBytes(Convert.ToBase64String(RawHttp.Frame(new Instruction { Replies = 3, Text = "abc" })));
        using HttpResponseMessage response = await SendAsync("ServerStream", "application/grpc-web-text", body);
        Assert.Equal("application/grpc-web-text+proto", response.Content.Headers.ContentType!.ToString());
        List<(byte Flag, byte[] Payload)> frames = Frames(DecodePieces(await response.Content.ReadAsStringAsync()));
        Assert.Equal([0, 0, 0, 0x80], frames.Select(frame => frame.Flag));
        Assert.All(frames.SkipLast(1), frame => Assert.Equal("abc", Reply.Parser.ParseFrom(frame.Payload).Text));
        Assert.Contains("grpc-status: 0", Encoding.ASCII.GetString(frames[^1].Payload), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failure_before_any_message_is_in_the_headers()
    {
        using HttpResponseMessage response =
            await SendAsync("Unary", "application/grpc-web", RawHttp.Frame(new Instruction { FailCode = 5, FailMessage = "no" }));
        Assert.Equal("5", RawHttp.Value(response.Headers, "grpc-status"));
        Assert.Equal("no", RawHttp.Value(response.Headers, "grpc-message"));
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Deadline_ends_a_stream_with_a_trailer_frame()
    {
        byte[] body = RawHttp.Frame(new Instruction { Replies = 1, Hang = true, IgnoreCancellation = true });
        using HttpResponseMessage response = await SendAsync("ServerStream", "application/grpc-web", body, ("grpc-timeout", "300m"));
        List<(byte Flag, byte[] Payload)> frames =
            Frames(await response.Content.ReadAsByteArrayAsync().WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal([0, 0x80], frames.Select(frame => frame.Flag));
        Assert.Contains("grpc-status: 4", Encoding.ASCII.GetString(frames[1].Payload), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plain_gRPC_over_HTTP_1_is_told_to_upgrade()
    {
        using HttpResponseMessage response = await SendAsync("Unary", "application/grpc", RawHttp.Frame(new Instruction()));
        Assert.Equal(HttpStatusCode.UpgradeRequired, response.StatusCode);
    }

    [Fact]
    public async Task Services_that_do_not_enable_it_refuse_it()
    {
        await using TestHost host = await TestHost.StartAsync(endpoints: app => app.UseGrpcWeb(), protocols: HttpProtocols.Http1);
        using var http = new HttpClient { BaseAddress = new Uri(host.Address) };
        using HttpRequestMessage request = Request("Unary", "application/grpc-web", RawHttp.Frame(new Instruction()));
        using HttpResponseMessage response = await http.SendAsync(request);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    private static HttpRequestMessage Request(string method, string contentType, byte[] body)
    {
        HttpRequestMessage request = RawHttp.Request(method, body);
        request.Version = HttpVersion.Version11;
        request.Content!.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        return request;
    }

    private static List<(byte Flag, byte[] Payload)> Frames(byte[] body)
    {
        var frames = new List<(byte, byte[])>();
        for (int position = 0; position < body.Length;)
        {
            int length = (int)BinaryPrimitives.ReadUInt32BigEndian(body.AsSpan(position + 1));
            frames.Add((body[position], body[(position + 5)..(position + 5 + length)]));
            position += 5 + length;
        }

        return frames;
    }

    /// <summary>Decodes base64 that was written in pieces, each with its own padding.</summary>
    private static byte[] DecodePieces(string text) =>
        [.. text.Chunk(4).SelectMany(digits => Convert.FromBase64CharArray(digits, 0, digits.Length))];

    private async Task<HttpResponseMessage> SendAsync(
        string method, string contentType, byte[] body, params (string Name, string Value)[] headers)
    {
        using HttpRequestMessage request = Request(method, contentType, body);
        foreach ((string name, string value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await _http.SendAsync(request);
    }
}
