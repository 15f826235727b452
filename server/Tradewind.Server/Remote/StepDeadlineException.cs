using Tradewind.Domain.Errors;

namespace Tradewind.Server.Remote;

/// <summary>A client took longer for a step than it said it would.</summary>
internal sealed class StepDeadlineException(long step, TimeSpan deadline)
    : TradewindException("STEP_DEADLINE", FormattableString.Invariant($"Step {step} was not answered within {deadline.TotalSeconds} s. Take smaller steps, or a longer step_deadline_seconds."));
