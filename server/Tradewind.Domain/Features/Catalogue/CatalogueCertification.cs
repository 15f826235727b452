using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Features;

/// <summary>
/// Audits everything in the catalogue and hands every entry its certificate. A certificate is the outcome of an audit of the code at hand,
/// never a statement kept in a file: it cannot outlive a change of a formula.
/// </summary>
public static partial class CatalogueCertification
{
    private const int Cuts = 6;
    private const int Seed = 42;

    /// <summary>Version of the feature engine in certificates and lineages.</summary>
    public static string EngineVersion { get; } = string.Create(CultureInfo.InvariantCulture, $"features/{FeatureSetSpec.FormulaVersion}");

    /// <summary>Certificates by id of the entry. Takes about as long as a dozen computations of all features on 450 rows.</summary>
    /// <param name="cancellationToken">Stops between recomputations.</param>
    public static ImmutableDictionary<string, CausalityCertificate> Run(CancellationToken cancellationToken = default)
    {
        CausalityAuditOptions options = new() { Cuts = Cuts, Seed = Seed, MaximumViolations = int.MaxValue };
        ImmutableDictionary<string, CausalityCertificate> all = ImmutableDictionary<string, CausalityCertificate>.Empty.WithComparers(StringComparer.Ordinal);
        foreach ((Frame frame, FeatureSetSpec spec) in CertificationSample.Samples(Seed))
        {
            ImmutableArray<string> columns = new FeatureStream(frame, spec).Features;
            CausalityReport report = CausalityAudit.Run(frame, spec, options, cancellationToken);
            // An entry belongs to the first sample that has columns of it.
            all = Certify(columns, report, frame.RowCount).Aggregate(
                all, (known, entry) => known.GetValueOrDefault(entry.Key) is { ColumnCount: > 0 } ? known : known.SetItem(entry.Key, entry.Value));
        }

        return all;
    }

    /// <summary>Names of audited columns that no entry of the catalogue describes; empty while the catalogue is complete.</summary>
    public static ImmutableArray<string> UndescribedColumns()
    {
        Regex[] known = [.. FeatureCatalogue.All.SelectMany(Patterns)];
        return
        [
            .. CertificationSample.Samples(Seed).SelectMany(sample => new FeatureStream(sample.Frame, sample.Spec).Features)
                .Where(column => !known.Any(pattern => pattern.IsMatch(column))),
        ];
    }

    /// <summary>Name patterns of the catalogue that none of some columns has.</summary>
    internal static ImmutableArray<string> PatternsWithout(IReadOnlyCollection<string> columns) =>
    [
        .. FeatureCatalogue.All.SelectMany(definition => definition.NamePatterns.Zip(Patterns(definition)))
            .Where(entry => !columns.Any(column => entry.Second.IsMatch(column))).Select(entry => entry.First),
    ];

    /// <summary>Entries of the catalogue whose names a column fits.</summary>
    internal static IEnumerable<FeatureDefinition> EntriesOf(string column) =>
        FeatureCatalogue.All.Where(definition => Patterns(definition).Any(pattern => pattern.IsMatch(column)));

    internal static ImmutableDictionary<string, CausalityCertificate> Certify(ImmutableArray<string> columns, CausalityReport report, int rows)
    {
        long comparedPerColumn = report.FeatureCount == 0 ? 0 : report.ComparedValues / report.FeatureCount;
        ILookup<string, CausalityViolation> violations = report.Violations.ToLookup(violation => violation.Feature, StringComparer.Ordinal);
        ImmutableDictionary<string, CausalityCertificate>.Builder certificates = ImmutableDictionary.CreateBuilder<string, CausalityCertificate>(StringComparer.Ordinal);
        foreach (FeatureDefinition definition in FeatureCatalogue.All)
        {
            // A column that fits the names of two entries counts for both: a leak is rather shown twice than missed.
            Regex[] patterns = [.. Patterns(definition)];
            string[] own = [.. columns.Where(column => patterns.Any(pattern => pattern.IsMatch(column)))];
            certificates.Add(definition.Id, new CausalityCertificate(
                own.Length, rows, report.CutTimes.Length, comparedPerColumn * own.Length, own.Sum(column => violations[column].Count()), Seed, EngineVersion));
        }

        return certificates.ToImmutable();
    }

    // {n} and the other letters of windows stand for digits in some names and for words in others; any text is taken.
    private static IEnumerable<Regex> Patterns(FeatureDefinition definition) => definition.NamePatterns.Select(pattern =>
    {
        string name = Placeholder().Replace(Regex.Escape(pattern).Replace("\\{", "{", StringComparison.Ordinal), ".+");
        string prefix = definition.Group == "machine_learning" ? "(.+_ml_)?" : "";
        return new Regex($"^{prefix}{name}$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);
    });

    [GeneratedRegex(@"\{[a-z]+\}")]
    private static partial Regex Placeholder();
}
