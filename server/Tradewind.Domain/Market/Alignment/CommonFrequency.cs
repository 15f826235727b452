using System.Collections.Immutable;
using Tradewind.Domain.Errors;

namespace Tradewind.Domain.Market.Alignment;

/// <summary>The row length of an aligned frame.</summary>
/// <param name="Timeframe">Row length.</param>
/// <param name="FinerForced">True when the user asked for rows shorter than the coarsest input.</param>
internal readonly record struct CommonFrequency(Timeframe Timeframe, bool FinerForced)
{
    /// <summary>The coarsest input, unless the specification names another length. Releases alone make a daily calendar.</summary>
    /// <exception cref="InvalidInputException">The rows asked for are finer than every input, or frequencies differ and may not be mixed.</exception>
    public static CommonFrequency Of(ImmutableArray<InputSelection> inputs, AlignmentSpec spec)
    {
        Timeframe? wanted = spec.ResampleTo;
        Timeframe[] regular =
        [
            .. inputs.Where(input => !input.Series.IsRelease()).Select(input => input.Series.Timeframe).DefaultIfEmpty(Timeframe.Day),
        ];
        (Timeframe finest, Timeframe coarsest) = (regular.Min(), regular.Max());
        if (wanted is null && spec.RefuseMixedFrequencies && finest != coarsest)
        {
            IEnumerable<string> listed = inputs.Where(input => !input.Series.IsRelease()).Select(input => $"{input.Series.Instrument.Id} {input.Series.Timeframe}");
            throw new InvalidInputException(
                "MIXED_FREQUENCIES", "resample_to",
                $"the members have different frequencies ({string.Join(", ", listed)}). Set resample_to to the row length you mean: '{coarsest}' resamples the finer ones, '{finest}' repeats the coarser ones.");
        }

        if (wanted is { } asked && asked < finest)
        {
            throw new InvalidInputException(
                "RESAMPLE_TOO_FINE", "resample_to", $"{asked} is finer than every input; the finest has {finest}, and rows cannot be split.");
        }

        Timeframe chosen = wanted ?? coarsest;
        return new CommonFrequency(chosen, chosen < coarsest);
    }
}
