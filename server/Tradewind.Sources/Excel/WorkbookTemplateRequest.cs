using System.Collections.Immutable;

namespace Tradewind.Sources.Excel;

/// <summary>What a standard workbook shall ask Bloomberg for.</summary>
public sealed record WorkbookTemplateRequest
{
    /// <summary>Securities as Bloomberg writes them, each once, 1 to 200. Default: US high-yield and investment-grade credit.</summary>
    public ImmutableArray<string> Securities { get; init; } = ["LF98TRUU Index", "LUACTRUU Index"];

    /// <summary>Fields of each security, each once, 1 to 50. Default: OAS, DTS, PX_LAST.</summary>
    public ImmutableArray<string> Fields { get; init; } = ["OAS", "DTS", "PX_LAST"];

    /// <summary>First day of the history.</summary>
    public required DateOnly Start { get; init; }
}
