namespace Tradewind.Domain.Engine.Optimization;

/// <summary>Where a search keeps what is done, so that it can go on later without doing it again. Called from many threads.</summary>
public interface ITrialLog
{
    /// <summary>The finished trial of a combination in a stage of the search; null where it is still to be run.</summary>
    SweepTrial? Find(int stage, int index);

    /// <summary>Keeps a trial that has just finished.</summary>
    void Keep(SweepTrial trial);
}
