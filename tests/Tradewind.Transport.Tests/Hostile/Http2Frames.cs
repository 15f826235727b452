using System.Buffers.Binary;
using System.Text;

namespace Tradewind.Transport.Tests;

/// <summary>HTTP/2 frames as bytes, to send what no HTTP library would. Headers are literals: no table, no Huffman code.</summary>
internal static class Http2Frames
{
    public const byte EndStream = 0x1;
    public const byte EndHeaders = 0x4;

    private const byte DataType = 0x0;
    private const byte HeadersType = 0x1;
    private const byte ResetType = 0x3;
    private const byte SettingsType = 0x4;
    private const byte ContinuationType = 0x9;
    private const byte Acknowledge = 0x1;

    /// <summary>What a connection begins with. The server is asked to keep no header table, so that its headers are literals too.</summary>
    public static byte[] Opening { get; } =
        [.. Encoding.ASCII.GetBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), .. Frame(SettingsType, 0, 0, [0, 1, 0, 0, 0, 0])];

    public static byte[] SettingsAcknowledgement { get; } = Frame(SettingsType, Acknowledge, 0, []);

    /// <summary>The headers of a gRPC call.</summary>
    /// <param name="stream">Number of the stream: odd, rising.</param>
    /// <param name="method">Method of the test service.</param>
    /// <param name="headers">Further headers.</param>
    public static byte[] Call(int stream, string method, params (string Name, string Value)[] headers) =>
        Frame(HeadersType, EndHeaders, stream, CallHeaders(method, headers));

    /// <summary>The headers of a gRPC call that announce continuations.</summary>
    public static byte[] UnfinishedCall(int stream, string method) => Frame(HeadersType, 0, stream, CallHeaders(method, []));

    public static byte[] Continuation(int stream, string name, string value) => Frame(ContinuationType, 0, stream, Literal(name, value));

    public static byte[] Data(int stream, ReadOnlySpan<byte> payload, byte flags = 0) => Frame(DataType, flags, stream, payload);

    public static byte[] Reset(int stream)
    {
        const byte Cancel = 8;
        return Frame(ResetType, 0, stream, [0, 0, 0, Cancel]);
    }

    private static byte[] CallHeaders(string method, (string Name, string Value)[] headers)
    {
        IEnumerable<(string Name, string Value)> all =
        [
            (":method", "POST"), (":scheme", "http"), (":path", $"/{Interop.Descriptor.FullName}/{method}"), (":authority", "localhost"),
            ("content-type", "application/grpc"), ("te", "trailers"), .. headers,
        ];
        return [.. all.SelectMany(header => Literal(header.Name, header.Value))];
    }

    private static byte[] Literal(string name, string value) => [0, .. Text(name), .. Text(value)];

    /// <summary>A string with its length in seven bits, or more bytes of seven bits each.</summary>
    private static byte[] Text(string text)
    {
        const int Prefix = 127;
        var bytes = new List<byte>();
        int rest = text.Length;
        if (rest < Prefix)
        {
            bytes.Add((byte)rest);
        }
        else
        {
            bytes.Add(Prefix);
            for (rest -= Prefix; rest >= 128; rest /= 128)
            {
                bytes.Add((byte)(rest % 128 + 128));
            }

            bytes.Add((byte)rest);
        }

        return [.. bytes, .. Encoding.ASCII.GetBytes(text)];
    }

    private static byte[] Frame(byte type, byte flags, int stream, ReadOnlySpan<byte> payload)
    {
        var frame = new byte[9 + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, payload.Length << 8);
        frame[3] = type;
        frame[4] = flags;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
        payload.CopyTo(frame.AsSpan(9));
        return frame;
    }
}
