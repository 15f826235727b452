using System.Numerics;
using System.Runtime.InteropServices;

namespace Tradewind.Domain.Indicators;

/// <summary>
/// Pearson correlations of every two of N series over the last n rows, updated by one row in about 4·N² operations. Entry (i, j) is
/// NaN for the first n − 1 rows, while a NaN of i or j is inside the window, and where one of them does not vary in it; the diagonal is 1
/// wherever the series varies. Not safe for concurrent use.
/// </summary>
/// <remarks>
/// The sums of products take one rank-1 update for the row that comes and one for the row that goes. They hold distances from values
/// inside the window and are made anew every n rows, and at once when some series' variance has become small beside the largest
/// distance that went through its sums; what rounding left in them stays below 1e-11 of a correlation.
/// </remarks>
public sealed class RollingCorrelationMatrix
{
    private const double Tolerance = 1e-11;
    private const double HalfUnit = 1.2e-16;

    private readonly int _window;
    private readonly int _series;
    private readonly double _largestRatio;
    private readonly double[] _ring;
    private readonly double[] _anchors;
    private readonly double[] _sums;
    private readonly double[] _squares;
    private readonly double[] _products;
    private readonly double[] _largest;
    private readonly double[] _coming;
    private readonly double[] _going;
    private readonly double[] _inverse;
    private readonly double[] _distances;
    private readonly int[] _missing;
    private readonly int[] _equalRows;
    private int _position;
    private int _rowsToRebase;

