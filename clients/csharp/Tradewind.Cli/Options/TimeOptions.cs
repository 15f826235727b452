using System.CommandLine;
using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Tradewind.V1;

namespace Tradewind.Cli.Options;

/// <summary>Start and end of a time interval.</summary>
internal sealed class TimeOptions
{
    public Option<Timestamp?> From { get; } = Create("--from", "First time inside, UTC, e.g. 2020-01-31 or 2020-01-31T12:00.");

    public Option<Timestamp?> To { get; } = Create("--to", "First time outside, UTC.");

    /// <summary>The interval asked for; null when neither end was given.</summary>
    public TimeInterval? Read(Invocation invocation)
    {
        Timestamp? from = invocation.Get(From);
        Timestamp? to = invocation.Get(To);
        return from is null && to is null ? null : new TimeInterval { StartTime = from, EndTime = to };
    }

    /// <summary>The time as of which the store is looked at.</summary>
    public static Option<Timestamp?> AsOf() =>
        Create("--as-of", "Use the data as the store held it at this time, UTC, before later loads revised it ('data revisions' lists the times).");

    /// <summary>An option that takes a time, UTC.</summary>
    public static Option<Timestamp?> Create(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "TIME",
        CustomParser = result =>
        {
            string token = result.Tokens[0].Value;
            if (DateTimeOffset.TryParse(
                token, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time))
            {
                return Timestamp.FromDateTimeOffset(time);
            }

            result.AddError($"{name} must be a time such as 2020-01-31 or 2020-01-31T12:00:00Z, was '{token}'.");
            return null;
        },
    };
}
