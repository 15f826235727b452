using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Sources.Connectors;
using Tradewind.V1;

namespace Tradewind.Server.Connectors;

/// <summary>Checks what a connector says when it dials in.</summary>
internal static class ConnectorHelloCheck
{
    private const int MostSources = 200;

    /// <summary>Passes a hello the server can work with.</summary>
    /// <exception cref="ConnectorProtocolException">The version is too old.</exception>
    /// <exception cref="InvalidInputException">A field is wrong; all are listed.</exception>
    public static void Check(ConnectorHello hello)
    {
        if (hello.ProtocolVersion < ConnectorSession.ProtocolVersion)
        {
            throw new ConnectorProtocolException(
                ConnectorProtocolException.Version, $"This server speaks version {ConnectorSession.ProtocolVersion} of the connector protocol, the connector {hello.ProtocolVersion}. Update the connector.");
        }

        List<FieldViolation> wrong = [];
        if (!ConnectorAddress.IsName(hello.Name))
        {
            wrong.Add(new FieldViolation("hello.name", $"must be 1 to 60 lower-case letters, digits, '.', '-' and '_', got '{hello.Name}'."));
        }

        if (hello.InstanceId.Length is 0 or > 100)
        {
            wrong.Add(new FieldViolation("hello.instance_id", "must be 1 to 100 characters, made at random when the connector starts."));
        }

        if (hello.Sources.Count is 0 or > MostSources)
        {
            wrong.Add(new FieldViolation("hello.sources", $"must name 1 to {MostSources} sources, got {hello.Sources.Count}."));
        }

        for (int i = 0; i < hello.Sources.Count; i++)
        {
            Check(hello.Sources[i], $"hello.sources[{i}]", wrong);
            if (hello.Sources.Take(i).Any(source => source.Name == hello.Sources[i].Name))
            {
                wrong.Add(new FieldViolation($"hello.sources[{i}].name", $"'{hello.Sources[i].Name}' is announced twice."));
            }
        }

        if (wrong.Count > 0)
        {
            throw new InvalidInputException("HELLO_INVALID", $"The connector's hello is wrong. {wrong[0].Field} {wrong[0].Description}", wrong);
        }
    }

    private static void Check(ConnectorSource source, string path, List<FieldViolation> wrong)
    {
        if (!ConnectorAddress.IsName(source.Name))
        {
            wrong.Add(new FieldViolation($"{path}.name", $"must be 1 to 60 lower-case letters, digits, '.', '-' and '_', got '{source.Name}'."));
        }

        if (source.Capabilities.Count == 0)
        {
            wrong.Add(new FieldViolation($"{path}.capabilities", "must name at least one."));
        }

        foreach (string timeframe in source.Timeframes.Concat(source.LiveTimeframes).Where(text => !Timeframe.TryParse(text, out _)))
        {
            wrong.Add(new FieldViolation($"{path}.timeframes", $"must be like 1m, 15m, 1h, 1d, 1w or 1M, got '{timeframe}'."));
        }
    }
}
