namespace Tradewind.Domain.Engine.Optimization;

/// <summary>Where a sweep keeps what is done, so that it can go on later without doing it again. Called from many threads.</summary>
public interface ITrialLog
{
    /// <summary>The finished trial of a combination; null where it is still to be run.</summary>
    SweepTrial? Find(int index);

    /// <summary>Keeps a trial that has just finished.</summary>
    void Keep(SweepTrial trial);
}