    /// <summary>Creates the matrix.</summary>
    /// <param name="series">N, at least 1.</param>
    /// <param name="window">n, at least 2.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    public RollingCorrelationMatrix(int series, int window)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(series);
        (_series, _window) = (series, WindowLength.Require(window, least: 2));
        // Each of the up to 2n updates since a rebase rounds by half a unit of the product of two distances.
        _largestRatio = Tolerance / (2.0 * window * HalfUnit);
        _ring = new double[window * series];
        _ring.AsSpan().Fill(double.NaN);
        _distances = new double[window * series];
        _anchors = new double[series];
        _sums = new double[series];
        _squares = new double[series];
        _products = new double[series * series];
        _largest = new double[series];
        _coming = new double[series];
        _going = new double[series];
        _inverse = new double[series];
        _missing = new int[series];
        _missing.AsSpan().Fill(window);
        _equalRows = new int[series];
        _rowsToRebase = 1;
    }

    /// <summary>Takes the next row and writes the matrix there.</summary>
    /// <param name="row">Shape [N], NaN where missing.</param>
    /// <param name="matrix">Shape [N, N], row after row.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    public void Update(ReadOnlySpan<double> row, Span<double> matrix)
    {
        if (row.Length != _series || matrix.Length != _series * _series)
        {
            throw new ArgumentException($"A row needs {_series} values and the matrix {_series * _series}, got {row.Length} and {matrix.Length}.");
        }

        Exchange(row);
        bool rebased = --_rowsToRebase == 0 || IsWorn();
        if (rebased)
        {
            Rebase();
        }

        for (int i = 0; i < _series; i++)
        {
            double spread = Spread(i);
            _inverse[i] = _missing[i] > 0 || _equalRows[i] >= _window ? double.NaN : 1 / Math.Sqrt(spread);
        }

        for (int i = 0; i < _series; i++)
        {
            Span<double> products = _products.AsSpan(i * _series, _series);
            if (!rebased)
            {
                AddAndTake(products, _coming[i], _going[i]);
            }

            Write(products, i, matrix.Slice(i * _series, _series));
            matrix[i * _series + i] = double.IsFinite(_inverse[i]) ? 1 : double.NaN;
        }
    }

    private double Spread(int i) => _squares[i] - _sums[i] * _sums[i] / _window;

    // Puts the row in the ring and brings everything but the products up to date.
    private void Exchange(ReadOnlySpan<double> row)
    {
        Span<double> slot = _ring.AsSpan(_position * _series, _series);
        int before = _position == 0 ? _window - 1 : _position - 1;
        ReadOnlySpan<double> previous = _ring.AsSpan(before * _series, _series);
        for (int i = 0; i < _series; i++)
        {
            double value = double.IsFinite(row[i]) ? row[i] : double.NaN;
            bool goes = !double.IsNaN(slot[i]), comes = !double.IsNaN(value);
            // A missing value adds nothing; what its row lacks is seen by the count.
            _going[i] = goes ? slot[i] - _anchors[i] : 0;
            _coming[i] = comes ? value - _anchors[i] : 0;
            _missing[i] += (comes ? 0 : 1) - (goes ? 0 : 1);
            _equalRows[i] = value == previous[i] ? _equalRows[i] + 1 : 1;
            slot[i] = value;
            _sums[i] += _coming[i] - _going[i];
            _squares[i] += _coming[i] * _coming[i] - _going[i] * _going[i];
            _largest[i] = Math.Max(_largest[i], _coming[i] * _coming[i]);
        }

        _position = _position + 1 == _window ? 0 : _position + 1;
    }

    private bool IsWorn()
    {
        for (int i = 0; i < _series; i++)
        {
            // The other way round it would miss NaN, which an overflow leaves behind.
            if (_missing[i] == 0 && _equalRows[i] < _window && !(_largest[i] <= _largestRatio * Spread(i)))
            {
                return true;
            }
        }

        return false;
    }

    private void Rebase()
    {
        _rowsToRebase = _window;
        int newest = (_position == 0 ? _window : _position) - 1;
        for (int i = 0; i < _series; i++)
        {
            double anchor = _ring[newest * _series + i];
            for (int row = 0; double.IsNaN(anchor) && row < _window; row++)
            {
                anchor = _ring[row * _series + i];
            }

            _anchors[i] = double.IsNaN(anchor) ? 0 : anchor;
            (_sums[i], _squares[i], _largest[i]) = (0, 0, 0);
        }

        for (int row = 0; row < _window; row++)
        {
            for (int i = 0; i < _series; i++)
            {
                double value = _ring[row * _series + i];
                double distance = double.IsNaN(value) ? 0 : value - _anchors[i];
                _distances[row * _series + i] = distance;
                _sums[i] += distance;
                _squares[i] += distance * distance;
                _largest[i] = Math.Max(_largest[i], distance * distance);
            }
        }

        _products.AsSpan().Clear();
        for (int i = 0; i < _series; i++)
        {
            Span<double> products = _products.AsSpan(i * _series, _series);
            for (int row = 0; row < _window; row++)
            {
                Add(products, _distances.AsSpan(row * _series, _series), _distances[row * _series + i]);
            }
        }
    }

    private static void Add(Span<double> products, ReadOnlySpan<double> distances, double factor)
    {
        Span<Vector<double>> sums = MemoryMarshal.Cast<double, Vector<double>>(products);
        ReadOnlySpan<Vector<double>> others = MemoryMarshal.Cast<double, Vector<double>>(distances);
        Vector<double> factors = new(factor);
        for (int j = 0; j < sums.Length && j < others.Length; j++)
        {
            sums[j] = Vector.FusedMultiplyAdd(factors, others[j], sums[j]);
        }

        for (int j = sums.Length * Vector<double>.Count; j < products.Length; j++)
        {
            products[j] = Math.FusedMultiplyAdd(factor, distances[j], products[j]);
        }
    }

    private void AddAndTake(Span<double> products, double coming, double going)
    {
        Add(products, _coming, coming);
        Add(products, _going, -going);
    }

    private void Write(ReadOnlySpan<double> products, int i, Span<double> row)
    {
        Span<Vector<double>> target = MemoryMarshal.Cast<double, Vector<double>>(row);
        ReadOnlySpan<Vector<double>> product = MemoryMarshal.Cast<double, Vector<double>>(products);
        ReadOnlySpan<Vector<double>> sum = MemoryMarshal.Cast<double, Vector<double>>(_sums.AsSpan());
        ReadOnlySpan<Vector<double>> inverse = MemoryMarshal.Cast<double, Vector<double>>(_inverse.AsSpan());
        (double mean, double scale) = (_sums[i] / _window, _inverse[i]);
        (Vector<double> means, Vector<double> scales) = (new(mean), new(scale));
        for (int j = 0; j < target.Length && j < product.Length && j < sum.Length && j < inverse.Length; j++)
        {
            Vector<double> value = (product[j] - means * sum[j]) * (scales * inverse[j]);
            target[j] = Vector.Clamp(value, -Vector<double>.One, Vector<double>.One);
        }

        for (int j = target.Length * Vector<double>.Count; j < row.Length; j++)
        {
            row[j] = Math.Clamp((products[j] - mean * _sums[j]) * (scale * _inverse[j]), -1, 1);
        }
    }
}
