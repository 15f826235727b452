using System.Security.Cryptography.X509Certificates;
using System.Text;
using Grpc.Core;

namespace Tradewind.Transport.Calls;

/// <summary>What a client certificate says about the peer.</summary>
internal static class PeerIdentity
{
    private const string CommonName = "x509_common_name";
    private const string SubjectAlternativeName = "x509_subject_alternative_name";

    public static AuthContext Read(X509Certificate2? certificate)
    {
        var properties = new Dictionary<string, List<AuthProperty>>();
        if (certificate is null)
        {
            return new AuthContext(peerIdentityPropertyName: null, properties);
        }

        List<AuthProperty> dnsNames = [.. certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(names => names.EnumerateDnsNames())
            .Select(name => Property(SubjectAlternativeName, name))];
        properties[CommonName] = [Property(CommonName, certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false))];
        if (dnsNames.Count > 0)
        {
            properties[SubjectAlternativeName] = dnsNames;
        }

        return new AuthContext(dnsNames.Count > 0 ? SubjectAlternativeName : CommonName, properties);
    }

    private static AuthProperty Property(string name, string value) => AuthProperty.Create(name, Encoding.UTF8.GetBytes(value));
}
