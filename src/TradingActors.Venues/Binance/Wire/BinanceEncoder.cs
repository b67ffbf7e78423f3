using TradingActors.Domain;
using TradingActors.Venues.Signing;

namespace TradingActors.Venues.Binance.Wire;

/// <summary>
/// The requests of the WebSocket API as frames. With an HMAC key each carries key and signature; with an
/// Ed25519 key the log-on does, and the rest carry their time stamp alone. A frame is valid until the next
/// one is encoded.
/// </summary>
internal sealed class BinanceEncoder
{
    /// <summary>The largest page of <c>myTrades</c>.</summary>
    public const int TradesLimit = 1000;

    private readonly RequestWriter _writer = new();
    private readonly RequestSigner? _signer;
    private readonly string _apiKey;
    private readonly bool _signsEach;
    private readonly int _recvWindowMs;

    public BinanceEncoder(string apiKey, RequestSigner signer, int recvWindowMs)
    {
        _apiKey = apiKey;
        _signer = signer;
        _signsEach = signer is HmacSigner;
        _recvWindowMs = recvWindowMs;
    }

    /// <summary>For public data alone: nothing is signed.</summary>
    public BinanceEncoder() => _apiKey = "";

    public ReadOnlySpan<byte> Ping(long id) => Bare(id, "ping"u8);

    public ReadOnlySpan<byte> Time(long id) => Bare(id, "time"u8);

    public ReadOnlySpan<byte> Subscribe(long id) => Bare(id, "userDataStream.subscribe"u8);

    public ReadOnlySpan<byte> ExchangeInfo(long id, IReadOnlyList<Symbol> symbols)
    {
        _writer.Begin(id, "exchangeInfo"u8);
        _writer.Texts("symbols"u8, symbols);
        return _writer.End();
    }

    public ReadOnlySpan<byte> Depth(long id, Symbol symbol, int limit)
    {
        _writer.Begin(id, "depth"u8);
        _writer.Number("limit"u8, limit);
        _writer.Text("symbol"u8, symbol.Value);
        return _writer.End();
    }

    public ReadOnlySpan<byte> Logon(long id, long timestamp) => SignedAlone(id, "session.logon"u8, timestamp);

    public ReadOnlySpan<byte> SubscribeSigned(long id, long timestamp) =>
        SignedAlone(id, "userDataStream.subscribe.signature"u8, timestamp);

    public ReadOnlySpan<byte> Place(long id, PlaceAtVenue order, long timestamp)
    {
        Begin(id, "order.place"u8);
        NewOrder(order, timestamp);
        return End();
    }

    public ReadOnlySpan<byte> Replace(long id, ReplaceAtVenue replace, long timestamp)
    {
        Begin(id, "order.cancelReplace"u8);
        _writer.Text("cancelOrigClientOrderId"u8, replace.OriginalId.Value);
        _writer.Word("cancelReplaceMode"u8, "STOP_ON_FAILURE"u8);
        _writer.Word("cancelRestrictions"u8, "ONLY_NEW"u8);
        NewOrder(replace.Replacement, timestamp);
        return End();
    }

    public ReadOnlySpan<byte> Cancel(long id, CancelAtVenue cancel, long timestamp) =>
        OfOrder(id, "order.cancel"u8, cancel.Id, cancel.Symbol, timestamp);

    public ReadOnlySpan<byte> OrderStatus(long id, QueryOrder query, long timestamp) =>
        OfOrder(id, "order.status"u8, query.Id, query.Symbol, timestamp);

    public ReadOnlySpan<byte> CancelAll(long id, CancelAllAtVenue cancel, long timestamp)
    {
        Begin(id, "openOrders.cancelAll"u8);
        _writer.Number("recvWindow"u8, _recvWindowMs);
        _writer.Text("symbol"u8, cancel.Symbol.Value);
        _writer.Number("timestamp"u8, timestamp);
        return End();
    }

    public ReadOnlySpan<byte> OpenOrders(long id, long timestamp) =>
        OfAccount(id, "openOrders.status"u8, timestamp);

    public ReadOnlySpan<byte> Balances(long id, long timestamp) =>
        OfAccount(id, "account.status"u8, timestamp);

    public ReadOnlySpan<byte> Trades(long id, QueryTrades query, long timestamp)
    {
        Begin(id, "myTrades"u8);
        _writer.Number("fromId"u8, query.FromId.Value);
        _writer.Number("limit"u8, TradesLimit);
        _writer.Number("recvWindow"u8, _recvWindowMs);
        _writer.Text("symbol"u8, query.Symbol.Value);
        _writer.Number("timestamp"u8, timestamp);
        return End();
    }

    private ReadOnlySpan<byte> Bare(long id, ReadOnlySpan<byte> method)
    {
        _writer.Begin(id, method);
        return _writer.End();
    }

    private ReadOnlySpan<byte> SignedAlone(long id, ReadOnlySpan<byte> method, long timestamp)
    {
        _writer.Begin(id, method);
        _writer.Text("apiKey"u8, _apiKey);
        _writer.Number("recvWindow"u8, _recvWindowMs);
        _writer.Number("timestamp"u8, timestamp);
        _writer.Signature(_signer!);
        return _writer.End();
    }

    private ReadOnlySpan<byte> OfAccount(long id, ReadOnlySpan<byte> method, long timestamp)
    {
        Begin(id, method);
        _writer.Number("recvWindow"u8, _recvWindowMs);
        _writer.Number("timestamp"u8, timestamp);
        return End();
    }

    private ReadOnlySpan<byte> OfOrder(
        long id, ReadOnlySpan<byte> method, VenueClientId order, Symbol symbol, long timestamp)
    {
        Begin(id, method);
        _writer.Text("origClientOrderId"u8, order.Value);
        _writer.Number("recvWindow"u8, _recvWindowMs);
        _writer.Text("symbol"u8, symbol.Value);
        _writer.Number("timestamp"u8, timestamp);
        return End();
    }

    private void NewOrder(PlaceAtVenue order, long timestamp)
    {
        _writer.Text("newClientOrderId"u8, order.Id.Value);
        _writer.Word("newOrderRespType"u8, "ACK"u8);
        if (order.LimitPrice is { } price)
            _writer.Decimal("price"u8, price.Value);
        _writer.Decimal("quantity"u8, order.Quantity.Value);
        _writer.Number("recvWindow"u8, _recvWindowMs);
        if (order.SelfTradePrevention != SelfTradePrevention.VenueDefault)
            _writer.Word("selfTradePreventionMode"u8, BinanceWords.Of(order.SelfTradePrevention));
        _writer.Word("side"u8, BinanceWords.Of(order.Side));
        if (order.StopPrice is { } stop)
            _writer.Decimal("stopPrice"u8, stop.Value);
        _writer.Text("symbol"u8, order.Symbol.Value);
        if (order.Type.HasLimitPrice() && order.Type != OrderType.PostOnly)
            _writer.Word("timeInForce"u8, BinanceWords.Of(order.TimeInForce));
        _writer.Number("timestamp"u8, timestamp);
        _writer.Word("type"u8, BinanceWords.Of(order.Type));
    }

    private void Begin(long id, ReadOnlySpan<byte> method)
    {
        _writer.Begin(id, method);
        if (_signsEach)
            _writer.Text("apiKey"u8, _apiKey);
    }

    private ReadOnlySpan<byte> End()
    {
        if (_signsEach)
            _writer.Signature(_signer!);
        return _writer.End();
    }
}
