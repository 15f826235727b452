using System.CommandLine;
using Google.Protobuf.WellKnownTypes;
using Tradewind.V1;

namespace Tradewind.Cli.Options;

/// <summary>Instruments as arguments, and the time as of which the store is looked at.</summary>
internal sealed class MemberOptions(ArgumentArity? arity = null)
{
    private readonly Argument<PortfolioMember[]> _members = MemberArgument.Create(arity ?? ArgumentArity.OneOrMore);
    private readonly Option<Timestamp?> _asOf = TimeOptions.AsOf();

    public IEnumerable<Symbol> Symbols => [_members, _asOf];

    public PortfolioMember[] Read(Invocation invocation)
    {
        PortfolioMember[] members = invocation.Get(_members) ?? [];
        foreach (PortfolioMember member in members)
        {
            member.AsOfTime = invocation.Get(_asOf);
        }

        return members;
    }
}
