using CsCheck;
using TradingActors.Domain;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Orders;
using TradingActors.Engine.Risk;
using Xunit;

namespace TradingActors.Tests.Engine.Risk;

/// <summary>
/// Random lives of orders, in random order and with repeats, against sums that are naively added up again after each
/// step from the account's own fold.
/// </summary>
[Trait("Control", "C08")]
public sealed class ReservationProperties
{
    private static readonly Symbol[] Symbols = [RiskDesk.Btc, RiskDesk.Eth];

    private static readonly Gen<(int Kind, int Pick, int Size, int Price)[]> Steps =
        Gen.Select(Gen.Int[0, 18], Gen.Int[0, 1_000], Gen.Int[1, 3_000], Gen.Int[-120, 120]).Array[1, 150];

    [Fact]
    [Trait("Control", "C08")]
    public void what_is_held_and_reserved_equals_the_naive_sums_and_stays_within_the_limits() =>
        Steps.Sample(steps => new Run().Play(steps), iter: 400);

    private sealed class Run
    {
        private readonly RiskDesk _desk = new(RiskDesk.Settings with
        {
            OrderRateMax = 1_000,
            Default = RiskDesk.Limits with { OpenOrdersMax = 12 },
        });

        private readonly Dictionary<ClientOrderId, (OrderRequest Request, string? Original)> _unrecorded = [];
        private readonly Dictionary<Symbol, decimal> _marks = Symbols.ToDictionary(s => s, _ => 100m);
        private readonly List<(OrderRequest Request, string? Original)> _ever = [];

        public void Play((int Kind, int Pick, int Size, int Price)[] steps)
        {
            foreach (var (kind, pick, size, price) in steps)
            {
                Step(kind, pick, size / 1000m, price / 100m);
                CompareWithOracle();
            }

            RecordEverything();
            CompareWithRecovered();
            FinishEverything();
            CompareWithOracle();
            foreach (var line in _desk.State.ToView().Instruments)
                Assert.Equal((0m, 0m, 0), (line.ReservedBuy.Value, line.ReservedSell.Value, line.OpenOrders));
            Assert.All(_desk.State.Exposure.Assets.Values, asset => Assert.Equal(0m, asset.Reserved));
        }

        private void Step(int kind, int pick, decimal size, decimal price)
        {
            switch (kind)
            {
                case <= 4:
                    Ask(_desk.Limit(Side.Buy + pick % 2, size, 100m + price, symbol: Symbols[pick / 2 % 2]), null);
                    break;
                case 5 when _ever.Count > 0:
                    var (repeat, replaces) = _ever[pick % _ever.Count];
                    Decide(repeat, replaces);
                    break;
                case <= 7 when _unrecorded.Count > 0:
                    Record(_unrecorded.Values.ElementAt(pick % _unrecorded.Count));
                    break;
                case 8 when Working(pick) is { } original:
                    Ask(original.Request with
                    {
                        ClientOrderId = new ClientOrderId($"replace-{_ever.Count}"),
                        Quantity = new Quantity(size),
                    }, original.Request.ClientOrderId.Value);
                    break;
                case 9:
                    var symbol = Symbols[pick % 2];
                    _marks[symbol] = 100m + price;
                    _desk.Quote(symbol, 99.99m + price, 100.01m + price);
                    break;
                case 10:
                    Adopt(_desk.Limit(Side.Buy + pick % 2, size, 100m + price, $"foreign-{pick}", Symbols[pick / 2 % 2]));
                    break;
                case 11 when _desk.LastUpdate is { } update:
                    _desk.State.Apply(update);
                    break;
                case >= 12 when Any(pick) is { } order:
                    _desk.Publish(EventOf(kind, order, size));
                    break;
            }
        }

        private AccountEvent EventOf(int kind, OrderState order, decimal size)
        {
            var (id, at) = (order.VenueId, _desk.Now.Wall);
            return kind switch
            {
                12 => new OrderAccepted(id, new VenueOrderId("1"), at),
                13 => _desk.Fill(order.Request, size, fee: 0.0001m, feeAsset: size > 1m ? "USDT" : "BTC"),
                14 => _desk.Fill(order.Request, order.Remaining.Value + 0.001m),
                15 => new OrderCanceled(id, order.FilledQuantity, at),
                16 => new OrderBecameUnknown(id, "silence", at),
                17 => new CancelRequested(id, "a test", at),
                _ => new OrderRejectedByVenue(id, "-2010", "no", at),
            };
        }

        private void Ask(OrderRequest request, string? original)
        {
            _ever.Add((request, original));
            Decide(request, original);
        }

