using TradingActors.Domain;
using TradingActors.Engine.Accounts;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Strategies;
using Xunit;

namespace TradingActors.Scenarios.InProcess;

/// <summary>A failing part stops the account's trading before anything is started again.</summary>
public sealed class SupervisionTests
{
    [Fact]
    public async Task a_strategy_that_throws_closes_the_desk_cancels_its_orders_and_the_desk_comes_back()
    {
        var catalog = new StrategyCatalog();
        var throwing = new ThrowsOnce();
        catalog.Add("throws-once", _ => throwing);

        await using var engine = await EngineUnderTest.StartAsync("""
            trading-actors.accounts.main {
              enabled-strategies = [bad]
              strategies.bad { kind = throws-once, symbols = [BTCUSDT], settings { any = 1 } }
            }
            """, catalog: catalog);

        var after = await engine.UntilAsync(a => a.Epoch == 2 && a.Phase == DeskPhase.Trading, "the second desk");

        Assert.Equal(1, throwing.Failures);
        var order = Assert.Single(engine.Venue.Judge("main").Orders);
        Assert.Equal((1, VenueOrderStatus.Canceled), (order.AcceptCount, order.Status));
        Assert.Empty(after.Working);
        await engine.UntilAsync(a => a.Mode == TradingMode.Active, "trading again");
    }

    private sealed class ThrowsOnce : IStrategy
    {
        private ClientOrderId? _resting;

        public int Failures { get; private set; }

        public void OnStart(IStrategyContext context)
        {
        }

        public void OnQuote(IStrategyContext context, in Quote quote)
        {
            if (Failures == 0 && _resting is null)
                _resting = context.Place(quote.Symbol, Side.Buy, OrderType.PostOnly, new Quantity(0.01m),
                    new Price(Math.Floor(quote.Bid.Value * 0.98m)));
        }

        public void OnTrade(IStrategyContext context, in MarketTrade trade)
        {
        }

        public void OnOrder(IStrategyContext context, StrategyOrder order)
        {
            if (Failures > 0 || order.State?.VenueOrderId is null)
                return;

            Failures++;
            throw new InvalidOperationException("a mistake of the strategy's author");
        }

        public void OnTimer(IStrategyContext context)
        {
        }
    }
}
