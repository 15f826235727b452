using Grpc.Core;
using Tradewind.Client;
using Tradewind.Testing;
using Tradewind.V1;

namespace Tradewind.Server.Tests.Results;

/// <summary>Feature sets by name give what the same sets by value give.</summary>
public sealed class NamedFeatureSetTests(LoadedServer loaded) : IClassFixture<LoadedServer>
{
    private static readonly PortfolioSpec s_coin = new() { Members = { new PortfolioMember { InstrumentId = MarketData.Coin } } };

    private readonly TestServer _server = loaded.Server;

    [Fact]
    public async Task Sets_are_listed_in_order_and_each_can_be_read()
    {
        ListFeatureSetsResponse first = await _server.Features.ListFeatureSetsAsync(new ListFeatureSetsRequest { PageSize = 3 });
        ListFeatureSetsResponse rest = await _server.Features.ListFeatureSetsAsync(
            new ListFeatureSetsRequest { PageSize = 3, PageToken = first.NextPageToken });
        string[] names = [.. first.FeatureSets.Concat(rest.FeatureSets).Select(set => set.Name)];
        Assert.Equal(6, names.Length);
        Assert.Equal(names.Order(StringComparer.Ordinal), names);
        Assert.Equal(first.FeatureSets[1], (await _server.Features.GetFeatureSetAsync(new GetFeatureSetRequest { Name = names[1] })).FeatureSet);
    }

    [Fact]
    public async Task A_name_computes_what_its_content_computes()
    {
        NamedFeatureSet set = (await _server.Features.GetFeatureSetAsync(new GetFeatureSetRequest { Name = "technical_fast" })).FeatureSet;
        (FeatureReport named, ColumnTable columns) = await _server.Client.ComputeFeaturesAsync(
            new ComputeFeaturesRequest { Portfolio = s_coin, FeatureSetName = set.Name });
        (FeatureReport valued, ColumnTable _) = await _server.Client.ComputeFeaturesAsync(
            new ComputeFeaturesRequest { Portfolio = s_coin, FeatureSet = set.Features });
        Assert.Equal(valued, named);
        Assert.Equal(set.FeatureSetHash, named.Lineage.FeatureSetHash);
        Assert.Contains(columns.Names, name => name.EndsWith("_rsi_7", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_unknown_name_suggests_the_nearest()
    {
        RpcException error = await Assert.ThrowsAsync<RpcException>(
            () => _server.Features.AuditFeatureSetAsync(new AuditFeatureSetRequest { Portfolio = s_coin, FeatureSetName = "oil_curv" }).ResponseAsync);
        Assert.Equal(StatusCode.NotFound, error.StatusCode);
        Assert.Contains("oil_curve", error.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_beside_a_set_is_refused()
    {
        RpcException error = await Assert.ThrowsAsync<RpcException>(() => _server.Training.TrainModelAsync(new TrainModelRequest
        {
            RequestId = "both",
            Portfolio = s_coin,
            FeatureSet = new FeatureSetSpec(),
            FeatureSetName = "technical",
            Training = new TrainingSpec { TargetColumn = "x" },
        }).ResponseAsync);
        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
        Assert.Contains("not both", error.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_entry_of_the_catalogue_comes_with_its_certificate()
    {
        ListFeaturesResponse features = await _server.Features.ListFeaturesAsync(new ListFeaturesRequest { PageSize = 1000 });
        Assert.All(features.Features, feature =>
        {
            Assert.True(feature.Certificate.Causal, feature.Id);
            Assert.True(feature.Certificate.ComparedCount > 1000 && feature.Certificate.CutCount > 1, feature.Id);
            Assert.Equal("features/1", feature.Certificate.EngineVersion);
        });
    }
}
