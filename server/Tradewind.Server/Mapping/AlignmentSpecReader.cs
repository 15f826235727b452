using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Domain.Market.Alignment;
using Tradewind.Domain.Market.Calendars;
using Tradewind.V1;
using AlignmentCalendar = Tradewind.Domain.Market.Alignment.AlignmentCalendar;
using AlignmentMethod = Tradewind.Domain.Market.Alignment.AlignmentMethod;
using OutlierAction = Tradewind.Domain.Market.Alignment.OutlierAction;
using OutlierMethod = Tradewind.Domain.Market.Alignment.OutlierMethod;
using TradingCalendar = Tradewind.Domain.Market.Calendars.TradingCalendar;

namespace Tradewind.Server.Mapping;

/// <summary>Reads how a portfolio is brought onto one calendar.</summary>
internal static class AlignmentSpecReader
{
    private const string Coarsest = "coarsest";
    private const int MostFillRows = 1000;
    private const int MostFillDays = 36_500;
    private const int MostWindow = 10_000;

    /// <summary>The specification of a request.</summary>
    /// <exception cref="InvalidInputException">A value does not fit; the field path says which.</exception>
    public static AlignmentSpec Read(PortfolioSpec portfolio, string path, Interval interval)
    {
        if (portfolio.HasFillLimit && portfolio.FillLimit is < 0 or > MostFillRows)
        {
            throw new InvalidInputException("FILL_LIMIT_INVALID", $"{path}.fill_limit", $"must be from 0 to {MostFillRows} rows, got {portfolio.FillLimit}.");
        }

        if (portfolio.HasFillLimitDays && portfolio.FillLimitDays is < 0 or > MostFillDays)
        {
            throw new InvalidInputException("FILL_LIMIT_INVALID", $"{path}.fill_limit_days", $"must be from 0 to {MostFillDays} days, got {portfolio.FillLimitDays}.");
        }

        return new AlignmentSpec
        {
            Method = portfolio.Method switch
            {
                V1.AlignmentMethod.Unspecified or V1.AlignmentMethod.Outer => AlignmentMethod.Outer,
                V1.AlignmentMethod.Inner => AlignmentMethod.Inner,
                V1.AlignmentMethod.Left => AlignmentMethod.Left,
                _ => throw new InvalidInputException("METHOD_INVALID", $"{path}.method", "must be OUTER, INNER or LEFT."),
            },
            Fill = portfolio.Fill switch
            {
                FillMethod.Unspecified or FillMethod.Forward => GapFill.ForwardFill,
                FillMethod.None => GapFill.None,
                _ => throw new InvalidInputException("FILL_INVALID", $"{path}.fill", "must be NONE or FORWARD."),
            },
            FillLimit = portfolio.HasFillLimit ? portfolio.FillLimit : 5,
            FillLimitTime = portfolio.HasFillLimitDays ? portfolio.FillLimitDays * UnixTime.Day : null,
            Calendar = portfolio.Calendar switch
            {
                V1.AlignmentCalendar.Unspecified or V1.AlignmentCalendar.Union => AlignmentCalendar.Union,
                V1.AlignmentCalendar.Business => AlignmentCalendar.Business,
                _ => throw new InvalidInputException("CALENDAR_INVALID", $"{path}.calendar", "must be UNION or BUSINESS."),
            },
            Sessions = portfolio.SessionCalendar.Length == 0 ? null : ReadCalendar(portfolio.SessionCalendar, $"{path}.session_calendar"),
            ResampleTo = portfolio.ResampleTo == Coarsest ? null : InstrumentMessages.ReadTimeframe(portfolio.ResampleTo, $"{path}.resample_to"),
            RefuseMixedFrequencies = portfolio.ResampleTo.Length == 0,
            Outliers = portfolio.Outliers is null ? null : ReadOutliers(portfolio.Outliers, $"{path}.outliers"),
            Start = interval.From == long.MinValue ? null : interval.From,
            End = interval.To == long.MaxValue ? null : interval.To,
        };
    }

