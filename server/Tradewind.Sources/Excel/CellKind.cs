namespace Tradewind.Sources.Excel;

/// <summary>What a cell holds.</summary>
internal enum CellKind : byte
{
    /// <summary>Nothing.</summary>
    Empty = 0,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A number shown as a date: days since 1899-12-30.</summary>
    Date,

    /// <summary>Text.</summary>
    Text,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>An error of Excel such as <c>#DIV/0!</c>.</summary>
    Error,
}
