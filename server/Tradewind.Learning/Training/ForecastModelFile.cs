using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Tradewind.Domain.Errors;

namespace Tradewind.Learning.Training;

/// <summary>
/// Format of a stored model, all numbers little-endian: the letters <c>TWFM</c>, format version (int32, now 1), length and UTF-8 JSON
/// of <see cref="ForecastModelInfo"/>, length and bytes of the fitted model, SHA-256 of everything before. No type names, no code.
/// </summary>
public static class ForecastModelFile
{
    private const int Version = 1;
    private const int ChecksumLength = 32;

    private static readonly JsonSerializerOptions s_json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    private static ReadOnlySpan<byte> Magic => "TWFM"u8;

    /// <summary>The metadata as JSON text.</summary>
    public static string ToJson(ForecastModelInfo info) => JsonSerializer.Serialize(info, s_json);

    /// <summary>Writes a model.</summary>
    public static byte[] Write(ForecastModelInfo info, ReadOnlySpan<byte> payload)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(info, s_json);
        int length = Magic.Length + 12 + json.Length + payload.Length;
        byte[] file = new byte[length + ChecksumLength];
        Magic.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), Version);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(8), json.Length);
        json.CopyTo(file.AsSpan(12));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(12 + json.Length), payload.Length);
        payload.CopyTo(file.AsSpan(16 + json.Length));
        SHA256.HashData(file.AsSpan(0, length), file.AsSpan(length));
        return file;
    }

    /// <summary>Reads a model.</summary>
    /// <exception cref="InvalidInputException">The bytes are damaged, not a model, or of a newer format.</exception>
    public static (ForecastModelInfo Info, byte[] Payload) Read(ReadOnlySpan<byte> file)
    {
        if (file.Length < 16 + ChecksumLength || !file.StartsWith(Magic))
        {
            throw Invalid("is not a stored forecast model");
        }

        int version = BinaryPrimitives.ReadInt32LittleEndian(file[4..]);
        if (version != Version)
        {
            throw Invalid($"has format version {version}, this server reads version {Version}");
        }

        // Checked before anything is parsed: a native reader must never see damaged bytes.
        ReadOnlySpan<byte> content = file[..^ChecksumLength];
        if (!SHA256.HashData(content).AsSpan().SequenceEqual(file[^ChecksumLength..]))
        {
            throw Invalid("is damaged: its checksum does not fit");
        }

        try
        {
            int jsonLength = BinaryPrimitives.ReadInt32LittleEndian(content[8..]);
            ForecastModelInfo info = JsonSerializer.Deserialize<ForecastModelInfo>(content.Slice(12, jsonLength), s_json) ?? throw Invalid("has no metadata");
            int payloadLength = BinaryPrimitives.ReadInt32LittleEndian(content[(12 + jsonLength)..]);
            return (info, content.Slice(16 + jsonLength, payloadLength).ToArray());
        }
        catch (Exception error) when (error is JsonException or ArgumentOutOfRangeException)
        {
            throw Invalid("has metadata that cannot be read");
        }
    }

    private static InvalidInputException Invalid(string what) => new("MODEL_FILE_INVALID", "model", what);
}
