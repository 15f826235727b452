using System.Globalization;
using System.Security.Cryptography;

namespace Tradewind.Server.Jobs;

/// <summary>Makes ids that people can read and sort: prefix, UTC time, random suffix.</summary>
internal static class Identifiers
{
    /// <summary>A new id such as <c>bt-20250102-030405-9f3a61c2</c>.</summary>
    public static string New(string prefix, TimeProvider clock) => string.Create(
        CultureInfo.InvariantCulture, $"{prefix}-{clock.GetUtcNow():yyyyMMdd-HHmmss}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}");
}
