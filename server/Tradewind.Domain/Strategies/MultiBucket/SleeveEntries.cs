namespace Tradewind.Domain.Strategies.MultiBucket;

/// <summary>Which sleeves the rules open at a close (multi-bucket specification, sections 2 to 5).</summary>
internal sealed class SleeveEntries(MultiBucketSettings settings, AssetState[] assets, PairState[] pairs, bool[] residualAllowed)
{
    private readonly bool[] _momentumToday = new bool[assets.Length];

    /// <summary>Lists the entries into <paramref name="found"/>: momentum by composite, residual, mean reversion, pairs.</summary>
    public void Find(RegimeView regime, SleeveBook book, List<Candidate> found)
    {
        found.Clear();
        Array.Clear(_momentumToday);
        if (!regime.RiskOff)
        {
            FindMomentum(book, found);
            FindResidual(book, found);
            FindMeanReversion(regime, book, found);
        }

        double pairSize = regime.RiskOff ? 0.5 : 1;
        for (int index = 0; index < pairs.Length; index++)
        {
            PairState pair = pairs[index];
            int direction = pair.Score < -settings.PairEntry ? 1 : pair.Score > settings.PairEntry ? -1 : 0;
            bool enters = direction != 0 && Math.Abs(pair.Score) < settings.PairHardStop && pair.Slope > 0
                && pair.Correlation > settings.PairCorrelation && pair.CorrelationDecline >= settings.PairCorrelationDecline
                && !book.Holds(Bucket.Pair, index);
            if (enters)
            {
                Add(found, new Candidate(Bucket.Pair, index, direction, Confidence(pair.Score, 4), pairSize, pair.Volatility));
            }
        }
    }

    private void FindMomentum(SleeveBook book, List<Candidate> found)
    {
        for (int index = 0; index < assets.Length; index++)
        {
            AssetState asset = assets[index];
            bool enters = asset.Composite > settings.CompositeEntry && asset.Momentum[0] > settings.BaseMomentum && IsAligned(asset)
                && asset.IsCarriedOn && asset.Strength > 0 && !book.Holds(Bucket.Momentum, index);
            _momentumToday[index] = enters && Add(
                found, new Candidate(Bucket.Momentum, index, 1, Math.Clamp(asset.Composite / 2, 0, 1), 1, asset.Volatility), asset.Range);
        }

        // Rank orders the output only: equal composites keep the order of the universe, so an insertion sort is what is meant.
        for (int i = 1; i < found.Count; i++)
        {
            for (int j = i; j > 0 && assets[found[j].Index].Composite > assets[found[j - 1].Index].Composite; j--)
            {
                (found[j], found[j - 1]) = (found[j - 1], found[j]);
            }
        }
    }

    private void FindResidual(SleeveBook book, List<Candidate> found)
    {
        for (int index = 0; index < assets.Length; index++)
        {
            AssetState asset = assets[index];
            int direction = asset.ResidualScore > settings.ResidualEntry ? 1 : asset.ResidualScore < -settings.ResidualEntry ? -1 : 0;
            if (direction != 0 && residualAllowed[index] && !book.Holds(Bucket.Residual, index))
            {
                double boost = Math.Abs(asset.ResidualScore) > settings.ResidualBoostFrom ? settings.ResidualBoost : 1;
                Add(found, new Candidate(
                    Bucket.Residual, index, direction, Confidence(asset.ResidualScore, 3), boost, asset.Volatility), asset.Range);
            }
        }
    }

    private void FindMeanReversion(RegimeView regime, SleeveBook book, List<Candidate> found)
    {
        if (!(regime.AverageCorrelation < settings.ReversionMaxCorrelation))
        {
            return;
        }

        for (int index = 0; index < assets.Length; index++)
        {
            AssetState asset = assets[index];
            double score = asset.Score[0];
            bool sells = score > settings.Overextension && asset.Strength < 0
                && !book.Holds(Bucket.Momentum, index) && !_momentumToday[index];
            bool buys = score < settings.Oversold && asset.Strength > settings.ReversionStrength;
            if ((sells || buys) && !book.Holds(Bucket.MeanReversion, index))
            {
                Add(found, new Candidate(
                    Bucket.MeanReversion, index, buys ? 1 : -1, Confidence(score, 4), settings.ReversionSize, asset.Volatility), asset.Range);
            }
        }
    }

    private static bool Add(List<Candidate> found, Candidate candidate, double range = 0)
    {
        // Without a volatility there is no size, without a range no stop.
        bool sized = candidate.Volatility > 0 && !double.IsNaN(range);
        if (sized)
        {
            found.Add(candidate);
        }

        return sized;
    }

    private static double Confidence(double score, double full) => Math.Min(Math.Abs(score) / full, 1);

    private static bool IsAligned(AssetState asset)
    {
        foreach (double momentum in asset.Momentum)
        {
            if (!(momentum > 0))
            {
                return false;
            }
        }

        return true;
    }
}
