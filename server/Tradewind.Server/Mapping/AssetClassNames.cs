using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;

namespace Tradewind.Server.Mapping;

/// <summary>Asset classes as words: <c>crypto_spot</c>.</summary>
internal static class AssetClassNames
{
    private static readonly Dictionary<string, AssetClass> Classes =
        Enum.GetValues<AssetClass>().Where(value => value != AssetClass.Unspecified).ToDictionary(Of, value => value, StringComparer.Ordinal);

    /// <summary>The word of a class; empty for one that is not stated.</summary>
    public static string Of(AssetClass assetClass) => assetClass == AssetClass.Unspecified ? "" : string.Concat(
        assetClass.ToString().Select((letter, i) => char.IsUpper(letter) && i > 0 ? $"_{char.ToLowerInvariant(letter)}" : $"{char.ToLowerInvariant(letter)}"));

    /// <summary>The class of a word.</summary>
    /// <exception cref="InvalidInputException">There is none.</exception>
    public static AssetClass Read(string word, string field) => Classes.TryGetValue(word, out AssetClass known)
        ? known
        : throw new InvalidInputException("ASSET_CLASS_UNKNOWN", field, $"must be one of {string.Join(", ", Classes.Keys)}, got '{word}'.");
}
