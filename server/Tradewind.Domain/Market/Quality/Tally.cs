namespace Tradewind.Domain.Market.Quality;

/// <summary>Counts rows and remembers the first.</summary>
internal struct Tally
{
    public Tally()
    {
    }

    public int Count { get; private set; }

    public int FirstRow { get; private set; } = -1;

    public void AddIf(bool condition, int row)
    {
        if (condition)
        {
            FirstRow = Count == 0 ? row : FirstRow;
            Count++;
        }
    }
}
