using Google.Protobuf;
using Tradewind.Domain.Market;
using Tradewind.Server.Live;
using Tradewind.Server.Mapping;
using Tradewind.Sources.Caching;
using Tradewind.Sources.Excel;
using Tradewind.Sources.OnChain;
using Tradewind.V1;
using CacheStatistics = Tradewind.Sources.Caching.CacheStatistics;

namespace Tradewind.Server.Data;

/// <summary>What helps with sources but loads nothing: the workbook for a terminal, and what the memories of answers have done.</summary>
internal sealed class SourceTools(OnChainSource onChain, ConnectorAnswers connectors, QuoteHub quotes, TimeProvider clock)
{
    private const int DefaultYears = 10;

    /// <summary>The standard workbook of a request.</summary>
    public GetWorkbookTemplateResponse WorkbookTemplate(GetWorkbookTemplateRequest request)
    {
        DateOnly start = request.StartTime is null
            ? DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).AddYears(-DefaultYears)
            : UnixTime.ToDate(ProtoTime.ToNanoseconds(request.StartTime, "start_time"));
        WorkbookTemplateRequest template = new() { Start = start };
        template = request.Securities.Count > 0 ? template with { Securities = [.. request.Securities] } : template;
        template = request.Fields.Count > 0 ? template with { Fields = [.. request.Fields] } : template;
        return new GetWorkbookTemplateResponse
        {
            FileName = "bloomberg.xlsx", Content = UnsafeByteOperations.UnsafeWrap(StandardWorkbook.Create(template)),
        };
    }

    /// <summary>Every memory of answers, by name.</summary>
    public ListCachesResponse Caches() => new()
    {
        Caches = { From("connector_history", connectors.Histories), From("connector_reference", connectors.References), From("on_chain", onChain.Statistics), From("quotes", quotes.Statistics) },
    };

    private static V1.CacheStatistics From(string name, CacheStatistics statistics)
    {
        V1.CacheStatistics message = new()
        {
            Name = name, HitCount = statistics.Hits, MissCount = statistics.Misses, ErrorCount = statistics.Errors, TotalCount = statistics.Total,
            PendingCount = statistics.Pending, EntryCount = statistics.Entries,
        };
        if (statistics.HitRate is { } rate)
        {
            message.HitFraction = rate;
        }

        return message;
    }
}
