using System.Globalization;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace Tradewind.Transport.Calls;

/// <summary>The name of a peer in the form gRPC gives it: <c>ipv4:127.0.0.1:50051</c>, <c>ipv6:[::1]:50051</c>.</summary>
internal static class PeerAddress
{
    public static string Format(ConnectionInfo connection) => connection.RemoteIpAddress switch
    {
        null => "unknown",
        { AddressFamily: AddressFamily.InterNetwork } ip =>
            string.Create(CultureInfo.InvariantCulture, $"ipv4:{ip}:{connection.RemotePort}"),
        var ip => string.Create(CultureInfo.InvariantCulture, $"ipv6:[{ip}]:{connection.RemotePort}"),
    };
}
