using Spectre.Console;

namespace Tradewind.Cli.Output;

/// <summary>A table of plain text; headers that start with <c>&gt;</c> are right-aligned.</summary>
internal sealed class ResultTable
{
    private readonly Table _table = new() { Border = TableBorder.Simple, UseSafeBorder = true };

    public ResultTable(params string[] headers)
    {
        foreach (string header in headers)
        {
            bool right = header.StartsWith('>');
            TableColumn column = new(new Text(right ? header[1..] : header, new Style(decoration: Decoration.Bold)));
            if (right)
            {
                column.RightAligned().NoWrap();
            }

            _table.AddColumn(column);
        }
    }

    /// <summary>Adds a row with a cell a column.</summary>
    public ResultTable Row(params string[] cells)
    {
        _table.AddRow(cells.Select(cell => new Text(cell)));
        return this;
    }

    /// <summary>Writes the table, or the sentence where there is no row.</summary>
    public void WriteTo(Terminal terminal, string whenEmpty)
    {
        if (_table.Rows.Count == 0)
        {
            terminal.Line(whenEmpty);
            return;
        }

        terminal.Write(_table);
    }
}
