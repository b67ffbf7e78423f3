using TradingActors.Domain;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Orders;
using TradingActors.Engine.Risk;
using TradingActors.Simulation;
using Xunit;
using Xunit.Abstractions;
using OrderAccepted = TradingActors.SimulatedVenue.OrderAccepted;
using OrderCanceled = TradingActors.SimulatedVenue.OrderCanceled;
using OrderFilled = TradingActors.SimulatedVenue.OrderFilled;

namespace TradingActors.Simulations;

/// <summary>
/// Callers who ask for more than is allowed, by far: the venue never has to say so, and whoever wants to
/// cancel can.
/// </summary>
public sealed class RateStressTests(ITestOutputHelper output)
{
    /// <summary>What the shipped limits let through, a fifth of it kept for cancels.</summary>
    private const int ConfiguredPerTenSeconds = 50;

    private const string ManyOpen = """
        trading-actors.accounts.main {
          enabled-strategies = []
          risk.instruments.BTCUSDT.open-orders-max = 100
        }
        trading-actors.health.reject-storm-max = 100000

        """;

    private const string NoHardLevel = "trading-actors.accounts.main.risk.order-rate-hard = off\n";

    private const string VenueAlone = """
        trading-actors.accounts.main.risk { order-rate-max = 1000000, order-rate-hard = off }

        """;

    private static readonly TimeSpan Prompt = TimeSpan.FromSeconds(2);

    [Theory]
    [Trait("Control", "C04")]
    [Trait("Control", "C16")]
    [InlineData(2, NoHardLevel)]
    [InlineData(10, NoHardLevel)]
    [InlineData(10, VenueAlone)]
    [InlineData(40, VenueAlone)]
    public void whoever_asks_too_much_is_refused_here_and_every_cancel_passes(int times, string limits)
    {
        using var world = Worlds.Make(60 + (ulong)times, overrides: ManyOpen + limits);
        world.Start();
        world.UntilTrading();
        var crowd = new Crowd(world);

        crowd.Ask(times * ConfiguredPerTenSeconds, TimeSpan.FromSeconds(60));

        output.WriteLine(crowd.ToString());
        Assert.True(crowd.Stopped > 100, $"nobody was stopped: {crowd}");
        Assert.True(crowd.Canceled > 100, $"hardly anything was cancelled: {crowd}");
        Assert.True(crowd.SlowestCancel() < Prompt, $"a cancel took {crowd.SlowestCancel()}");
        world.StopAndJudge(60);
    }

    [Fact]
    [Trait("Control", "C04")]
    [Trait("Control", "C16")]
    public void the_hard_level_halts_the_account_and_takes_its_orders_back()
    {
        using var world = Worlds.Make(70, overrides: ManyOpen);
        world.Start();
        world.UntilTrading();
        var crowd = new Crowd(world);

        crowd.Ask(20 * ConfiguredPerTenSeconds, TimeSpan.FromSeconds(15));
        world.Run(TimeSpan.FromSeconds(5));

        var account = world.Engine!.Blotter().Accounts.Single();
        Assert.Equal(TradingMode.Halted, account.Mode);
        Assert.Contains(account.Holds, h => h.Cause == HoldCause.MessageRate);
        Assert.Equal(0, world.Venue.Judge("main").Counts.Open);
        world.Hold(70, world.Judge(Worlds.Account));
    }

    /// <summary>
    /// Places at a steady rate, and takes each order back a second after it was acknowledged.
    /// </summary>
    private sealed class Crowd(VirtualWorld world)
    {
        private readonly Dictionary<RefusalCode, int> _refused = [];
        private readonly Dictionary<string, TimeSpan> _cancelAskedAt = [];
        private int _placed;

        public int Canceled => _cancelAskedAt.Count;

        /// <summary>Refused by risk for their rate, or stopped at the gate for the venue's.</summary>
        public int Stopped => _refused.GetValueOrDefault(RefusalCode.OrderRateAboveLimit) + StoppedAtGate;

        private int StoppedAtGate => world.Engine!.Journal(world.Journals, Worlds.Account)
            .Count(e => e is Engine.Journal.OrderNotSent);

        public void Ask(int perTenSeconds, TimeSpan span)
        {
            var pause = TimeSpan.FromSeconds(10) / perTenSeconds;
            for (var end = world.Loop.Now + span; world.Loop.Now < end; world.Run(pause))
                Place();
            world.Run(TimeSpan.FromSeconds(5));
        }

        /// <summary>From the cancel that was promised to the venue's word that the order is gone.</summary>
        public TimeSpan SlowestCancel()
        {
            var ended = new Dictionary<string, DateTimeOffset>();
            var accepted = new HashSet<string>();
            foreach (var entry in world.Venue.EntriesOf("main"))
                switch (entry)
                {
                    case OrderAccepted order:
                        accepted.Add(order.ClientOrderId);
                        break;
                    case OrderCanceled order:
                        ended[order.ClientOrderId] = order.At;
                        break;
                    case OrderFilled order:
                        ended[order.ClientOrderId] = order.At;
                        break;
                }

            return _cancelAskedAt.Where(c => accepted.Contains(c.Key))
                .Max(c => ended[c.Key] - (VirtualTime.Epoch + c.Value));
        }

        public override string ToString() =>
            $"{_placed} asked, {string.Join(", ", _refused.Select(r => $"{r.Value} {r.Key}"))}, "
            + $"{StoppedAtGate} stopped at the gate, {Canceled} cancelled, "
            + $"{world.Venue.OrdersTaken} at the venue";

        private void Place()
        {
            var id = new ClientOrderId($"c{++_placed}");
            var price = new Price(57_000m - _placed % 500);
            var request = new OrderRequest(id, Worlds.Btc, Side.Buy, OrderType.PostOnly, TimeInForce.Gtc,
                new Quantity(0.001m + 0.0001m * (_placed % 9)), price);
            var engine = world.Engine!;
            engine.TellAccount(Worlds.Account, new PlaceOrder(request), engine.NewCaller(OnAnswer));
        }

        private void OnAnswer(object answer)
        {
            if (answer is OrderRefused refused)
                _refused[refused.Refusal.Code] = _refused.GetValueOrDefault(refused.Refusal.Code) + 1;
            if (answer is not OrderAcknowledged acknowledged)
                return;

            world.Loop.After(TimeSpan.FromSeconds(1), () => Cancel(acknowledged.Order));
        }

        private void Cancel(OrderState order)
        {
            var engine = world.Engine!;
            var askedAt = world.Loop.Now;
            engine.TellAccount(
                Worlds.Account, new CancelOrder(order.Request.ClientOrderId), engine.NewCaller(answer =>
                {
                    if (answer is CancelAnswer { Kind: CancelAnswerKind.Requested })
                        _cancelAskedAt[order.VenueId.Value] = askedAt;
                }));
        }
    }
}
