namespace Tradewind.Learning.Validation;

/// <summary>Says plainly whether a model is worth anything, and when it looks too good to be true.</summary>
public static class Verdict
{
    /// <summary>Text for a skill above 0.</summary>
    public const string BeatsNaive = "beats naive";

    /// <summary>Text for any other skill, undefined included.</summary>
    public const string NoSkill = "NO SKILL vs random walk";

    private const double SuspiciousSkill = 0.3;
    private const double SuspiciousR2 = 0.9;

    /// <summary>The verdict on a skill.</summary>
    public static string Of(double skill) => skill > 0 ? BeatsNaive : NoSkill;

    /// <summary>
    /// A sentence when results are so good that a feature probably knows the future (skill above 0.3, or R² above 0.9 on changes),
    /// else null. R² of a level raises no alarm: the level persists, the random walk alone reaches such values.
    /// </summary>
    public static string? LeakageAlarm(double skill, double r2, Supervised.TargetMode mode) =>
        skill > SuspiciousSkill
            ? FormattableString.Invariant($"Leakage alarm: skill {skill:0.000} is above {SuspiciousSkill}; look for a feature that knows the future.")
            : mode != Supervised.TargetMode.Level && r2 > SuspiciousR2
                ? FormattableString.Invariant($"Leakage alarm: R² {r2:0.000} on changes is above {SuspiciousR2}; look for a feature that knows the future.")
                : null;
}
