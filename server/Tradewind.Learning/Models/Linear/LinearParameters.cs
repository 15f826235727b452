namespace Tradewind.Learning.Models.Linear;

/// <summary>Reads the parameters of linear models.</summary>
internal static class LinearParameters
{
    /// <summary>Penalty of ridge regression, above 0.</summary>
    public static double Alpha(IReadOnlyDictionary<string, double> parameters, double byDefault)
    {
        ParameterReader reader = new("Ridge", parameters);
        double alpha = reader.Real("alpha", byDefault, 0, 1e12, openMin: true);
        reader.Finish();
        return alpha;
    }

    /// <summary>Least squares has no penalty and no parameter.</summary>
    public static double NoAlpha(IReadOnlyDictionary<string, double> parameters)
    {
        new ParameterReader("Linear", parameters).Finish();
        return 0;
    }
}
