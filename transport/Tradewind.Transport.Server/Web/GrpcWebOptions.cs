namespace Grpc.AspNetCore.Web;

/// <summary>Options of gRPC-Web.</summary>
public class GrpcWebOptions
{
    /// <summary>Whether gRPC-Web is on for services that do not say so themselves. Off by default.</summary>
    public bool DefaultEnabled { get; set; }
}
