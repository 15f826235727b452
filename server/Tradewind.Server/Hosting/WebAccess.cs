using Grpc.AspNetCore.Web;
using Microsoft.AspNetCore.Cors.Infrastructure;

namespace Tradewind.Server.Hosting;

/// <summary>What browsers need: gRPC-Web, and leave for pages of other origins to call the server.</summary>
internal static class WebAccess
{
    /// <summary>How long a browser may remember that it was given leave.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(10);

    /// <summary>Response headers a page may read; without them it would not see the status of a call that failed at once.</summary>
    private static readonly string[] ExposedHeaders = ["grpc-status", "grpc-message", "grpc-status-details-bin", "grpc-encoding"];

    /// <summary>Registers what <see cref="Use"/> needs.</summary>
    public static void Add(IServiceCollection services) => services.AddCors();

    /// <summary>Puts CORS and gRPC-Web before the services, as far as the options want them.</summary>
    public static void Use(IApplicationBuilder application, ServerOptions options)
    {
        if (!options.GrpcWeb)
        {
            return;
        }

        IReadOnlyList<string> origins = options.Origins();
        if (origins.Count > 0)
        {
            application.UseCors(policy => Allow(policy, origins));
        }

        application.UseGrpcWeb(new GrpcWebOptions { DefaultEnabled = true });
    }

    private static void Allow(CorsPolicyBuilder policy, IReadOnlyList<string> origins) => policy
        .WithOrigins([.. origins])
        .WithMethods(HttpMethods.Post)
        .AllowAnyHeader()
        .WithExposedHeaders(ExposedHeaders)
        .SetPreflightMaxAge(Remembered);
}
