using System.Collections.Immutable;

namespace Tradewind.Learning.Models.Linear;

/// <summary>Reads the parameters of linear models.</summary>
internal static class LinearParameters
{
    /// <summary>What ridge regression takes.</summary>
    public static readonly ImmutableArray<ModelParameter> Ridge = [new("alpha", 1, 0, 1e12, "L2 penalty on the weights of standardised features.", OpenMinimum: true)];

    /// <summary>Penalty of ridge regression, above 0.</summary>
    public static double Alpha(IReadOnlyDictionary<string, double> parameters)
    {
        ParameterReader reader = new("Ridge", Ridge, parameters);
        double alpha = reader.Real("alpha");
        reader.Finish();
        return alpha;
    }

    /// <summary>Least squares has no penalty and no parameter.</summary>
    public static double NoAlpha(IReadOnlyDictionary<string, double> parameters)
    {
        new ParameterReader("Linear", [], parameters).Finish();
        return 0;
    }
}
