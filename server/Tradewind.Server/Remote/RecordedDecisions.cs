using Tradewind.V1;

namespace Tradewind.Server.Remote;

/// <summary>The decisions a program made before, by step. Where they end nothing is decided, as in the session that ended there.</summary>
internal sealed class RecordedDecisions(IReadOnlyList<RemoteAnswer> answers) : IRemoteDecider
{
    private static readonly RemoteAnswer s_nothing = new();

    // The step is not shown to anybody.
    /// <inheritdoc />
    public bool IsWarmUp(long time) => false;

    /// <inheritdoc />
    public RemoteAnswer Ask(RemoteStep step) => step.Step <= answers.Count ? answers[(int)step.Step - 1] : s_nothing;
}
