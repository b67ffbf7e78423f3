using TradingActors.Domain;
using TradingActors.Venues.Binance.Wire;
using TradingActors.Venues.Json;

namespace TradingActors.Venues.Binance;

/// <summary>What an event of the account's stream asks of the session itself.</summary>
internal enum StreamVerdict
{
    None,
    ServerShutdown,
    StreamTerminated,
}

/// <summary>Turns the account's events into ours.</summary>
internal sealed class UserStreamReader(
    IVenueSessionSink sink, Utf8Interner names, FrameReporter reporter, OrdersInFlight orders)
{
    public StreamVerdict Read(ReadOnlySpan<byte> json, Instant now)
    {
        if (!TryReadType(json, out var type, out var fault))
            reporter.Unreadable(fault, json, now);
        else if (type.SequenceEqual("executionReport"u8))
            ReadExecution(json, now);
        else if (type.SequenceEqual("outboundAccountPosition"u8))
            ReadPosition(json, now);
        else if (type.SequenceEqual("balanceUpdate"u8))
            ReadTransfer(json, now);
        else if (type.SequenceEqual("serverShutdown"u8))
            return StreamVerdict.ServerShutdown;
        else if (type.SequenceEqual("eventStreamTerminated"u8))
            return StreamVerdict.StreamTerminated;
        else if (!IsOfNoConcern(type))
            reporter.UnknownType(type, json, now);

        return StreamVerdict.None;
    }

    /// <summary>
    /// The reports of each order tell what an order list does; a lock moves no amount, only its state.
    /// </summary>
    private static bool IsOfNoConcern(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("listStatus"u8) || type.SequenceEqual("externalLockUpdate"u8);

    private static bool TryReadType(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> type, out string fault)
    {
        type = default;
        fault = "";
        var json = new JsonCursor(text);
        json.EnterObject();
        while (json.NextField(out var name))
        {
            if (name is [(byte)'e'] && json.ReadString(out type))
                return true;
            json.Skip();
        }

        fault = json.Fault ?? "an event without its type e";
        return false;
    }

    private void ReadExecution(ReadOnlySpan<byte> json, Instant now)
    {
        if (!ExecutionReport.TryRead(json, out var report, out var fault))
        {
            reporter.Unreadable(fault, json, now);
            return;
        }

        var id = new VenueClientId(names.Get(report.OrderClientId));
        if (ToEvent(report, id, now) is not { } venueEvent)
        {
            reporter.Unreadable("an executionReport with a word that is not known", json, now);
            return;
        }

        orders.Heard(id);
        sink.Emit(venueEvent);
    }

    private VenueOrderEvent? ToEvent(in ExecutionReport report, VenueClientId id, Instant now)
    {
        var at = AccountReader.At(report.AtMs, now);
        var filled = new Quantity(report.FilledQuantity);
        return report.Execution switch
        {
            _ when report.Execution.SequenceEqual("TRADE"u8) => Fill(report, id, at),
            _ when report.Execution.SequenceEqual("NEW"u8) => new VenueAccepted(
                id, AccountReader.OrderId(report.OrderId), new Symbol(names.Get(report.Symbol)), at),
            _ when report.Execution.SequenceEqual("CANCELED"u8) => new VenueCanceled(id, filled, at),
            _ when report.Execution.SequenceEqual("EXPIRED"u8) => Expired(report, id, at),
            _ when report.Execution.SequenceEqual("REJECTED"u8) => Rejected(report, id, at),
            _ when report.Execution.SequenceEqual("TRADE_PREVENTION"u8)
                && report.Status.SequenceEqual("EXPIRED_IN_MATCH"u8) => Expired(report, id, at),
            _ when report.Execution.SequenceEqual("REPLACED"u8)
                || report.Execution.SequenceEqual("TRADE_PREVENTION"u8) => State(report, id, at),
            _ => null,
        };
    }

    private VenueFill? Fill(in ExecutionReport report, VenueClientId id, DateTimeOffset at) =>
        report.TradeId < 0 || !BinanceWords.TryRead(report.Side, out Side side)
            ? null
            : new VenueFill(
                id, AccountReader.OrderId(report.OrderId), new Symbol(names.Get(report.Symbol)),
                new TradeId(report.TradeId), side, new Price(report.LastPrice),
                new Quantity(report.LastQuantity), report.Fee, new Asset(names.Get(report.FeeAsset)),
                report.IsMaker, new Quantity(report.FilledQuantity), at);

    private VenueExpired Expired(in ExecutionReport report, VenueClientId id, DateTimeOffset at) =>
        new(id, new Quantity(report.FilledQuantity),
            names.Get(report.ExpiryReason.IsEmpty ? report.Status : report.ExpiryReason), at);

    private VenueRejected Rejected(in ExecutionReport report, VenueClientId id, DateTimeOffset at)
    {
        var reason = names.Get(report.RejectReason);
        return new VenueRejected(
            id, reason.Length == 0 ? "REJECTED" : reason, "rejected by the matching engine", at);
    }

    /// <summary>
    /// An amended order, or one that self-trade prevention made smaller: it lives on with other numbers.
    /// </summary>
    private VenueOrderReport? State(in ExecutionReport report, VenueClientId id, DateTimeOffset at)
    {
        if (!BinanceWords.TryRead(report.Side, out Side side)
            || !BinanceWords.TryRead(report.Type, out OrderType type)
            || !BinanceWords.TryRead(report.Status, out VenueOrderStatus status))
            return null;
        BinanceWords.TryRead(report.TimeInForce, out TimeInForce timeInForce);
        return new VenueOrderReport(
            id, AccountReader.OrderId(report.OrderId), new Symbol(names.Get(report.Symbol)), side, type,
            timeInForce, AccountReader.LimitPrice(type, report.Price), new Quantity(report.Quantity),
            new Quantity(report.FilledQuantity), status, at, AccountReader.StopPrice(type, report.StopPrice));
    }

    private void ReadPosition(ReadOnlySpan<byte> text, Instant now)
    {
        var balances = new List<AssetBalance>(4);
        var stamp = 0L;
        var json = new JsonCursor(text);
        json.EnterObject();
        while (json.NextField(out var name))
            if (name is [(byte)'B'])
            {
                json.EnterArray();
                while (json.NextElement())
                    AccountReader.ReadBalance(ref json, names, "a"u8, "f"u8, "l"u8, balances);
            }
            else if (name is [(byte)'u'])
                json.ReadInteger(out stamp);
            else
                json.Skip();

        if (ApiFrame.End(ref json, out var fault))
            sink.Emit(new VenueBalancesChanged(balances, AccountReader.At(stamp, now)));
        else
            reporter.Unreadable(fault, text, now);
    }

    private void ReadTransfer(ReadOnlySpan<byte> text, Instant now)
    {
        ReadOnlySpan<byte> asset = default;
        var change = 0m;
        var stamp = 0L;
        var hasChange = false;
        var json = new JsonCursor(text);
        json.EnterObject();
        while (json.NextField(out var name))
            if (name is [(byte)'a'])
                json.ReadString(out asset);
            else if (name is [(byte)'d'])
                hasChange = json.ReadDecimal(out change);
            else if (name is [(byte)'T'])
                json.ReadInteger(out stamp);
            else
                json.Skip();

        var sound = ApiFrame.End(ref json, out var fault);
        if (sound && hasChange && WireText.IsName(asset) && WireText.IsQuantity(Math.Abs(change)))
            sink.Emit(new VenueTransfer(new Asset(names.Get(asset)), change, AccountReader.At(stamp, now)));
        else
            reporter.Unreadable(sound ? "a balanceUpdate without a usable a or d" : fault, text, now);
    }
}
