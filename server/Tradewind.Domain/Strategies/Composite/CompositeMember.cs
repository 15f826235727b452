using System.Collections.Immutable;
using System.Globalization;
using Tradewind.Domain.Errors;

namespace Tradewind.Domain.Strategies.Composite;

/// <summary>A strategy that has a vote.</summary>
/// <param name="Strategy">Id in the catalogue.</param>
/// <param name="Parameters">Its parameters; what is left out has its default.</param>
/// <param name="Weight">Weight of its vote, positive.</param>
internal sealed record CompositeMember(string Strategy, ImmutableDictionary<string, string> Parameters, double Weight)
{
    /// <summary>Id of the composite itself, which has no vote.</summary>
    public const string CompositeId = "composite";

    /// <summary>Reads members: <c>ma_crossover(fast=10,slow=30)*0.6; rsi_mean_reversion*0.4</c>.</summary>
    /// <param name="text">The text; the weight is 1 where none stands.</param>
    /// <param name="describe">Finds a strategy by its id; throws <see cref="NotFoundException"/>.</param>
    /// <param name="wrong">What is wrong; null when it was read.</param>
    public static ImmutableArray<CompositeMember> Read(string text, Func<string, StrategyDescriptor> describe, out string? wrong)
    {
        List<CompositeMember> members = [];
        wrong = null;
        foreach (string part in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (ReadOne(part, describe, ref wrong) is not { } member)
            {
                return [];
            }

            members.Add(member);
        }

        wrong = members.Count == 0 ? "needs at least one member such as ma_crossover(fast=10,slow=30)*0.6." : null;
        return [.. members];
    }

    private static CompositeMember? ReadOne(string part, Func<string, StrategyDescriptor> describe, ref string? wrong)
    {
        int close = part.IndexOf(')', StringComparison.Ordinal);
        int star = part.IndexOf('*', Math.Max(0, close));
        string weightText = star < 0 ? "1" : part[(star + 1)..].Trim();
        string call = star < 0 ? part : part[..star].Trim();
        int open = call.IndexOf('(', StringComparison.Ordinal);
        if (!double.TryParse(weightText, NumberStyles.Float, CultureInfo.InvariantCulture, out double weight) || !(weight > 0) || !double.IsFinite(weight))
        {
            wrong = $"'{part}' needs a weight above 0 after '*', got '{weightText}'.";
            return null;
        }

        if ((open < 0) != (close < 0) || (open >= 0 && !call.EndsWith(')')))
        {
            wrong = $"'{part}' must be a strategy with its parameters in brackets, such as ma_crossover(fast=10,slow=30)*0.6.";
            return null;
        }

        ImmutableDictionary<string, string>.Builder parameters = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (string pair in open < 0 ? [] : call[(open + 1)..^1].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1)
            {
                wrong = $"'{part}' needs its parameters as name=value, got '{pair}'.";
                return null;
            }

            parameters[pair[..equals].Trim()] = pair[(equals + 1)..].Trim();
        }

        return Check(new CompositeMember((open < 0 ? call : call[..open]).Trim(), parameters.ToImmutable(), weight), describe, ref wrong);
    }

    private static CompositeMember? Check(CompositeMember member, Func<string, StrategyDescriptor> describe, ref string? wrong)
    {
        try
        {
            if (member.Strategy == CompositeId)
            {
                wrong = "a composite has no composite among its members.";
                return null;
            }

            StrategyParameters.Resolve(describe(member.Strategy), member.Parameters);
            return member;
        }
        catch (TradewindException error) when (error is NotFoundException or InvalidInputException)
        {
            wrong = $"of member {member.Strategy}: {error.Message}";
            return null;
        }
    }
}
