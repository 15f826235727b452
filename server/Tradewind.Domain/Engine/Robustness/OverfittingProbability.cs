using System.Numerics;
using System.Runtime.InteropServices;

namespace Tradewind.Domain.Engine.Robustness;

/// <summary>
/// Probability of backtest overfitting by combinatorially symmetric cross-validation (Bailey, Borwein, López de Prado and Zhu 2017). The
/// returns of all trials are cut into S equal blocks; each choice of S/2 blocks as in-sample picks the trial of the highest ratio
/// mean/deviation, whose rank among the trials on the other blocks gives λ = ln(ω/(1 − ω)), ω = rank/(N + 1). A search that finds something
/// ranks its choice high; one that fits noise ranks it anywhere.
/// </summary>
/// <param name="Probability">Share of splits with λ ≤ 0, in [0, 1].</param>
/// <param name="MedianLogit">Median λ.</param>
/// <param name="LossShare">Share of splits whose choice has a negative ratio out of sample.</param>
/// <param name="Splits">Number of splits, C(S, S/2).</param>
public sealed record OverfittingProbability(double Probability, double MedianLogit, double LossShare, int Splits)
{
    /// <summary>Blocks used unless told otherwise: 12,870 splits.</summary>
    public const int DefaultBlocks = 16;

    // A deviation this small against the mean is rounding of equal returns.
    private const double RoundingShare = 1e-12;

    /// <summary>Cross-validates trials, all measured on the same returns' times with the same even number of blocks.</summary>
    /// <param name="trials">Blocks of each trial, at least 2 trials.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>The probability; null below two trials or where there are fewer returns than blocks.</returns>
    public static OverfittingProbability? Of(IReadOnlyList<ReturnMoments> trials, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(trials);
        if (trials.Count < 2 || trials[0].BlockLength == 0)
        {
            return null;
        }

        int blocks = trials[0].BlockMeans.Length;
        if (blocks % 2 != 0 || trials.Any(trial => trial.BlockMeans.Length != blocks || trial.BlockLength != trials[0].BlockLength))
        {
            throw new ArgumentException("Trials must be cut into the same even number of blocks of one length.", nameof(trials));
        }

        Columns columns = new(trials, blocks);
        double[] first = new double[trials.Count], second = new double[trials.Count];
        List<double> logits = [];
        int losses = 0;
        // A split and its mirror share their sums: only those with block 0 in the first half are walked through.
        for (uint choice = 1; choice < 1u << blocks; choice += 2)
        {
            if (BitOperations.PopCount(choice) != blocks / 2)
            {
                continue;
            }

            cancellation.ThrowIfCancellationRequested();
            columns.Ratios(choice, first);
            columns.Ratios(~choice & ((1u << blocks) - 1), second);
            foreach ((double[] inside, double[] outside) in ((double[], double[])[])[(first, second), (second, first)])
            {
                double chosen = outside[Best(inside)];
                double rank = Rank(outside, chosen) / (trials.Count + 1);
                logits.Add(Math.Log(rank / (1 - rank)));
                losses += chosen < 0 ? 1 : 0;
            }
        }

        double[] ascending = [.. logits.Order()];
        int middle = ascending.Length / 2;
        return new OverfittingProbability(
            (double)logits.Count(logit => logit <= 0) / logits.Count, (ascending[middle - 1] + ascending[middle]) / 2, (double)losses / logits.Count, logits.Count);
    }

    private static int Best(double[] ratios)
    {
        int best = 0;
        for (int i = 1; i < ratios.Length; i++)
        {
            best = ratios[i] > ratios[best] ? i : best;
        }

        return best;
    }

    /// <summary>Ascending rank from 1; equal values share their mean rank.</summary>
    private static double Rank(double[] ratios, double value)
    {
        (int below, int equal) = (0, 0);
        foreach (double ratio in ratios)
        {
            below += ratio < value ? 1 : 0;
            equal += ratio == value ? 1 : 0;
        }

        return below + (equal + 1) / 2.0;
    }

    /// <summary>Block moments by block, so that sums over blocks run along trials.</summary>
    private sealed class Columns
    {
        private readonly int _blockLength;
        private readonly double[][] _means;
        private readonly double[][] _squares;
        private readonly double[][] _meansSquared;
        private readonly double[] _mean;
        private readonly double[] _square;
        private readonly double[] _meanSquared;

        public Columns(IReadOnlyList<ReturnMoments> trials, int blocks)
        {
            _blockLength = trials[0].BlockLength;
            _means = [.. Enumerable.Range(0, blocks).Select(block => trials.Select(trial => trial.BlockMeans[block]).ToArray())];
            _squares = [.. Enumerable.Range(0, blocks).Select(block => trials.Select(trial => trial.BlockSquares[block]).ToArray())];
            _meansSquared = [.. _means.Select(means => means.Select(mean => mean * mean).ToArray())];
            (_mean, _square, _meanSquared) = (new double[trials.Count], new double[trials.Count], new double[trials.Count]);
        }

        /// <summary>Mean over deviation of each trial on the chosen blocks; −∞ without variation.</summary>
        public void Ratios(uint choice, double[] ratios)
        {
            Sum(_means, choice, _mean);
            Sum(_squares, choice, _square);
            Sum(_meansSquared, choice, _meanSquared);
            int count = BitOperations.PopCount(choice);
            double observations = (double)count * _blockLength;
            for (int i = 0; i < ratios.Length; i++)
            {
                double mean = _mean[i] / count;
                double squares = _square[i] + _blockLength * (_meanSquared[i] - count * mean * mean);
                double deviation = Math.Sqrt(Math.Max(0, squares) / (observations - 1));
                ratios[i] = deviation > Math.Abs(mean) * RoundingShare ? mean / deviation : double.NegativeInfinity;
            }
        }

        private static void Sum(double[][] byBlock, uint choice, double[] sums)
        {
            Array.Clear(sums);
            for (; choice != 0; choice &= choice - 1)
            {
                double[] block = byBlock[BitOperations.TrailingZeroCount(choice)];
                Span<Vector<double>> target = MemoryMarshal.Cast<double, Vector<double>>(sums.AsSpan());
                ReadOnlySpan<Vector<double>> source = MemoryMarshal.Cast<double, Vector<double>>(block.AsSpan());
                for (int i = 0; i < target.Length; i++)
                {
                    target[i] += source[i];
                }

                for (int i = target.Length * Vector<double>.Count; i < sums.Length; i++)
                {
                    sums[i] += block[i];
                }
            }
        }
    }
}