        /// <summary>A repeat is approved again only when its reservation was given back before.</summary>
        private void Decide(OrderRequest request, string? original)
        {
            var before = _desk.State.ToView();
            if (_desk.Decide(request, original).Verdict != RiskVerdict.Approved)
                return;

            _unrecorded.Add(request.ClientOrderId, (request, original));
            var line = _desk.Exposure(request.Symbol);
            if (request.Side == Side.Buy)
                Assert.True(line.Position + line.ReservedBuy <= line.PositionMax);
            else
                Assert.True(line.ReservedSell - line.Position <= line.PositionMax);
            var after = _desk.State.ToView();
            Assert.True(after.Gross <= after.GrossMax || after.Gross <= before.Gross);
            Assert.True(line.OpenOrders <= line.OpenOrdersMax);
        }

        private void Record((OrderRequest Request, string? Original) approved)
        {
            var id = approved.Request.ClientOrderId;
            _unrecorded.Remove(id);
            var original = approved.Original is { } o ? _desk.AccountState.Find(new ClientOrderId(o)) : null;
            if (approved.Original is not null && original?.Status is not (OrderStatus.Accepted or OrderStatus.PartiallyFilled))
                _desk.State.Apply(new ReservationReturned(id));
            else if (original is not null && original.Carried + original.FilledQuantity >= approved.Request.Quantity)
                _desk.State.Apply(new ReservationReturned(id));
            else
                _desk.Record(approved.Request, original);
        }

        private void Adopt(OrderRequest request) => _desk.Publish(new ExternalOrderAdopted(
            RiskDesk.IdOf(request), new VenueOrderId("9"), request, Quantity.Zero, _desk.Now.Wall));

        private OrderState? Working(int pick) => _desk.AccountState.Working.Count == 0
            ? null
            : _desk.AccountState.Working.Values.ElementAt(pick % _desk.AccountState.Working.Count);

        private OrderState? Any(int pick)
        {
            OrderState[] all = [.. _desk.AccountState.Working.Values, .. _desk.AccountState.Finished];
            return all.Length == 0 ? null : all[pick % all.Length];
        }

        private void RecordEverything()
        {
            foreach (var approved in _unrecorded.Values.ToArray())
                Record(approved);
        }

        /// <summary>A process that died here would start again with the same exposure.</summary>
        private void CompareWithRecovered()
        {
            var again = new RiskDesk(_desk.State.Settings, _desk.AccountState);
            foreach (var (symbol, mark) in _marks)
                again.Quote(symbol, mark - 0.01m, mark + 0.01m);
            var (live, recovered) = (_desk.State.ToView(), again.State.ToView());
            Assert.Equal(live.Gross, recovered.Gross);
            Assert.Equal(live.Instruments, recovered.Instruments);
            foreach (var (asset, risk) in _desk.State.Exposure.Assets)
                Assert.Equal(
                    (risk.Total, risk.Reserved),
                    (again.State.Exposure.Assets[asset].Total, again.State.Exposure.Assets[asset].Reserved));
        }

        private void FinishEverything()
        {
            foreach (var order in _desk.AccountState.Working.Values.ToArray())
                Assert.True(_desk.Publish(new OrderCanceled(order.VenueId, order.FilledQuantity, _desk.Now.Wall)));
        }

        private void CompareWithOracle()
        {
            var usdt = 0m;
            var gross = 0m;
            foreach (var symbol in Symbols)
            {
                var (buy, sell, open) = (0m, 0m, 0);
                foreach (var (request, remaining) in OpenOrders())
                {
                    if (request.Symbol != symbol)
                        continue;

                    open++;
                    if (request.Side == Side.Buy)
                    {
                        buy += remaining;
                        usdt += remaining * request.LimitPrice!.Value.Value * 1.001m;
                    }
                    else
                        sell += remaining;
                }

                var position = _desk.AccountState.Position(symbol).Quantity.Value;
                gross += Math.Max(Math.Abs(position + buy), Math.Abs(position - sell)) * _marks[symbol];
                var line = _desk.Exposure(symbol);
                Assert.Equal((position, buy, sell, open),
                    (line.Position.Value, line.ReservedBuy.Value, line.ReservedSell.Value, line.OpenOrders));
                Assert.True(line.ReservedBuy.Value >= 0m && line.ReservedSell.Value >= 0m);
                Assert.Equal(sell, _desk.State.Exposure.Assets[new Asset(symbol.Value[..^4])].Reserved);
            }

            Assert.Equal(gross, _desk.State.ToView().Gross.Value);
            Assert.Equal(usdt, _desk.State.Exposure.Assets[new Asset("USDT")].Reserved);
            foreach (var (asset, total) in _desk.AccountState.Balances)
                Assert.Equal(total, _desk.State.Exposure.Assets[asset].Total);
        }

        private IEnumerable<(OrderRequest Request, decimal Remaining)> OpenOrders()
        {
            foreach (var order in _desk.AccountState.Working.Values)
                yield return (order.Request, order.Remaining.Value);
            foreach (var (request, _) in _unrecorded.Values)
                yield return (request, _desk.State.Find(request.ClientOrderId)!.Remaining);
        }
    }
}
