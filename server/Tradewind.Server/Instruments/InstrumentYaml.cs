using System.Collections.Immutable;
using System.Globalization;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Domain.Market.Calendars;
using Tradewind.Domain.Market.Futures;
using Tradewind.Domain.Market.Registry;
using YamlDotNet.RepresentationModel;

namespace Tradewind.Server.Instruments;

/// <summary>Reads one entry of <c>instruments.yaml</c>.</summary>
internal sealed class InstrumentYaml
{
    private static readonly string[] Keys =
    [
        "id", "name", "asset_class", "contract", "currency", "tick", "lot", "multiplier", "unit", "exchange", "calendar", "availability", "aliases",
        "files", "fields", "default_unit", "negative", "metadata",
    ];

    private static readonly string[] Units = [.. Enum.GetValues<ContractUnit>().Select(unit => unit.Symbol()).Where(symbol => symbol.Length > 0)];

    private readonly YamlMappingNode _node;
    private readonly List<FieldViolation> _violations;

    private InstrumentYaml(YamlMappingNode node, List<FieldViolation> violations) => (_node, _violations) = (node, violations);

    /// <summary>Reads an entry; null, with a violation, where it is wrong.</summary>
    public static InstrumentEntry? Read(YamlNode node, List<FieldViolation> violations)
    {
        if (node is not YamlMappingNode mapping)
        {
            violations.Add(new FieldViolation(InstrumentsFile.Line(node), "an entry must be a mapping such as {id: CL=F, contract: wti}."));
            return null;
        }

        int before = violations.Count;
        InstrumentEntry? entry = new InstrumentYaml(mapping, violations).Read();
        return violations.Count == before ? entry : null;
    }

    private InstrumentEntry? Read()
    {
        foreach (YamlNode key in _node.Children.Keys.Where(key => !Keys.Contains(key.ToString())))
        {
            Refuse(key, $"unknown key '{key}'{(NearestName.Find(key.ToString(), Keys) is { } near ? $", did you mean '{near}'?" : $". Known: {string.Join(", ", Keys)}.")}");
        }

        string id = Text("id");
        CommodityContract? contract = Text("contract") is { Length: > 0 } named ? Choose("contract", named, CommodityContracts.All, known => known.Key) : null;
        AssetClass assetClass = Enumerated<AssetClass>("asset_class") ?? (contract is null ? AssetClass.Unspecified : AssetClass.CommodityFuture);
        if (id.Length == 0)
        {
            Refuse(_node, "id is missing.");
        }
        else if (assetClass == AssetClass.Unspecified && Text("asset_class").Length == 0)
        {
            Refuse(_node, $"'{id}' needs an asset_class or a contract.");
        }

        string calendar = Text("calendar") is { Length: > 0 } asked ? Choose("calendar", asked, TradingCalendars.All, known => known.Id)?.Id ?? "" : "";
        Availability? availability = Enumerated<Availability>("availability");
        ContractUnit unit = Text("unit") is { Length: > 0 } symbol ? Choose("unit", symbol, Enum.GetValues<ContractUnit>(), known => known.Symbol()) : ContractUnit.Unspecified;
        (decimal? tick, decimal? lot, decimal? multiplier) = (Number("tick", zero: true), Number("lot", zero: false), Number("multiplier", zero: false));
        Instrument? instrument = Create(id, assetClass);
        if (instrument is null)
        {
            return null;
        }

        Instrument basis = contract?.ToInstrument(id, id) ?? instrument;
        string currency = Text("currency");
        return new InstrumentEntry(basis with
        {
            DisplayName = Text("name") is { Length: > 0 } name ? name : id,
            Exchange = Text("exchange") is { Length: > 0 } exchange ? exchange : basis.Exchange,
            Calendar = calendar.Length > 0 ? calendar : basis.Calendar,
            Currency = currency.Length > 0 ? currency : basis.Currency,
            TickSize = tick ?? basis.TickSize,
            LotSize = lot ?? basis.LotSize,
            Multiplier = multiplier ?? basis.Multiplier,
            Unit = unit == ContractUnit.Unspecified ? basis.Unit : unit,
        })
        {
            Aliases = Texts("aliases"),
            Files = Texts("files"),
            Fields = [.. Pairs("fields").Select(pair => new FieldDefinition(pair.Key, pair.Value))],
            DefaultUnit = Text("default_unit"),
            Availability = availability,
            MayBeNegative = Flag("negative") ?? contract is not null,
            Metadata = Pairs("metadata").ToImmutableSortedDictionary(StringComparer.Ordinal),
        };
    }

