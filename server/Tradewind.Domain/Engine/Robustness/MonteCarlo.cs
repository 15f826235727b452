using Tradewind.Domain.Engine.Metrics;
using Tradewind.Domain.Errors;

namespace Tradewind.Domain.Engine.Robustness;

/// <summary>
/// Draws the trades or returns of a backtest again in circular blocks (backtest specification, section 7): ⌈n/b⌉ uniform starts, each
/// followed by b observations around the end of the history, cut to n; or, shuffled, every observation once, by Fisher and Yates from the
/// last place down. Path k uses stream k of the seed and its sign flips stream
/// simulations + k, so the result does not depend on the number of threads.
/// </summary>
public static class MonteCarlo
{
    private const int PathsBetweenChecks = 64;

    /// <summary>Draws trades again; profits add up.</summary>
    /// <param name="profits">Profit of each trade after costs, in the order of exits.</param>
    /// <param name="capital">Money at the start, positive.</param>
    /// <param name="tradesPerYear">Trades a year, for the Sharpe ratio.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="InvalidInputException">Options are wrong, or there are fewer trades than a block holds.</exception>
    public static MonteCarloResult Trades(
        ReadOnlyMemory<double> profits, double capital, double tradesPerYear, MonteCarloOptions options, CancellationToken cancellation = default) =>
        Run(new Paths(profits, capital, Math.Sqrt(tradesPerYear), Compounds: false), options, cancellation);

    /// <summary>Draws returns again; equity compounds.</summary>
    /// <param name="returns">Simple returns per bar.</param>
    /// <param name="capital">Money at the start, positive; the scale of the fan.</param>
    /// <param name="periodsPerYear">Returns a year, for the Sharpe ratio.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="InvalidInputException">Options are wrong, or there are fewer returns than a block holds.</exception>
    public static MonteCarloResult Returns(
        ReadOnlyMemory<double> returns, double capital, double periodsPerYear, MonteCarloOptions options, CancellationToken cancellation = default) =>
        Run(new Paths(returns, capital, Math.Sqrt(periodsPerYear), Compounds: true), options, cancellation);

    /// <summary>The starts of the blocks of a path.</summary>
    /// <param name="seed">Seed.</param>
    /// <param name="path">Number of the path, from 0.</param>
    /// <param name="observations">Number of observations n.</param>
    /// <param name="blockSize">Observations in a block b.</param>
    /// <returns>⌈n/b⌉ numbers in [0, n).</returns>
    public static int[] BlockStarts(long seed, int path, int observations, int blockSize)
    {
        SplitMix64 random = SplitMix64.Stream(seed, path);
        int[] starts = new int[(observations + blockSize - 1) / blockSize];
        for (int i = 0; i < starts.Length; i++)
        {
            starts[i] = random.NextIndex(observations);
        }

        return starts;
    }

