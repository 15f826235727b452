namespace Tradewind.Domain.Indicators;

/// <summary>
/// Moving average convergence/divergence: EMA_fast − EMA_slow, its signal EMA and their difference, in price units. Recursions start
/// at row 0; first valid rows slow − 1 for the line and slow + signal − 2 for signal and histogram. A missing value restarts all.
/// </summary>
/// <remarks>Appel, The Moving Average Convergence-Divergence Trading Method, 1979.</remarks>
public struct Macd : IIndicator
{
    private readonly int _lineRows;
    private readonly int _signalRows;
    private Ema _fast;
    private Ema _slow;
    private Ema _signal;
    private int _rows;

    /// <summary>Creates the indicator.</summary>
    /// <param name="fast">Rows of the fast average, at least 1.</param>
    /// <param name="slow">Rows of the slow average, at least 1.</param>
    /// <param name="signal">Rows of the signal average, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A window is below 1.</exception>
    public Macd(int fast, int slow, int signal)
    {
        _lineRows = Math.Max(WindowLength.Require(fast), WindowLength.Require(slow));
        _signalRows = _lineRows + WindowLength.Require(signal) - 1;
        _fast = new Ema(2.0 / (fast + 1.0), warmUpRows: 0);
        _slow = new Ema(2.0 / (slow + 1.0), warmUpRows: 0);
        _signal = new Ema(2.0 / (signal + 1.0), warmUpRows: 0);
    }

    /// <summary>EMA_fast − EMA_slow of the last row.</summary>
    public double Line { get; private set; }

    /// <summary>EMA of the line, of the last row.</summary>
    public double Signal { get; private set; }

    /// <summary>Line minus signal of the last row.</summary>
    public double Histogram { get; private set; }

    /// <summary>Takes the next value and returns <see cref="Line"/>.</summary>
    public double Update(double value)
    {
        double line = _fast.Update(value) - _slow.Update(value);
        double signal = _signal.Update(line);
        _rows = double.IsNaN(line) ? 0 : Math.Min(_rows + 1, _signalRows);
        Line = _rows < _lineRows ? double.NaN : line;
        Signal = _rows < _signalRows ? double.NaN : signal;
        Histogram = Line - Signal;
        return Line;
    }

    /// <summary>Takes a piece of the series and writes all three outputs of every row: bit for bit what <see cref="Update(double)"/> gives.</summary>
    /// <param name="values">One value a row.</param>
    /// <param name="line">EMA_fast − EMA_slow, as long as <paramref name="values"/>, as all outputs are.</param>
    /// <param name="signal">EMA of the line.</param>
    /// <param name="histogram">Line minus signal.</param>
    /// <exception cref="ArgumentOutOfRangeException">An output is shorter than the piece.</exception>
    public void Update(ReadOnlySpan<double> values, Span<double> line, Span<double> signal, Span<double> histogram)
    {
        line = line[..values.Length];
        signal = signal[..values.Length];
        histogram = histogram[..values.Length];
        // A local copy lets the compiler keep the state in registers.
        Macd state = this;
        for (int i = 0; i < values.Length; i++)
        {
            line[i] = state.Update(values[i]);
            signal[i] = state.Signal;
            histogram[i] = state.Histogram;
        }

        this = state;
    }
}
