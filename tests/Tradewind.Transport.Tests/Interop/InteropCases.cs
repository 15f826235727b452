namespace Tradewind.Transport.Tests;

/// <summary>The cases of the interoperability test descriptions; what a peer cannot do stands behind the name.</summary>
internal static class InteropCases
{
    private static readonly string[] Names =
    [
        "empty_unary", "large_unary", "concurrent_large_unary", "client_compressed_unary", "server_compressed_unary", "client_streaming",
        "client_compressed_streaming", "server_streaming", "server_compressed_streaming", "ping_pong", "empty_stream",
        "cancel_after_begin", "cancel_after_first_response", "timeout_on_sleeping_server", "custom_metadata", "status_code_and_message",
        "special_status_message", "unimplemented_method", "unimplemented_service",
    ];

    /// <summary>All cases.</summary>
    /// <param name="limits">Cases of which the peer can do only a part, and which part.</param>
    public static TheoryData<string> With(params (string Name, string Limit)[] limits)
    {
        Dictionary<string, string> limitOf = limits.ToDictionary(limit => limit.Name, limit => limit.Limit);
        return [.. Names.Select(name => limitOf.TryGetValue(name, out string? limit) ? $"{name} ({limit})" : name)];
    }

    public static string NameOf(string testCase) => testCase.Split(' ')[0];
}
