using Microsoft.Data.Sqlite;
using TradingActors.Domain;
using TradingActors.Engine.Accounts;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Orders;
using TradingActors.SimulatedVenue;
using Xunit;

namespace TradingActors.Scenarios.InProcess;

/// <summary>Sharding, singleton and the SQLite journals as shipped, over several lives of one data directory.</summary>
public sealed class ClusterOfOneTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("trading-actors-").FullName;

    [Fact]
    public async Task a_second_life_carries_on_from_the_journal_and_stays_halted()
    {
        await using var venue = await SimulatedVenueHost.StartAsync(new SimulatedVenueSettings(), TimeProvider.System,
            CancellationToken.None);
        decimal position;
        await using (var first = await EngineUnderTest.StartClusterAsync(venue, _directory))
        {
            await first.UntilAsync(a => a.Phase == DeskPhase.Trading && a.Mode == TradingMode.Active, "trading");
            await first.QuoteAsync(new Symbol("BTCUSDT"));
            EngineUnderTest.Acknowledged(await first.AskAccountAsync<object>(new PlaceOrder(new OrderRequest(
                new ClientOrderId("m1"), new Symbol("BTCUSDT"), Side.Buy, OrderType.Market, TimeInForce.Gtc,
                new Quantity(0.01m), null))));
            position = (await first.UntilAsync(a => a.Counters.Filled == 1, "the fill"))
                .Positions.Single(p => p.Symbol.Value == "BTCUSDT").Quantity.Value;
            await first.Control.HaltAsync(Scope.Everything, "test", "tester", TradingMode.Halted, TimeSpan.FromSeconds(5));
        }

        await using var second = await EngineUnderTest.StartClusterAsync(venue, _directory);
        var after = await second.UntilAsync(a => a.Phase == DeskPhase.Trading, "the desk to open");

        Assert.Equal(2, after.Epoch);
        Assert.Equal(TradingMode.Halted, after.Mode);
        Assert.Contains(after.Holds, h => h.Cause == HoldCause.Operator);
        var repeated = await second.AskAccountAsync<OrderAcknowledged>(new PlaceOrder(new OrderRequest(
            new ClientOrderId("m1"), new Symbol("BTCUSDT"), Side.Buy, OrderType.Market, TimeInForce.Gtc,
            new Quantity(0.01m), null)));
        Assert.Equal(OrderStatus.Filled, repeated.Order.Status);
        Assert.Equal(1, Assert.Single(venue.Judge("main").Orders).AcceptCount);
        Assert.Equal(1m + 0.01m - (0.01m * 0.001m), position);
    }

    [Fact]
    public async Task a_corrupt_row_refuses_to_trade_and_names_its_event()
    {
        await using var venue = await SimulatedVenueHost.StartAsync(new SimulatedVenueSettings(), TimeProvider.System,
            CancellationToken.None);
        await using (var first = await EngineUnderTest.StartClusterAsync(venue, _directory))
            await first.UntilAsync(a => a.Phase == DeskPhase.Trading, "trading");
        using (var database = new SqliteConnection($"Data Source={Path.Combine(_directory, "journal.db")}"))
        {
            database.Open();
            using var spoil = database.CreateCommand();
            spoil.CommandText = "UPDATE journal SET message = x'7B22' WHERE sequence_number = 1";
            Assert.Equal(1, spoil.ExecuteNonQuery());
        }

        await using var second = await EngineUnderTest.StartClusterAsync(venue, _directory);
        var after = await second.UntilAsync(a => a.Phase == DeskPhase.Unrecoverable, "the refusal");

        Assert.Contains("account-main", after.PhaseReason);
        Assert.Contains("event 1", after.PhaseReason);
        Assert.Equal(TradingMode.Halted, after.Mode);
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_directory, recursive: true);
    }
}