    private Instrument? Create(string id, AssetClass assetClass)
    {
        try
        {
            return new Instrument(id, assetClass);
        }
        catch (ArgumentException error)
        {
            if (id.Length > 0)
            {
                Refuse(_node, error.Message);
            }

            return null;
        }
    }

    private YamlNode? Node(string key) => _node.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? value) ? value : null;

    private string Text(string key)
    {
        YamlNode? node = Node(key);
        if (node is YamlScalarNode scalar)
        {
            return scalar.Value ?? "";
        }

        if (node is not null)
        {
            Refuse(node, $"{key} must be a single value.");
        }

        return "";
    }

    private ImmutableArray<string> Texts(string key)
    {
        YamlNode? node = Node(key);
        if (node is YamlSequenceNode list && list.All(item => item is YamlScalarNode))
        {
            return [.. list.Select(item => item.ToString())];
        }

        if (node is not null)
        {
            Refuse(node, $"{key} must be a list of texts such as [one, two].");
        }

        return [];
    }

    private IEnumerable<KeyValuePair<string, string>> Pairs(string key)
    {
        YamlNode? node = Node(key);
        if (node is YamlMappingNode map && map.Children.Values.All(item => item is YamlScalarNode))
        {
            return map.Children.Select(pair => KeyValuePair.Create(pair.Key.ToString(), pair.Value.ToString()));
        }

        if (node is not null)
        {
            Refuse(node, $"{key} must map names to texts.");
        }

        return [];
    }

    private decimal? Number(string key, bool zero)
    {
        string text = Text(key);
        if (text.Length == 0)
        {
            return null;
        }

        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number) && (number > 0 || zero))
        {
            return number;
        }

        Refuse(Node(key)!, $"{key} must be a {(zero ? "number of at least 0" : "positive number")}, got '{text}'.");
        return null;
    }

    private bool? Flag(string key)
    {
        string text = Text(key);
        if (text is "true" or "false" or "")
        {
            return text.Length == 0 ? null : text == "true";
        }

        Refuse(Node(key)!, $"{key} must be true or false, got '{text}'.");
        return null;
    }

    private T? Enumerated<T>(string key)
        where T : struct, Enum
    {
        string text = Text(key);
        if (text.Length == 0)
        {
            return null;
        }

        T[] known = [.. Enum.GetValues<T>().Where(value => value.ToString() != "Unspecified")];
        T chosen = Choose(key, text, known, SnakeCase);
        return known.Contains(chosen) && SnakeCase(chosen) == text ? chosen : null;
    }

    private T? Choose<T>(string key, string text, IReadOnlyList<T> known, Func<T, string> name)
    {
        foreach (T candidate in known)
        {
            if (name(candidate) == text && text.Length > 0)
            {
                return candidate;
            }
        }

        string[] names = key == "unit" ? Units : [.. known.Select(name)];
        Refuse(Node(key)!, $"{key} '{text}' is unknown{(NearestName.Find(text, names) is { } near ? $", did you mean '{near}'?" : $". Known: {string.Join(", ", names)}.")}");
        return default;
    }

    private static string SnakeCase<T>(T value) =>
        string.Concat(value!.ToString()!.Select((c, i) => char.IsUpper(c) && i > 0 ? $"_{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));

    private void Refuse(YamlNode node, string description) => _violations.Add(new FieldViolation(InstrumentsFile.Line(node), description));
}
