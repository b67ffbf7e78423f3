using CsCheck;
using TradingActors.Domain;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Exits;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Orders;
using TradingActors.Engine.Risk;
using Xunit;
using static TradingActors.Tests.Engine.Exits.ExitExamples;

namespace TradingActors.Tests.Engine.Exits;

/// <summary>
/// One flatten against a venue that does whatever chance wants: fills in parts, refuses, loses answers, finds
/// lost orders again, lets working orders live. The account's own fold says what is held.
/// </summary>
public sealed class FlattenProperties
{
    private static readonly Gen<(int Kind, int Size)[]> Chances =
        Gen.Select(Gen.Int[0, 11], Gen.Int[0, 1_000]).Array[0, 120];

    [Fact]
    [Trait("Control", "C10")]
    public void never_sells_more_than_is_held_and_always_ends() =>
        Gen.Select(Gen.Int[-4_000, 4_000], Gen.Bool, Chances).Sample(
            (held, works, chances) => new Run(held / 1000m, works).Play(chances), iter: 2_000);

    private sealed class Run
    {
        private readonly AccountState _account = new();
        private readonly ExitFactsState _facts;
        private readonly FlattenState _flatten;
        private readonly int _sign;
        private readonly List<OrderState> _open = [];
        private Instant _now = Now;
        private long _sequence;
        private long _trade;
        private int _orders;

        public Run(decimal held, bool works)
        {
            _sign = Math.Sign(held);
            _account.Apply(new OpeningPositionTaken(Some.Btc, new Quantity(held), new Price(100m), Now.Wall));
            _facts = new ExitFactsState(_account.ToSnapshot());
            _facts.Apply(new InstrumentsKnown([Btc]));
            if (works && Math.Abs(held) >= 0.4m)
                Record(Some.Request("before", 0.2m, 99m, _sign >= 0 ? Side.Sell : Side.Buy), null);
            _flatten = new FlattenState(
                new Flatten("f", Scope.Account(Some.Account), "test", "alice"), Some.Account, null, Settings,
                "exit:1:1:", Now);
        }

        public void Play((int Kind, int Size)[] chances)
        {
            foreach (var (kind, size) in chances)
            {
                Chance(kind, size);
                Step(size);
            }

            for (var i = 0; !_flatten.IsDone; i++)
            {
                Assert.True(i < 2_000, "it does not end");
                _now = _now.Plus(TimeSpan.FromSeconds(1));
                Step(i);
            }

            var report = _flatten.Report(_facts, _now.Wall);
            Assert.All(report.Lines, line => Assert.NotEqual(FlattenOutcome.UnderWay, line.Outcome));
            Assert.True(_orders <= Settings.SlicesMax, $"{_orders} orders");
            if (report.Outcome == FlattenOutcome.Flat)
                Assert.Equal((0m, 0), (Held, _account.Working.Count));
            if (report.Outcome == FlattenOutcome.Dust)
                Assert.True(Math.Abs(Held) < 0.057m, $"{Held} is no dust");
        }

        private decimal Held => _account.Position(Some.Btc).Quantity.Value;

        private void Chance(int kind, int size)
        {
            var order = _open.Count == 0 ? null : _account.Find(_open[size % _open.Count].VenueId);
            switch (kind)
            {
                case 0:
                    _now = _now.Plus(TimeSpan.FromMilliseconds(size * 4));
                    break;
                case <= 3:
                    var bid = 100m + (size - 500) / 50m;
                    _facts.Apply(QuoteAt(_now, bid, bid + 0.02m));
                    break;
                case <= 6 when order is not null:
                    Fill(order, Math.Min(order.Remaining.Value, (size + 1) / 500m));
                    break;
                case 7 when order is not null:
                    Publish(new OrderExpired(order.VenueId, order.FilledQuantity, "IOC", _now.Wall));
                    break;
                case 8 when order is not null:
                    Publish(new OrderBecameUnknown(order.VenueId, "silence", _now.Wall));
                    break;
                case 9 when order is not null:
                    Publish(new OrderRejectedByVenue(order.VenueId, "-2010", "no", _now.Wall));
                    break;
                case 10 when order is not null:
                    Publish(new OrderAccepted(order.VenueId, new VenueOrderId("7"), _now.Wall));
                    break;
                case 11 when order is not null:
                    Publish(new OrderCanceled(order.VenueId, order.FilledQuantity, _now.Wall));
                    break;
            }
        }

        private void Step(int size)
        {
            foreach (var step in _flatten.Step(_facts, canExit: size % 7 != 0, _now))
                if (step.Move.Kind == ExitMoveKind.Place)
                    Place(step, size);
                else if (step.Move.Kind == ExitMoveKind.CancelWorking && size % 3 == 0)
                    foreach (var order in _account.Working.Values.ToArray())
                        Publish(new OrderCanceled(order.VenueId, order.FilledQuantity, _now.Wall));
        }

        /// <summary>The judge: by the account's own fold, whatever the exit believes.</summary>
        private void Place(in ExitStep step, int size)
        {
            var (move, now) = (step.Move, _now);
            Assert.Equal(_sign > 0 ? Side.Sell : Side.Buy, move.Side);
            var reducers = _account.Working.Values.Where(o => o.Request.Side == move.Side)
                .Sum(o => o.Remaining.Value);
            Assert.InRange(move.Quantity.Value, 0.001m, Math.Abs(Held) - reducers);
            Assert.True(move.Quantity.Value * move.Price.Value <= Settings.SliceNotionalMax.Value);
            _orders++;

            var request = new OrderRequest(step.Slice!.Value, step.Symbol, move.Side, OrderType.Limit,
                TimeInForce.Ioc, move.Quantity, move.Price, ReduceOnly: true);
            if (size % 5 == 0)
                _flatten.Refused(request, new Refusal(
                    RefusalCode.BalanceInsufficient, move.Quantity.Value / 3m, move.Quantity.Value), now);
            else
                Record(request, "f");
        }

        private void Record(OrderRequest request, string? exit)
        {
            var id = new VenueClientId($"v-{request.ClientOrderId}");
            Publish(new IntentRecorded(id, ++_sequence, request, null, default, _now.Wall, Exit: exit));
            _account.MarkSent(id);
            _open.Add(_account.Find(id)!);
        }

        private void Fill(OrderState order, decimal quantity)
        {
            if (quantity <= 0m || order.IsTerminal)
                return;

            Publish(new OrderFilled(order.VenueId, Some.Btc, new Asset("BTC"), new Asset("USDT"),
                new TradeId(++_trade), order.Request.Side, order.Request.LimitPrice!.Value,
                new Quantity(quantity), 0m, new Asset("USDT"), false, _now.Wall));
            Assert.True(Held * _sign >= 0m, "the position has changed its sign");
        }

        private void Publish(AccountEvent on)
        {
            if (on is OrderEvent about && _account.Find(about.VenueId) is { IsTerminal: true })
                return;

            var applied = _account.Apply(on);
            if (applied.Verdict is EdgeVerdict.NoChange or EdgeVerdict.Illegal)
                return;

            var update = new OrderUpdated(applied.Order!, on, ++_sequence);
            _facts.Apply(update);
            _flatten?.Apply(update, _now);
        }
    }
}
