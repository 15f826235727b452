using Microsoft.AspNetCore.Http;
using Tradewind.Transport.Calls;

namespace Grpc.Core;

/// <summary>The way from a call to its HTTP request.</summary>
public static class ServerCallContextExtensions
{
    /// <summary>The key under which a context that is not the transport's own may carry its <see cref="HttpContext"/>.</summary>
    private const string HttpContextKey = "__HttpContext";

    /// <summary>The HTTP request of the call.</summary>
    /// <exception cref="InvalidOperationException">The call has none.</exception>
    public static HttpContext GetHttpContext(this ServerCallContext serverCallContext)
    {
        ArgumentNullException.ThrowIfNull(serverCallContext);
        if (serverCallContext is HttpServerCallContext call)
        {
            return call.HttpContext;
        }

        return serverCallContext.UserState.TryGetValue(HttpContextKey, out object? value) && value is HttpContext context
            ? context
            : throw new InvalidOperationException($"The call context has no HttpContext; put one under \"{HttpContextKey}\" in UserState.");
    }
}
