namespace Tradewind.Learning.Supervised;

/// <summary>What a model is asked to predict.</summary>
public enum TargetMode
{
    /// <summary>T(t+h) − T(t). The default: trees cannot extrapolate a drifting level.</summary>
    Change = 0,

    /// <summary>T(t+h) itself.</summary>
    Level,

    /// <summary>T(t+h)/T(t) − 1, for prices; rows with T(t) ≤ 0 have none.</summary>
    Return,
}
