using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Tradewind.Server.Hosting;

namespace Tradewind.Server.Tests;

public sealed class WebAccessTests : IAsyncLifetime
{
    private const string Desk = "https://desk.example:8443";

    private readonly string _folder = Directory.CreateTempSubdirectory("tradewind-web-").FullName;
    private readonly HttpClient _browser = new();
    private WebApplication _server = null!;

    public async Task InitializeAsync()
    {
        ServerOptions options = new()
        {
            Listen = "127.0.0.1:0", GrpcWebListen = "127.0.0.1:0", Data = _folder, LogLevel = "Error", GrpcWeb = true, AllowedOrigins = $"{Desk}, http://localhost:5173",
        };
        _server = await ServerHost.BuildAsync(options);
        await _server.StartAsync();
    }

    public async Task DisposeAsync()
    {
        _browser.Dispose();
        await _server.StopAsync();
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Page_of_an_allowed_origin_may_call_and_read_the_status()
    {
        using HttpRequestMessage request = BrowserRequest.HealthCheck(Address, Desk);
        using HttpResponseMessage response = await _browser.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("grpc-status: 0", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(Desk, Header(response, "Access-Control-Allow-Origin"));
        string exposed = Header(response, "Access-Control-Expose-Headers")!;
        Assert.All((string[])["grpc-status", "grpc-message", "grpc-status-details-bin"], name => Assert.Contains(name, exposed, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Browser_is_told_beforehand_what_a_page_may_do()
    {
        using HttpRequestMessage request = BrowserRequest.Preflight(Address, "http://localhost:5173");
        using HttpResponseMessage response = await _browser.SendAsync(request);
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal("http://localhost:5173", Header(response, "Access-Control-Allow-Origin"));
        Assert.Equal("POST", Header(response, "Access-Control-Allow-Methods"));
        Assert.Contains("x-grpc-web", Header(response, "Access-Control-Allow-Headers"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_of_another_origin_gets_no_leave()
    {
        using HttpRequestMessage request = BrowserRequest.Preflight(Address, "https://elsewhere.example");
        using HttpResponseMessage response = await _browser.SendAsync(request);
        Assert.Null(Header(response, "Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("https://desk.example/")]
    [InlineData("desk.example")]
    [InlineData("*")]
    public void What_is_no_origin_is_refused_at_the_start(string origin) => Assert.Throws<ValidationException>(
        () => ServerConfiguration.Read(["--allowed-origins", origin], new Dictionary<string, string>()));

    /// <summary>The second address is the one for browsers.</summary>
    private string Address => _server.Urls.Last();

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out IEnumerable<string>? values) ? string.Join(',', values) : null;
}
