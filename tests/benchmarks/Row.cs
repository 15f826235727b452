using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tradewind.Benchmarks;

/// <summary>One measured case: ours and a peer's figure for the same work in the same run.</summary>
internal sealed record Row
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Area of the product.</summary>
    [JsonPropertyName("area")]
    public required string Area { get; init; }

    /// <summary>The work.</summary>
    [JsonPropertyName("case")]
    public required string Case { get; init; }

    /// <summary>Unit of both figures.</summary>
    [JsonPropertyName("unit")]
    public required string Unit { get; init; }

    /// <summary>Our figure.</summary>
    [JsonPropertyName("ours")]
    public required double Ours { get; init; }

    /// <summary>What we are compared with.</summary>
    [JsonPropertyName("peer_name")]
    public required string PeerName { get; init; }

    /// <summary>The peer's figure; null where there is none, which the note explains.</summary>
    [JsonPropertyName("peer")]
    public double? Peer { get; init; }

    /// <summary>How far ahead we are: above 1 is better, whatever the unit.</summary>
    [JsonPropertyName("ratio")]
    public double? Ratio { get; init; }

    /// <summary>The ratio to reach; null where none is set.</summary>
    [JsonPropertyName("target")]
    public double? Target { get; init; }

    /// <summary>Whether the target is reached; null where it cannot be said.</summary>
    [JsonPropertyName("met")]
    public bool? Met => Target is null || Ratio is null ? null : Ratio >= Target;

    /// <summary>What a reader has to know.</summary>
    [JsonPropertyName("note")]
    public string? Note { get; init; }

    /// <summary>A row of rates: more is better.</summary>
    public static Row OfRates(string area, string testCase, string unit, double ours, string peerName, double peer, double? target) => new()
    {
        Area = area, Case = testCase, Unit = unit, Ours = Rounded(ours), PeerName = peerName, Peer = Rounded(peer),
        Ratio = Rounded(ours / peer), Target = target,
    };

    /// <summary>A row of times: less is better.</summary>
    public static Row OfTimes(string area, string testCase, string unit, double ours, string peerName, double peer, double? target) =>
        OfRates(area, testCase, unit, ours, peerName, peer, target) with { Ratio = Rounded(peer / ours) };

    /// <summary>A row without a peer.</summary>
    public static Row Alone(string area, string testCase, string unit, double ours, string peerName, string note) => new()
    {
        Area = area, Case = testCase, Unit = unit, Ours = Rounded(ours), PeerName = peerName, Note = note,
    };

    public void Print() => Console.WriteLine(JsonSerializer.Serialize(this, Json));

    /// <summary>Four significant digits: more would be noise.</summary>
    private static double Rounded(double value)
    {
        if (value == 0 || !double.IsFinite(value))
        {
            return value;
        }

        double scale = Math.Pow(10, Math.Floor(Math.Log10(Math.Abs(value))) - 3);
        return scale >= 1 ? Math.Round(value / scale) * scale : Math.Round(value, Math.Min(15, (int)Math.Round(-Math.Log10(scale))));
    }
}
