using System.ComponentModel.DataAnnotations;
using System.Net;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Tradewind.Server.Hosting;
using Tradewind.Testing;

namespace Tradewind.Server.Tests;

public sealed class TlsTests : IDisposable
{
    private readonly TestCertificates _certificates = new();

    public void Dispose() => _certificates.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Speaks_TLS_with_a_certificate_of_either_form(bool isPfx)
    {
        await using TestServer server = await TestServer.StartAsync(options =>
        {
            options.TlsCertificate = isPfx ? _certificates.ServerPfxFile : _certificates.ServerFile;
            options.TlsKey = isPfx ? "" : _certificates.ServerKeyFile;
            options.TlsPassword = isPfx ? TestCertificates.PfxPassword : "";
        });
        Assert.StartsWith("https://", server.Address, StringComparison.Ordinal);
        Assert.Equal(StatusCode.OK, await StatusOf(server, _certificates.Handler()));
    }

    [Fact]
    public async Task Asks_clients_for_a_certificate_of_the_configured_authority()
    {
        using TestCertificates others = new();
        await using TestServer server = await TestServer.StartAsync(options =>
        {
            (options.TlsCertificate, options.TlsKey) = (_certificates.ServerFile, _certificates.ServerKeyFile);
            options.TlsClientCa = _certificates.AuthorityFile;
        });
        Assert.Equal(StatusCode.OK, await StatusOf(server, _certificates.Handler(_certificates.Client)));
        // Whether the client hears of it from TLS or from a connection that ends depends on which comes first.
        Assert.NotEqual(StatusCode.OK, await StatusOf(server, _certificates.Handler()));
        Assert.NotEqual(StatusCode.OK, await StatusOf(server, _certificates.Handler(others.Client)));
    }

    [Fact]
    public async Task Browsers_share_the_port_by_HTTP_1()
    {
        await using TestServer server = await TestServer.StartAsync(options =>
        {
            (options.TlsCertificate, options.TlsKey) = (_certificates.ServerFile, _certificates.ServerKeyFile);
            options.GrpcWeb = true;
        });
        Assert.Equal(StatusCode.OK, await StatusOf(server, _certificates.Handler()));
        using HttpClient browser = new(_certificates.Handler());
        using HttpRequestMessage request = BrowserRequest.HealthCheck(server.Address);
        using HttpResponseMessage response = await browser.SendAsync(request);
        Assert.Equal(HttpVersion.Version11, response.Version);
        Assert.Contains("grpc-status: 0", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_the_setting_of_a_file_that_cannot_be_read()
    {
        IOException missing = await Assert.ThrowsAsync<IOException>(() => TestServer.StartAsync(options => options.TlsCertificate = "/nowhere/server.pfx"));
        Assert.Contains("tls_certificate", missing.Message, StringComparison.Ordinal);
        IOException wrong = await Assert.ThrowsAsync<IOException>(() => TestServer.StartAsync(options =>
        {
            (options.TlsCertificate, options.TlsKey) = (_certificates.ServerFile, _certificates.ServerKeyFile);
            options.TlsClientCa = _certificates.ServerKeyFile;
        }));
        Assert.Contains("tls_client_ca", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_machines_are_served_with_TLS_or_permission_only()
    {
        Assert.Throws<ValidationException>(() => Read("--listen", "0.0.0.0:5210"));
        Assert.Throws<ValidationException>(() => Read("--grpc-web-listen", "0.0.0.0:5211"));
        Assert.True(IPAddress.Any.Equals(Read("--listen", "0.0.0.0:5210", "--tls-certificate", "server.pfx").Endpoint().Address));
        Assert.True(IPAddress.Any.Equals(Read("--listen", "0.0.0.0:5210", "--allow-non-loopback", "true").Endpoint().Address));
    }

    [Fact]
    public void Password_comes_from_the_environment_only()
    {
        Assert.Throws<ValidationException>(() => Read("--tls-password", "x"));
        Dictionary<string, string> environment = new() { ["TRADEWIND_TLS_PASSWORD"] = "x" };
        Assert.Equal("x", ServerConfiguration.Read([], environment).TlsPassword);
    }

    private static ServerOptions Read(params string[] arguments) => ServerConfiguration.Read(arguments, new Dictionary<string, string>());

    private static async Task<StatusCode> StatusOf(TestServer server, SocketsHttpHandler handler)
    {
        using GrpcChannel channel = GrpcChannel.ForAddress(server.Address, new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true });
        try
        {
            await new Health.HealthClient(channel).CheckAsync(new HealthCheckRequest());
            return StatusCode.OK;
        }
        catch (RpcException e)
        {
            return e.StatusCode;
        }
    }
}