    /// <summary>The release calendars of a request, by instrument.</summary>
    /// <exception cref="InvalidInputException">A calendar is of no member, or an entry lacks a date.</exception>
    public static ILookup<string, Domain.Market.Alignment.Release> Releases(PortfolioSpec portfolio, string path)
    {
        List<(string Id, Domain.Market.Alignment.Release Release)> all = [];
        for (int i = 0; i < portfolio.ReleaseCalendars.Count; i++)
        {
            ReleaseCalendar calendar = portfolio.ReleaseCalendars[i];
            string place = $"{path}.release_calendars[{i}]";
            if (portfolio.Members.All(member => member.InstrumentId != calendar.InstrumentId))
            {
                throw new InvalidInputException("RELEASE_CALENDAR_INVALID", $"{place}.instrument_id", $"'{calendar.InstrumentId}' is no member of the portfolio.");
            }

            for (int j = 0; j < calendar.Releases.Count; j++)
            {
                V1.Release release = calendar.Releases[j];
                if (release.Date is null || release.ReleaseTime is null)
                {
                    throw new InvalidInputException("RELEASE_CALENDAR_INVALID", $"{place}.releases[{j}]", "needs date and release_time.");
                }

                all.Add((calendar.InstrumentId, new Domain.Market.Alignment.Release(
                    ProtoTime.ToNanoseconds(release.Date, $"{place}.releases[{j}].date"), ProtoTime.ToNanoseconds(release.ReleaseTime, $"{place}.releases[{j}].release_time"))));
            }
        }

        return all.ToLookup(entry => entry.Id, entry => entry.Release, StringComparer.Ordinal);
    }

    private static TradingCalendar ReadCalendar(string id, string field) => TradingCalendars.Find(id) ?? throw new InvalidInputException(
        "CALENDAR_INVALID", field,
        $"'{id}' is no calendar{(NearestName.Find(id, TradingCalendars.All.Select(known => known.Id)) is { } near ? $", did you mean '{near}'?" : ".")} Known: {string.Join(", ", TradingCalendars.All.Select(known => known.Id))}.");

    private static OutlierTreatment ReadOutliers(OutlierSpec spec, string path)
    {
        if (spec.HasThreshold && !(spec.Threshold > 0 && double.IsFinite(spec.Threshold)))
        {
            throw new InvalidInputException("OUTLIERS_INVALID", $"{path}.threshold", "must be a positive number.");
        }

        if (spec.HasWindow && spec.Window is < OutlierTreatment.FewestChanges or > MostWindow)
        {
            throw new InvalidInputException("OUTLIERS_INVALID", $"{path}.window", $"must be from {OutlierTreatment.FewestChanges} to {MostWindow} changes, got {spec.Window}.");
        }

        OutlierTreatment defaults = new();
        return new OutlierTreatment
        {
            Action = spec.Action switch
            {
                V1.OutlierAction.Unspecified or V1.OutlierAction.Mark => OutlierAction.Mark,
                V1.OutlierAction.Remove => OutlierAction.Remove,
                V1.OutlierAction.Winsorize => OutlierAction.Winsorize,
                _ => throw new InvalidInputException("OUTLIERS_INVALID", $"{path}.action", "must be MARK, REMOVE or WINSORIZE."),
            },
            Method = spec.Method switch
            {
                V1.OutlierMethod.Unspecified or V1.OutlierMethod.Zscore => OutlierMethod.ZScore,
                V1.OutlierMethod.RobustZscore => OutlierMethod.RobustZScore,
                _ => throw new InvalidInputException("OUTLIERS_INVALID", $"{path}.method", "must be ZSCORE or ROBUST_ZSCORE."),
            },
            Threshold = spec.HasThreshold ? spec.Threshold : defaults.Threshold,
            Window = spec.HasWindow ? spec.Window : defaults.Window,
        };
    }
}
