namespace Tradewind.Transport.Tests;

/// <summary>Programs on grpc-js, in the version of the lock file beside the scripts.</summary>
internal static class NodePeer
{
    private static readonly string Folder = FindFolder();

    public static PeerProcess TestServiceClient(string address) => Start("test_service_client.js", address);

    public static PeerProcess TestServiceServer() => Start("test_service_server.js");

    private static PeerProcess Start(string script, params string[] arguments)
    {
        PeerProcess.Require(
            "node",
            ["-e", $"for (const name of ['@grpc/grpc-js', '@grpc/proto-loader']) require.resolve(name, {{ paths: ['{Folder}'] }})"],
            $"Node.js and run \"npm ci\" in {Folder}");
        string proto = Path.Combine(AppContext.BaseDirectory, "Protos", "testing.proto");
        return new PeerProcess("node", [Path.Combine(Folder, script), .. arguments, proto]);
    }

    /// <summary>The scripts stay where npm installs their packages: in the source tree.</summary>
    private static string FindFolder()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, "tests", "Tradewind.Transport.Tests", "Interop", "node");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds the scripts of the Node.js peers.");
    }
}
