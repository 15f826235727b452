using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Tradewind.Server.Hosting;

/// <summary>The certificates of the server: its own, and the authority its clients need a certificate of, if any.</summary>
internal sealed class TlsSettings
{
    /// <summary>Purpose of a certificate that proves a client, by its standard identifier.</summary>
    private static readonly Oid ClientAuthentication = new("1.3.6.1.5.5.7.3.2");

    private readonly X509Certificate2Collection _chain;
    private readonly X509Certificate2Collection? _clientAuthorities;

    private TlsSettings(X509Certificate2 certificate, X509Certificate2Collection chain, X509Certificate2Collection? clientAuthorities)
    {
        Certificate = certificate;
        _chain = chain;
        _clientAuthorities = clientAuthorities;
    }

    /// <summary>The server's certificate, with its key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>Loads the certificates the options name; null when they name none.</summary>
    /// <exception cref="IOException">A file cannot be read as what it should be; the message names its setting.</exception>
    public static TlsSettings? Load(ServerOptions options)
    {
        if (options.TlsCertificate.Length == 0)
        {
            return null;
        }

        X509Certificate2 certificate = Read("tls_certificate", options.TlsCertificate, () => LoadCertificate(options));
        X509Certificate2Collection chain = options.TlsKey.Length == 0 ? [] : Read("tls_certificate", options.TlsCertificate, () => LoadAll(options.TlsCertificate));
        X509Certificate2Collection? authorities = options.TlsClientCa.Length == 0
            ? null
            : Read("tls_client_ca", options.TlsClientCa, () => LoadAll(options.TlsClientCa));
        return new TlsSettings(certificate, chain, authorities);
    }

    /// <summary>Sets a listener up.</summary>
    public void Apply(HttpsConnectionAdapterOptions https)
    {
        https.ServerCertificate = Certificate;
        https.ServerCertificateChain = _chain;
        if (_clientAuthorities is not null)
        {
            https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
            https.ClientCertificateValidation = (certificate, _, _) => IsTrusted(certificate);
        }
    }

    private static X509Certificate2 LoadCertificate(ServerOptions options)
    {
        string? password = options.TlsPassword.Length == 0 ? null : options.TlsPassword;
        if (options.TlsKey.Length == 0)
        {
            return X509CertificateLoader.LoadPkcs12FromFile(options.TlsCertificate, password);
        }

        return password is null
            ? X509Certificate2.CreateFromPemFile(options.TlsCertificate, options.TlsKey)
            : X509Certificate2.CreateFromEncryptedPemFile(options.TlsCertificate, password, options.TlsKey);
    }

    private static X509Certificate2Collection LoadAll(string file)
    {
        X509Certificate2Collection certificates = [];
        certificates.ImportFromPemFile(file);
        return certificates.Count > 0 ? certificates : throw new CryptographicException("there is no certificate in it.");
    }

    private static T Read<T>(string setting, string file, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{setting}: {file} cannot be read: {error.Message}", error);
        }
    }

    private bool IsTrusted(X509Certificate2 client)
    {
        using X509Chain chain = new();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_clientAuthorities!);
        chain.ChainPolicy.ApplicationPolicy.Add(ClientAuthentication);
        // A private authority seldom publishes a list of what it has revoked.
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(client);
    }
}
