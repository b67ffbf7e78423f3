using System.Buffers;
using System.Text;
using System.Text.Json;
using TradingActors.Domain;

namespace TradingActors.SimulatedVenue;

/// <summary>
/// Turns ledger entries into the account's events and hands them to whoever subscribed to the account.
/// </summary>
internal sealed class UserStreams(
    TurnOutbox outbox, RateLimits limits, FaultPlan faults, DelayedWork delayed)
    : IExchangeListener, IDisposable
{
    private readonly Dictionary<string, List<Reader>> _readers = new(StringComparer.Ordinal);

    private readonly List<(long Connection, TurnOutbox.Frame Frame)> _held = [];
    private readonly ArrayBufferWriter<byte> _buffer = new(1024);
    private readonly Utf8JsonWriter _json = new(
        Stream.Null, new JsonWriterOptions { SkipValidation = true, Encoder = ApiJson.Encoder });

    /// <summary>Knows accounts, for their balances; set once the exchange stands.</summary>
    public ExchangeState State { get; set; } = null!;

    public static bool IsSubscribed(ApiConnection connection, string account)
    {
        foreach (var subscription in connection.Subscriptions)
            if (subscription.Account == account) return true;
        return false;
    }

    public UserSubscription Subscribe(ApiConnection connection, string account, bool fromLogon)
    {
        var subscription = new UserSubscription(connection.NextSubscriptionId++, account, fromLogon);
        connection.Subscriptions.Add(subscription);
        if (!_readers.TryGetValue(account, out var readers)) _readers.Add(account, readers = []);
        readers.Add(new Reader(connection, subscription));
        return subscription;
    }

    /// <summary>Ends a subscription with a last event, unless the connection is gone.</summary>
    public void Unsubscribe(ApiConnection connection, UserSubscription subscription, Instant? now)
    {
        connection.Subscriptions.Remove(subscription);
        _readers[subscription.Account].Remove(new Reader(connection, subscription));
        if (now is not { } at) return;
        BeginEvent("eventStreamTerminated", at.Wall);
        _json.WriteEndObject();
        _json.Flush();
        Hold(connection, subscription, _buffer.WrittenSpan);
    }

    /// <summary>Events wait for the answer to the request that caused them; this lets them go.</summary>
    public void Release(Instant now)
    {
        foreach (var (connection, frame) in _held)
        {
            var fault = faults.DrawEvent();
            if (fault?.Kind == FaultKind.LoseEvent) continue;
            if (fault?.Kind == FaultKind.DelayEvent)
            {
                delayed.Add(
                    now.Monotonic + fault.Value.Delay, connection, isRequest: false, outbox.BytesOf(frame));
                continue;
            }

            outbox.Send(connection, frame);
            if (fault?.Kind == FaultKind.DuplicateEvent) outbox.Send(connection, frame);
        }

        _held.Clear();
    }

    public void Recorded(LedgerEntry entry, VenueOrder? order)
    {
        if (entry is OrderFilled first && order is not null && order.Executed == first.Quantity)
            limits.CountFirstFill(first.Account, first.IsMaker, first.At);
        if (entry is not AccountEntry own) return;
        if (!_readers.TryGetValue(own.Account, out var readers) || readers.Count == 0) return;
        switch (entry)
        {
            case OrderAccepted or OrderFilled or OrderCanceled or OrderExpired or OrderTriggered
                or OrderPrevented or OrderAmended:
                WriteReport(own, order!);
                Publish(readers);
                PublishBalances(own, readers, order!);
                break;
            case Transferred transferred:
                BeginEvent("balanceUpdate", own.At);
                _json.WriteString("a"u8, transferred.Asset);
                _json.WriteAmount("d"u8, transferred.Amount);
                _json.WriteTime("T"u8, own.At);
                _json.WriteEndObject();
                Publish(readers);
                PublishBalances(own, readers, transferred.Asset, null);
                break;
        }
    }

    public void Dispose() => _json.Dispose();

    private void WriteReport(AccountEntry entry, VenueOrder order)
    {
        BeginEvent("executionReport", entry.At);
        ExecutionReport.Write(_json, entry, order);
        _json.WriteEndObject();
    }

    private void PublishBalances(
        AccountEntry entry, List<Reader> readers, VenueOrder order)
    {
        var (baseAsset, quoteAsset) = State.AssetsOf(order);
        // A market order locks nothing, and taking it changes nothing.
        if (entry is OrderAccepted && order.Type == OrderType.Market) return;
        PublishBalances(entry, readers, baseAsset, quoteAsset);
    }

    private void PublishBalances(
        AccountEntry entry,
        List<Reader> readers,
        string first,
        string? second)
    {
        State.TryGetAccount(entry.Account, out var account);
        BeginEvent("outboundAccountPosition", entry.At);
        _json.WriteTime("u"u8, entry.At);
        _json.WriteStartArray("B"u8);
        WriteBalance(first, account!.BalanceOf(first));
        if (second is not null) WriteBalance(second, account.BalanceOf(second));
        _json.WriteEndArray();
        _json.WriteEndObject();
        Publish(readers);
    }

    private void WriteBalance(string asset, Balance balance)
    {
        _json.WriteStartObject();
        _json.WriteString("a"u8, asset);
        _json.WriteAmount("f"u8, balance.Free);
        _json.WriteAmount("l"u8, balance.Locked);
        _json.WriteEndObject();
    }

    private void BeginEvent(string name, DateTimeOffset at)
    {
        _buffer.ResetWrittenCount();
        _json.Reset(_buffer);
        _json.WriteStartObject();
        _json.WriteString("e"u8, name);
        _json.WriteTime("E"u8, at);
    }

    private void Publish(List<Reader> readers)
    {
        _json.Flush();
        foreach (var (connection, subscription) in readers)
            Hold(connection, subscription, _buffer.WrittenSpan);
    }

    private void Hold(ApiConnection connection, UserSubscription subscription, ReadOnlySpan<byte> payload)
    {
        var prefix = Encoding.ASCII.GetBytes(
            FormattableString.Invariant($"{{\"subscriptionId\":{subscription.Id},\"event\":"));
        _held.Add((connection.Id, outbox.Lay(prefix, payload, "}"u8)));
    }

    /// <summary>Who reads an account, and under which id.</summary>
    private readonly record struct Reader(ApiConnection Connection, UserSubscription Subscription);
}