    private static MonteCarloResult Run(Paths paths, MonteCarloOptions options, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        int n = paths.Observations.Length;
        options.Validate(n);
        int[] fanAt = FanAt(n, options.FanSteps);
        double[][] fan = [.. fanAt.Select(_ => new double[options.Simulations])];
        PathFigures[] figures = new PathFigures[options.Simulations];
        double observed = paths.Sharpe(paths.Observations.Span);
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = Math.Max(1, options.DegreeOfParallelism), CancellationToken = cancellation };
        int chunks = (options.Simulations + PathsBetweenChecks - 1) / PathsBetweenChecks;
        Parallel.For(0, chunks, parallel, chunk =>
        {
            double[] drawn = new double[n];
            int end = Math.Min((chunk + 1) * PathsBetweenChecks, options.Simulations);
            for (int path = chunk * PathsBetweenChecks; path < end; path++)
            {
                Draw(paths.Observations.Span, options, path, drawn);
                (double returnPercent, double drawdown) = Walk(paths, drawn, path, fanAt, fan);
                double sharpe = paths.Sharpe(drawn);
                Flip(paths.Observations.Span, options, path, drawn);
                figures[path] = new PathFigures(returnPercent, sharpe, drawdown, paths.Sharpe(drawn) >= observed);
            }
        });
        return Summarise(paths, options, figures, observed, fanAt, fan);
    }

    private static void Draw(ReadOnlySpan<double> observations, MonteCarloOptions options, int path, double[] drawn)
    {
        if (options.Draw == MonteCarloDraw.Shuffle)
        {
            Shuffle(observations, SplitMix64.Stream(options.Seed, path), drawn);
            return;
        }

        int[] starts = BlockStarts(options.Seed, path, observations.Length, options.BlockSize);
        for (int i = 0; i < drawn.Length; i++)
        {
            drawn[i] = observations[(starts[i / options.BlockSize] + i % options.BlockSize) % observations.Length];
        }
    }

    private static void Shuffle(ReadOnlySpan<double> observations, SplitMix64 random, double[] drawn)
    {
        observations.CopyTo(drawn);
        for (int i = drawn.Length - 1; i > 0; i--)
        {
            int other = random.NextIndex(i + 1);
            (drawn[i], drawn[other]) = (drawn[other], drawn[i]);
        }
    }

    private static void Flip(ReadOnlySpan<double> observations, MonteCarloOptions options, int path, double[] flipped)
    {
        SplitMix64 random = SplitMix64.Stream(options.Seed, (long)options.Simulations + path);
        for (int i = 0; i < flipped.Length; i++)
        {
            flipped[i] = random.Next() >> 63 == 1 ? observations[i] : -observations[i];
        }
    }

    /// <summary>Follows a path; its drawdown includes the start, so that an initial loss counts.</summary>
    private static (double ReturnPercent, double DrawdownPercent) Walk(Paths paths, double[] drawn, int path, int[] fanAt, double[][] fan)
    {
        (double equity, double peak, double deepest, int step) = (paths.Capital, paths.Capital, 0, 0);
        for (int i = 0; i <= drawn.Length; i++)
        {
            if (i > 0)
            {
                equity = paths.Compounds ? equity * (1 + drawn[i - 1]) : equity + drawn[i - 1];
                peak = Math.Max(peak, equity);
                deepest = Math.Max(deepest, (peak - equity) / peak);
            }

            if (step < fanAt.Length && fanAt[step] == i)
            {
                fan[step++][path] = equity;
            }
        }

        return ((equity / paths.Capital - 1) * 100, deepest * 100);
    }

    private static MonteCarloResult Summarise(
        Paths paths, MonteCarloOptions options, PathFigures[] figures, double observed, int[] fanAt, double[][] fan)
    {
        double count = figures.Length;
        double[] sharpes = [.. figures.Select(path => path.Sharpe).Where(double.IsFinite)];
        return new MonteCarloResult
        {
            Observations = paths.Observations.Length,
            Options = options,
            ReturnPercent = Percentiles([.. figures.Select(path => path.ReturnPercent)]),
            Sharpe = sharpes.Length == 0 ? null : Percentiles(sharpes),
            MaxDrawdownPercent = Percentiles([.. figures.Select(path => path.DrawdownPercent)]),
            LossProbability = figures.Count(path => path.ReturnPercent < 0) / count,
            RuinProbability = figures.Count(path => path.DrawdownPercent > options.RuinDrawdown * 100) / count,
            ObservedSharpe = Defined.OrNull(observed),
            SignFlipPValue = double.IsFinite(observed) ? (1 + figures.Count(path => path.FlippedReaches)) / (count + 1) : null,
            Fan = [.. fanAt.Select((at, step) => Step(at, fan[step]))],
        };
    }

    private static FanStep Step(int observation, double[] equity)
    {
        Array.Sort(equity);
        return new FanStep(
            observation, SampleMoments.Percentile(equity, 5), SampleMoments.Percentile(equity, 25), SampleMoments.Percentile(equity, 50),
            SampleMoments.Percentile(equity, 75), SampleMoments.Percentile(equity, 95));
    }

    private static Percentiles Percentiles(double[] values)
    {
        Array.Sort(values);
        return new Percentiles(SampleMoments.Percentile(values, 5), SampleMoments.Percentile(values, 50), SampleMoments.Percentile(values, 95));
    }

    /// <summary>Evenly spread steps, the start and the end among them.</summary>
    private static int[] FanAt(int observations, int steps)
    {
        int count = Math.Min(steps, observations);
        return count == 0 ? [] : [.. Enumerable.Range(0, count + 1).Select(step => (int)((long)step * observations / count))];
    }

    private sealed record Paths(ReadOnlyMemory<double> Observations, double Capital, double Annualization, bool Compounds)
    {
        /// <summary>Annual Sharpe ratio of observations in any unit; NaN without variation.</summary>
        public double Sharpe(ReadOnlySpan<double> values)
        {
            double deviation = SampleMoments.DeviationOf(values);
            return deviation > 0 ? SampleMoments.MeanOf(values) / deviation * Annualization : double.NaN;
        }
    }

    private readonly record struct PathFigures(double ReturnPercent, double Sharpe, double DrawdownPercent, bool FlippedReaches);
}
