namespace Grpc.Core;

/// <summary>TLS with the roots the operating system trusts. Certificates of one's own are set on the HTTP handler.</summary>
public sealed class SslCredentials : ChannelCredentials
{
    /// <summary>Creates TLS credentials.</summary>
    public SslCredentials()
    {
    }

    internal override bool IsSecure => true;
}
