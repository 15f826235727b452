using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Domain.Market.Futures;
using Tradewind.Domain.Market.Registry;
using Tradewind.Server.Hosting;
using Tradewind.Server.Instruments;
using Tradewind.Testing;

namespace Tradewind.Server.Tests.Instruments;

public sealed class InstrumentsFileTests
{
    [Fact]
    public void The_built_in_list_is_valid_and_every_entry_has_a_calendar_but_families()
    {
        InstrumentRegistry registry = InstrumentsFile.Load("");

        Assert.True(registry.Entries.Length > 30);
        Assert.All(registry.Entries.Where(entry => !entry.IsFamily), entry => Assert.NotNull(entry.Instrument.TradingCalendar));
    }

    [Fact]
    public void An_entry_carries_everything_it_says()
    {
        InstrumentEntry entry = Read(
            """
            instruments:
              - id: SB=F
                name: Sugar
                asset_class: commodity_future
                currency: USC
                tick: 0.01
                lot: 1
                multiplier: 112000
                unit: lb
                exchange: ICE
                calendar: ice_energy
                availability: close
                aliases: [sugar, sb]
                files: ["SB*"]
                fields: {close: USC/lb}
                default_unit: contracts
                negative: true
                metadata: {grade: "11"}
            """).Entries[0];

        Instrument sugar = entry.Instrument;
        Assert.Equal(("SB=F", "Sugar", AssetClass.CommodityFuture, "USC"), (sugar.Id, sugar.DisplayName, sugar.AssetClass, sugar.Currency));
        Assert.Equal((0.01m, 1m, 112000m, ContractUnit.Pound), (sugar.TickSize, sugar.LotSize, sugar.Multiplier, sugar.Unit));
        Assert.Equal(("ICE", "ice_energy", Availability.Close), (sugar.Exchange, sugar.Calendar, entry.Availability!.Value));
        Assert.Equal(["sugar", "sb"], entry.Aliases.ToArray());
        Assert.Equal(("USC/lb", "contracts"), (entry.UnitOf("close"), entry.UnitOf("volume")));
        Assert.True(entry.MayBeNegative);
        Assert.Equal("11", entry.Metadata["grade"]);
    }

    [Fact]
    public void A_contract_brings_exchange_tick_multiplier_and_calendar()
    {
        Instrument gas = Read("instruments:\n  - {id: NG=F, contract: natgas}\n").Entries[0].Instrument;

        Assert.Equal((AssetClass.CommodityFuture, 10_000m, 0.001m, ContractUnit.MillionBtu), (gas.AssetClass, gas.Multiplier, gas.TickSize, gas.Unit));
        Assert.Equal(("NYMEX", "cme_energy"), (gas.Exchange, gas.Calendar));
    }

    [Theory]
    [InlineData("instruments:\n  - {id: A, asset_clas: equity}", "line 2", "did you mean 'asset_class'?")]
    [InlineData("instruments:\n  - {id: A, asset_class: equty}", "line 2", "did you mean 'equity'?")]
    [InlineData("instruments:\n  - {id: A, asset_class: equity,\n     calendar: nyze}", "line 3", "did you mean 'nyse'?")]
    [InlineData("instruments:\n  - {id: A, asset_class: equity, unit: gallons}", "line 2", "Known: bbl, gal")]
    [InlineData("instruments:\n  - {id: A, asset_class: equity, multiplier: 0}", "line 2", "multiplier must be a positive number")]
    [InlineData("instruments:\n  - {id: A, asset_class: equity, negative: maybe}", "line 2", "must be true or false")]
    [InlineData("instruments:\n  - {id: A, asset_class: equity, aliases: x}", "line 2", "list of texts")]
    [InlineData("instruments:\n  - {id: A, asset_class: equity, metadata: x}", "line 2", "map names to texts")]
    [InlineData("instruments:\n  - {id: A, contract: oil}", "line 2", "contract 'oil' is unknown")]
    [InlineData("instruments:\n  - {id: A}", "line 2", "needs an asset_class or a contract")]
    [InlineData("instruments:\n  - {asset_class: equity}", "line 2", "id is missing")]
    [InlineData("instruments:\n  - text", "line 2", "must be a mapping")]
    [InlineData("instruments:\n  - {id: A, asset_class: equity}\n  - {id: B, asset_class: equity, aliases: [a]}", "line 3", "on line 2 already")]
    [InlineData("instrument: []", "instruments", "needs the key 'instruments'")]
    [InlineData("instruments: []\nother: 1", "line 2", "unknown key 'other'")]
    [InlineData("instruments: [", "line 2", "no YAML")]
    public void A_wrong_entry_is_named_with_its_line_and_what_to_write(string yaml, string place, string text)
    {
        InvalidInputException error = Assert.Throws<InvalidInputException>(() => Read(yaml));

        FieldViolation violation = error.Violations[0];
        Assert.Equal(("INSTRUMENTS_INVALID", place), (error.Reason, violation.Field));
        Assert.Contains(text, violation.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_wrong_is_reported_at_once() => Assert.Equal(
        3, Assert.Throws<InvalidInputException>(() => Read("instruments:\n  - {id: A}\n  - {id: B, asset_class: x}\n  - text")).Violations.Count(violation => violation.Field.StartsWith("line", StringComparison.Ordinal)));

    [Fact]
    public async Task A_wrong_file_stops_the_start_and_a_good_one_replaces_the_list()
    {
        string file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "instruments:\n  - {id: A}\n");
            InvalidInputException error = await Assert.ThrowsAsync<InvalidInputException>(() => TestServer.StartAsync(options => options.Instruments = file));
            Assert.Contains("line 2", error.Message, StringComparison.Ordinal);

            await File.WriteAllTextAsync(file, "instruments:\n  - {id: A, asset_class: equity, calendar: lse}\n");
            await using TestServer server = await TestServer.StartAsync(options => options.Instruments = file);
            Assert.Equal("lse", (await server.Data.ResolveInstrumentAsync(new V1.ResolveInstrumentRequest { Text = "a" })).Instrument.Calendar);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void The_file_beside_the_configuration_is_found()
    {
        string folder = Directory.CreateTempSubdirectory("tradewind-config-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "tradewind.yaml"), "max_live_runs: 3\n");
            Dictionary<string, string> nothing = [];
            Assert.Equal("", ServerConfiguration.Read(["--config", Path.Combine(folder, "tradewind.yaml")], nothing).Instruments);
            File.WriteAllText(Path.Combine(folder, "instruments.yaml"), "instruments: []\n");
            Assert.Equal(
                Path.Combine(folder, "instruments.yaml"), ServerConfiguration.Read(["--config", Path.Combine(folder, "tradewind.yaml")], nothing).Instruments);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static InstrumentRegistry Read(string yaml) => InstrumentsFile.Read(new StringReader(yaml), "instruments.yaml");
}
