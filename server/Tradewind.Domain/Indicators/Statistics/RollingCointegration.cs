namespace Tradewind.Domain.Indicators;

/// <summary>
/// <see cref="CointegrationTest"/> with one lag over the last n rows: hedge ratio, Dickey-Fuller statistic, half-life and the place of the last
/// residual. NaN for the first n − 1 rows, while a NaN of either series is inside the window, and where a series or the residual does not
/// vary. First valid row n − 1.
/// </summary>
/// <remarks>Every window is worked out by itself, in two passes and without allocation: the regressions have one and two unknowns.</remarks>
public struct RollingCointegration
{
    /// <summary>Fewest rows of a window: those of the test and its lag.</summary>
    public const int LeastWindow = CointegrationTest.LeastRows + 1;

    private readonly double[] _dependent;
    private readonly double[] _independent;
    private readonly double[] _residuals;
    private int _position;

    /// <summary>Creates the test.</summary>
    /// <param name="window">n, at least <see cref="LeastWindow"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The window is shorter.</exception>
    public RollingCointegration(int window)
    {
        WindowLength.Require(window, LeastWindow);
        (_dependent, _independent, _residuals) = (new double[window], new double[window], new double[window]);
        _dependent.AsSpan().Fill(double.NaN);
        Clear();
    }

    /// <summary>t-value of the reversion; the more negative, the stronger.</summary>
    public double Statistic { get; private set; }

    /// <summary>β of y = α + βx.</summary>
    public double Slope { get; private set; }

    /// <summary>Rows in which half of a residual is gone; NaN unless it decays.</summary>
    public double HalfLife { get; private set; }

    /// <summary>Residual of the last row in deviations (n − 1) of the window's residuals.</summary>
    public double Score { get; private set; }

    /// <summary>Takes the next row and returns <see cref="Statistic"/>.</summary>
    /// <param name="dependent">y.</param>
    /// <param name="independent">x.</param>
    public double Update(double dependent, double independent)
    {
        (_dependent[_position], _independent[_position]) = (dependent, independent);
        _position = _position + 1 == _dependent.Length ? 0 : _position + 1;
        if (!Regress())
        {
            Clear();
            return Statistic;
        }

        Test();
        return Statistic;
    }

    private void Clear() => (Statistic, Slope, HalfLife, Score) = (double.NaN, double.NaN, double.NaN, double.NaN);

    private bool Regress()
    {
        int rows = _dependent.Length;
        (double y, double x) = (0, 0);
        for (int i = 0; i < rows; i++)
        {
            (y, x) = (y + _dependent[i], x + _independent[i]);
        }

        (y, x) = (y / rows, x / rows);
        (double squares, double products) = (0, 0);
        bool yVaries = false, xVaries = false;
        for (int i = 0; i < rows; i++)
        {
            double distance = _independent[i] - x;
            squares += distance * distance;
            products += distance * (_dependent[i] - y);
            yVaries |= _dependent[i] != _dependent[0];
            xVaries |= _independent[i] != _independent[0];
        }

        if (!yVaries || !xVaries || !double.IsFinite(squares + products))
        {
            return false;
        }

        Slope = products / squares;
        // Oldest first: the second regression is about their order.
        for (int i = 0; i < rows; i++)
        {
            int at = _position + i < rows ? _position + i : _position + i - rows;
            _residuals[i] = _dependent[at] - y - Slope * (_independent[at] - x);
        }

        return true;
    }

    private void Test()
    {
        double[] e = _residuals;
        (double lags, double cross, double levels, double ofLag, double ofLevel) = (0, 0, 0, 0, 0);
        (double neighbours, double earlier, double all) = (e[1] * e[0], e[0] * e[0], e[0] * e[0] + e[1] * e[1]);
        for (int i = 2; i < e.Length; i++)
        {
            (double change, double lag, double level) = (e[i] - e[i - 1], e[i - 1] - e[i - 2], e[i - 1]);
            lags += lag * lag;
            cross += lag * level;
            levels += level * level;
            ofLag += lag * change;
            ofLevel += level * change;
            neighbours += e[i] * level;
            earlier += level * level;
            all += e[i] * e[i];
        }

        double determinant = lags * levels - cross * cross;
        double reversion = (lags * ofLevel - cross * ofLag) / determinant;
        double memory = (levels * ofLag - cross * ofLevel) / determinant;
        double rest = 0;
        for (int i = 2; i < e.Length; i++)
        {
            double error = e[i] - e[i - 1] - memory * (e[i - 1] - e[i - 2]) - reversion * e[i - 1];
            rest += error * error;
        }

        double variance = rest / (e.Length - 2 - 2) * (lags / determinant);
        Statistic = Defined.OrMissing(reversion / Math.Sqrt(variance));
        HalfLife = CointegrationTest.HalfLifeOf(neighbours / earlier) ?? double.NaN;
        Score = Defined.OrMissing(e[^1] / Math.Sqrt(all / (e.Length - 1)));
    }
}
