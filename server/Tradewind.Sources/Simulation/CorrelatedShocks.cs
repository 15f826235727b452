using Tradewind.Domain.Errors;

namespace Tradewind.Sources.Simulation;

/// <summary>
/// Standard normal shocks with given correlations: independent ones times the lower Cholesky factor. Written out, since the bits of a
/// path must not depend on which linear algebra library a machine has.
/// </summary>
internal sealed class CorrelatedShocks
{
    private const double Slack = 1e-10;

    private readonly double[][] _factor;
    private readonly double[] _independent;

    /// <summary>Factors a matrix.</summary>
    /// <exception cref="InvalidInputException">It is no correlation matrix.</exception>
    public CorrelatedShocks(ReadOnlySpan<double> correlations, IReadOnlyList<string> names)
    {
        int n = names.Count;
        (_factor, _independent) = (new double[n][], new double[n]);
        for (int i = 0; i < n; i++)
        {
            _factor[i] = new double[i + 1];
            for (int j = 0; j <= i; j++)
            {
                double rest = correlations[i * n + j];
                for (int k = 0; k < j; k++)
                {
                    rest -= _factor[i][k] * _factor[j][k];
                }

                if (i != j)
                {
                    // A shock that others determine in full leaves nothing to divide by.
                    _factor[i][j] = _factor[j][j] > 0 ? rest / _factor[j][j] : 0;
                    continue;
                }

                if (!(rest > -Slack))
                {
                    throw new InvalidInputException(
                        "CORRELATIONS_IMPOSSIBLE", "correlations", $"contradict each other: no shocks of {names[i]} can have them with the instruments before it. Bring them closer to 0.");
                }

                _factor[i][i] = Math.Sqrt(Math.Max(0, rest));
            }
        }
    }

    /// <summary>Draws one shock an instrument.</summary>
    public void Draw(SeededRandom random, Span<double> shocks)
    {
        for (int i = 0; i < shocks.Length; i++)
        {
            _independent[i] = random.Normal();
            double shock = 0;
            for (int j = 0; j <= i; j++)
            {
                shock += _factor[i][j] * _independent[j];
            }

            shocks[i] = shock;
        }
    }
}
