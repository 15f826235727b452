using System.CommandLine;
using Tradewind.Cli.Output;

namespace Tradewind.Cli.Options;

/// <summary>Options whose values are those of a wire enum, written in lower case: <c>crypto-spot</c>.</summary>
internal static class EnumOption
{
    public static Option<TEnum> Create<TEnum>(string name, string description)
        where TEnum : struct, Enum
    {
        // Value 0 is "unspecified" in every wire enum: leaving the option out says that.
        Dictionary<string, TEnum> values = Enum.GetValues<TEnum>()
            .Where(value => Convert.ToInt32(value, System.Globalization.CultureInfo.InvariantCulture) != 0)
            .ToDictionary(value => Wording.Of(value), StringComparer.OrdinalIgnoreCase);
        string allowed = string.Join(", ", values.Keys);
        return new Option<TEnum>(name)
        {
            Description = $"{description} One of: {allowed}.",
            HelpName = "KIND",
            CustomParser = result =>
            {
                string token = result.Tokens[0].Value;
                if (values.TryGetValue(token, out TEnum value))
                {
                    return value;
                }

                result.AddError($"{name} does not know '{token}'; use one of {allowed}.");
                return default;
            },
        };
    }
}
