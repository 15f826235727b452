using System.Collections.Immutable;
using Grpc.Core;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Features;
using Tradewind.Server.Data;
using Tradewind.Server.FeatureSets;
using Tradewind.Server.Live.Features;
using Tradewind.Server.Mapping;
using Tradewind.Server.Requests;
using Tradewind.V1;
using FeatureSetSpec = Tradewind.Domain.Features.FeatureSetSpec;

namespace Tradewind.Server.Services;

/// <summary>Catalogue, computation and causality audit of features over gRPC.</summary>
internal sealed class FeatureGrpcService(PortfolioReader portfolios, FeatureSetDirectory featureSets, LiveFeatures live) : FeatureService.FeatureServiceBase
{
    private const int DefaultCuts = 12;
    private const int MostCuts = 200;

    // Made when first asked for: a start need not wait for it.
    private static readonly Lazy<ImmutableDictionary<string, Domain.Features.CausalityCertificate>> s_certificates = new(() => CatalogueCertification.Run());

    /// <inheritdoc />
    public override Task<ListFeaturesResponse> ListFeatures(ListFeaturesRequest request, ServerCallContext context)
    {
        (IReadOnlyList<FeatureDefinition> page, string next) = Page.Cut(FeatureCatalogue.All, PageRequest.Read(request));
        return Task.FromResult(new ListFeaturesResponse { Features = { page.Select(definition => FeatureMessages.From(definition, s_certificates.Value[definition.Id])) }, NextPageToken = next });
    }

    /// <inheritdoc />
    public override Task<ListFeatureSetsResponse> ListFeatureSets(ListFeatureSetsRequest request, ServerCallContext context)
    {
        (IReadOnlyList<NamedSet> page, string next) = Page.Cut(featureSets.All, PageRequest.Read(request));
        return Task.FromResult(new ListFeatureSetsResponse { FeatureSets = { page.Select(FeatureMessages.From) }, NextPageToken = next });
    }

    /// <inheritdoc />
    public override Task<GetFeatureSetResponse> GetFeatureSet(GetFeatureSetRequest request, ServerCallContext context) =>
        Task.FromResult(new GetFeatureSetResponse { FeatureSet = FeatureMessages.From(featureSets.Get(Required.Text(request.Name, "name"))) });

    /// <inheritdoc />
    public override async Task ComputeFeatures(
        ComputeFeaturesRequest request, IServerStreamWriter<ComputeFeaturesResponse> responseStream, ServerCallContext context)
    {
        if (request.MaxThreads < 0 || request.MaxThreads > Environment.ProcessorCount)
        {
            throw new InvalidInputException(
                "MAX_THREADS_INVALID", "max_threads",
                $"must be from 0 (the server decides) to the {Environment.ProcessorCount} processors of the server, got {request.MaxThreads}.");
        }

        FeatureComputeOptions computing = new() { MaximumThreads = request.MaxThreads == 0 ? null : request.MaxThreads };
        LoadedPortfolio portfolio = await portfolios.AlignAsync(
            Required.Message(request.Portfolio, "portfolio"), "portfolio", context.CancellationToken).ConfigureAwait(false);
        FeatureSetSpec spec = featureSets.Read(request.FeatureSet, request.FeatureSetName, portfolio.Frame);
        FeatureResult result = FeaturePipeline.Compute(portfolio.Frame, spec, computing, context.CancellationToken);
        (result, ImmutableArray<Domain.Features.LeftOutFeature> leftOut) = FeatureSelection.Apply(result, FeatureSetReader.ReadSelection(request));
        FeatureReport report = FeatureMessages.Report(result, leftOut, portfolio);
        await responseStream.WriteAsync(new ComputeFeaturesResponse { Sequence = 1, Report = report }, context.CancellationToken).ConfigureAwait(false);
        if (request.ReportOnly)
        {
            return;
        }

        await responseStream.WriteBlocksAsync(
            ColumnBlocks.Cut(request.CompleteRowsOnly ? result.CompleteRows() : result.Frame),
            (sequence, block) => new ComputeFeaturesResponse { Sequence = sequence, Block = block },
            context.CancellationToken,
            written: 1).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public override async Task<AuditFeatureSetResponse> AuditFeatureSet(AuditFeatureSetRequest request, ServerCallContext context)
    {
        int cuts = request.HasCutCount ? request.CutCount : DefaultCuts;
        if (cuts is < 1 or > MostCuts)
        {
            throw new InvalidInputException("CUT_COUNT_INVALID", "cut_count", $"must be from 1 to {MostCuts}, got {cuts}.");
        }

        LoadedPortfolio portfolio = await portfolios.AlignAsync(
            Required.Message(request.Portfolio, "portfolio"), "portfolio", context.CancellationToken).ConfigureAwait(false);
        if (portfolio.Frame.RowCount < 2)
        {
            throw new PreconditionException("TOO_FEW_ROWS", "An audit needs at least 2 aligned rows. Load more data or widen the interval.");
        }

        FeatureSetSpec spec = featureSets.Read(request.FeatureSet, request.FeatureSetName, portfolio.Frame);
        CausalityReport report = await Task.Run(
            () => CausalityAudit.Run(
                portfolio.Frame, spec, new CausalityAuditOptions { Cuts = cuts, Seed = unchecked((int)request.Seed) }, context.CancellationToken),
            context.CancellationToken).ConfigureAwait(false);
        return FeatureMessages.From(report, spec.ComputeHash());
    }

    /// <inheritdoc />
    public override async Task StreamFeatures(
        StreamFeaturesRequest request, IServerStreamWriter<StreamFeaturesResponse> responseStream, ServerCallContext context)
    {
        await foreach (StreamFeaturesResponse message in live.StreamAsync(request, context.CancellationToken).ConfigureAwait(false))
        {
            await responseStream.WriteAsync(message, context.CancellationToken).ConfigureAwait(false);
        }
    }
}
