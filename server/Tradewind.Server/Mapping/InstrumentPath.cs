using Tradewind.Domain.Errors;
using Tradewind.V1;

namespace Tradewind.Server.Mapping;

/// <summary>Where a request names its instruments. The domain knows them by id and no request, so its errors are put into the contract here.</summary>
internal sealed class InstrumentPath
{
    private const string DomainField = "instruments";
    private readonly string _path;
    private readonly string[] _ids;

    private InstrumentPath(string path, IEnumerable<string> ids) => (_path, _ids) = (path, [.. ids]);

    /// <summary>Instruments that come with a feed.</summary>
    public static InstrumentPath Feed { get; } = new("feed_id", []);

    /// <summary>Instruments of a list of members.</summary>
    public static InstrumentPath Members(string path, IEnumerable<PortfolioMember> members) => new(path, members.Select(member => member.InstrumentId));

    /// <summary>A violation about the instruments at its place in the request; null for one about something else.</summary>
    public FieldViolation? Place(FieldViolation violation)
    {
        if (violation.Field == DomainField)
        {
            return violation with { Field = _path };
        }

        if (!violation.Field.StartsWith($"{DomainField}[", StringComparison.Ordinal) || !violation.Field.EndsWith(']'))
        {
            return null;
        }

        string id = violation.Field[(DomainField.Length + 1)..^1];
        int index = Array.IndexOf(_ids, id);
        return new FieldViolation(index < 0 ? _path : $"{_path}[{index}]", $"{id} {violation.Description}");
    }
}
