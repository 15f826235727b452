namespace Tradewind.Transport.Tests;

/// <summary>Programs on grpcio, the C core of gRPC, with stubs that protoc writes into a folder which is removed after.</summary>
internal static class PythonPeer
{
    private const string Python = "/usr/bin/python3";

    public static PeerProcess Client(string address) => Start("interop.proto", "core_client.py", address);

    public static PeerProcess Server() => Start("interop.proto", "core_server.py");

    public static PeerProcess TestServiceClient(string address) => Start("testing.proto", "test_service_client.py", address);

    public static PeerProcess TestServiceServer() => Start("testing.proto", "test_service_server.py");

    private static PeerProcess Start(string proto, string script, params string[] arguments)
    {
        PeerProcess.Require(Python, ["-c", "import grpc, google.protobuf"], "the Debian packages python3-grpcio and python3-protobuf");
        string stubs = Directory.CreateTempSubdirectory("tradewind-interop-").FullName;
        PeerProcess.Require(
            "protoc",
            [
                $"--proto_path={Path.Combine(AppContext.BaseDirectory, "Protos")}", $"--python_out={stubs}", $"--grpc_out={stubs}",
                "--plugin=protoc-gen-grpc=/usr/bin/grpc_python_plugin", proto,
            ],
            "the Debian packages protobuf-compiler and protobuf-compiler-grpc");
        return new PeerProcess(
            Python, [Path.Combine(AppContext.BaseDirectory, "Interop", script), .. arguments, stubs], scratchFolder: stubs);
    }
}
