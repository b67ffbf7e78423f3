using TradingActors.Domain;
using TradingActors.Venues.Binance.Wire;
using TradingActors.Venues.Json;

namespace TradingActors.Venues.Binance;

/// <summary>What an error answer asks of the session itself.</summary>
internal enum AnswerVerdict
{
    None,
    KeyRefused,
    TimestampRefused,
}

/// <summary>
/// Turns the answer to a command, or its absence, into events: for an order command exactly one of accepted
/// (or cancelled), refused, unknown.
/// </summary>
internal sealed class SpotAnswers(
    IVenueSessionSink sink, Utf8Interner names, FrameReporter reporter, VenueClock clock)
{
    public AnswerVerdict Read(
        in PendingRequest request, in ApiFrame frame, ReadOnlySpan<byte> whole, Instant now)
    {
        if (frame.Status == 200 && !frame.Result.IsEmpty)
        {
            ReadResult(request, frame.Result, whole, now);
            return AnswerVerdict.None;
        }

        if (frame.Error.IsEmpty)
            return Unreadable(request, $"an answer with status {frame.Status} and no error", whole, now);
        if (!ApiError.TryRead(frame.Error, out var error, out var fault))
            return Unreadable(request, fault, whole, now);
        var rule = BinanceErrors.Classify(frame.Status, error.Code);
        if (request.Kind == RequestKind.Replace && !error.CancelResult.IsEmpty
            && rule.Meaning != BinanceFailure.Unknown)
            ReadLegs((ReplaceAtVenue)request.Command!, error, whole, now);
        else if (rule.Meaning == BinanceFailure.Unknown)
            Unknown(request, $"{error.CodeText} {error.Message}", error.CodeText, now);
        else
            Refuse(request, error, now);

        Throttle(rule, error, now);
        return rule.Meaning == BinanceFailure.KeyRefused ? AnswerVerdict.KeyRefused
            : error.Code == BinanceErrors.InvalidTimestamp ? AnswerVerdict.TimestampRefused
            : AnswerVerdict.None;
    }

    /// <summary>Nothing was written: a definite no from this side.</summary>
    public void NotSent(VenueCommand command, string code, string reason, Instant now) =>
        Refuse(command, code, reason, now);

    /// <summary>No answer came, or one that says nothing definite.</summary>
    public void Unknown(in PendingRequest request, string reason, string code, Instant now)
    {
        if (request.State == PendingState.Settled)
            return;
        switch (request.Command)
        {
            case PlaceAtVenue place:
                sink.Emit(new VenueOutcomeUnknown(place.Id, VenueRequestKind.Place, reason, now.Wall));
                break;
            case CancelAtVenue cancel:
                sink.Emit(new VenueOutcomeUnknown(cancel.Id, VenueRequestKind.Cancel, reason, now.Wall));
                break;
            case ReplaceAtVenue replace:
                sink.Emit(new VenueOutcomeUnknown(
                    replace.OriginalId, VenueRequestKind.Replace, reason, now.Wall));
                sink.Emit(new VenueOutcomeUnknown(
                    replace.Replacement.Id, VenueRequestKind.Replace, reason, now.Wall));
                break;
            case { } query:
                sink.Emit(new VenueQueryFailed(query, code, reason, now.Wall));
                break;
        }
    }

    public void Throttle(in BinanceErrorRule rule, in ApiError error, Instant now)
    {
        if (rule.Meaning != BinanceFailure.Throttled)
            return;
        var retryAt = AccountReader.TryAt(error.RetryAfterMs, out var venueTime)
            ? clock.ToOurs(venueTime, now)
            : now.Wall.AddSeconds(rule.RetrySeconds);
        if (retryAt > now.Wall + BinanceErrors.BanMax)
            retryAt = now.Wall + BinanceErrors.BanMax;
        sink.Emit(new VenueThrottled(
            error.CodeText, retryAt, now.Wall, rule.IsBan,
            error.Code == BinanceErrors.TooManyOrders ? RateKind.Orders : RateKind.RequestWeight));
    }

    private void Refuse(in PendingRequest request, in ApiError error, Instant now)
    {
        if (request.Command is QueryOrder query && error.Code == BinanceErrors.NoSuchOrder)
            sink.Emit(new VenueOrderNotFound(query.Id, now.Wall));
        else if (request.Command is CancelAllAtVenue && error.Code == BinanceErrors.CancelRejected)
            return; // Nothing was open: what was asked for is so.
        else if (request.Command is { } command)
            Refuse(command, error.CodeText, error.Message, now);
    }

    private void Refuse(VenueCommand command, string code, string reason, Instant now)
    {
        switch (command)
        {
            case PlaceAtVenue place:
                sink.Emit(new VenueRejected(place.Id, code, reason, now.Wall));
                break;
            case CancelAtVenue cancel:
                sink.Emit(new VenueCancelRejected(cancel.Id, code, reason, now.Wall));
                break;
            case ReplaceAtVenue replace:
                sink.Emit(new VenueCancelRejected(replace.OriginalId, code, reason, now.Wall));
                sink.Emit(new VenueRejected(replace.Replacement.Id, code, reason, now.Wall));
                break;
            default:
                sink.Emit(new VenueQueryFailed(command, code, reason, now.Wall));
                break;
        }
    }

    private void ReadResult(
        in PendingRequest request, ReadOnlySpan<byte> result, ReadOnlySpan<byte> whole, Instant now)
    {
        switch (request.Command)
        {
            case PlaceAtVenue place:
                if (!TryAccepted(place, result, now, out var accepted, out var fault))
                    Unreadable(request, fault, whole, now);
                else if (request.State != PendingState.Settled)
                    sink.Emit(accepted);
                break;
            case CancelAtVenue cancel:
                if (TryCanceled(cancel.Id, result, now, out var canceled, out fault))
                    sink.Emit(canceled);
                else
                    Unreadable(request, fault, whole, now);
                break;
            case ReplaceAtVenue replace:
                if (ApiError.TryReadLegs(result, out var legs, out fault))
                    ReadLegs(replace, legs, whole, now);
                else
                    Unreadable(request, fault, whole, now);
                break;
            case CancelAllAtVenue:
                if (!TryCanceledAll(result, now, out fault))
                    Unreadable(request, fault, whole, now);
                break;
            case { } query:
                if (QueryAnswer(query, result, now, out fault) is { } answer)
                    sink.Emit(answer);
                else
                    Unreadable(request, fault, whole, now);
                break;
        }
    }

    /// <summary>
    /// Both legs of a cancel-replace, each by its own word: done, refused, not tried or unknown.
    /// </summary>
    private void ReadLegs(ReplaceAtVenue replace, in ApiError legs, ReadOnlySpan<byte> whole, Instant now)
    {
        var canceled = false;
        if (legs.CancelResult.SequenceEqual("SUCCESS"u8))
        {
            canceled = TryCanceled(replace.OriginalId, legs.CancelResponse, now, out var done, out var fault);
            sink.Emit(canceled ? done : LegUnknown(replace.OriginalId, fault, whole, now));
        }
        else
            sink.Emit(CancelLegRefused(replace.OriginalId, legs.CancelResponse, whole, now));

        var id = replace.Replacement.Id;
        if (legs.NewOrderResult.SequenceEqual("NOT_ATTEMPTED"u8))
            sink.Emit(new VenueRejected(
                id, VenueCodes.NotAttempted, "the cancel was refused, so the new order was not tried",
                now.Wall));
        else if (!legs.NewOrderResult.SequenceEqual("SUCCESS"u8))
            sink.Emit(NewLegRefused(id, legs.NewOrderResponse, whole, now));
        else if (TryAccepted(
            replace.Replacement, legs.NewOrderResponse, now, out var accepted, out var fault))
            sink.Emit(accepted);
        else
            sink.Emit(LegUnknown(id, fault, whole, now));
    }

    private VenueOrderEvent CancelLegRefused(
        VenueClientId id, ReadOnlySpan<byte> response, ReadOnlySpan<byte> whole, Instant now) =>
        !ApiError.TryRead(response, out var error, out var fault) ? LegUnknown(id, fault, whole, now)
        : BinanceErrors.Classify(error.Code).Meaning == BinanceFailure.Unknown
            ? new VenueOutcomeUnknown(
                id, VenueRequestKind.Replace, $"{error.CodeText} {error.Message}", now.Wall)
        : new VenueCancelRejected(id, error.CodeText, error.Message, now.Wall);

    private VenueOrderEvent NewLegRefused(
        VenueClientId id, ReadOnlySpan<byte> response, ReadOnlySpan<byte> whole, Instant now)
    {
        if (!ApiError.TryRead(response, out var error, out var fault))
            return LegUnknown(id, fault, whole, now);
        var rule = BinanceErrors.Classify(error.Code);
        Throttle(rule, error, now);
        return rule.Meaning == BinanceFailure.Unknown
            ? new VenueOutcomeUnknown(
                id, VenueRequestKind.Replace, $"{error.CodeText} {error.Message}", now.Wall)
            : new VenueRejected(id, error.CodeText, error.Message, now.Wall);
    }

    private VenueOutcomeUnknown LegUnknown(
        VenueClientId id, string fault, ReadOnlySpan<byte> whole, Instant now)
    {
        reporter.Unreadable(fault, whole, now);
        return new VenueOutcomeUnknown(id, VenueRequestKind.Replace, fault, now.Wall);
    }

    private bool TryAccepted(
        PlaceAtVenue place,
        ReadOnlySpan<byte> result,
        Instant now,
        out VenueAccepted accepted,
        out string fault)
    {
        accepted = null!;
        if (!OrderAnswer.TryRead(result, out var order, out fault))
            return false;
        fault = !order.HasOrderId ? "an accepted order without orderId"
            : names.Get(order.ClientOrderId) != place.Id.Value
                ? "an accepted order under another clientOrderId"
            : IsOther(order.Symbol, place.Symbol) ? "an accepted order of another symbol"
            : "";
        if (fault.Length > 0)
            return false;
        accepted = new VenueAccepted(
            place.Id, AccountReader.OrderId(order.OrderId), place.Symbol, AccountReader.At(order.AtMs, now));
        return true;
    }

    private static bool TryCanceled(
        VenueClientId id,
        ReadOnlySpan<byte> result,
        Instant now,
        out VenueCanceled canceled,
        out string fault)
    {
        canceled = null!;
        if (!OrderAnswer.TryRead(result, out var order, out fault))
            return false;
        if (order.OrderReports.IsEmpty && !order.HasFilledQuantity)
            fault = "a cancelled order without executedQty";
        if (fault.Length > 0)
            return false;
        canceled = new VenueCanceled(
            id, new Quantity(order.FilledQuantity), AccountReader.At(order.AtMs, now));
        return true;
    }

    private bool TryCanceledAll(ReadOnlySpan<byte> result, Instant now, out string fault)
    {
        var canceled = new List<VenueCanceled>();
        var json = new JsonCursor(result);
        json.EnterArray();
        while (json.NextElement())
        {
            var order = OrderAnswer.Read(ref json);
            if (json.Fault is null && order.OrderReports.IsEmpty)
                AddCanceled(order, canceled, ref json, now);
            var reports = new JsonCursor(order.OrderReports);
            if (!order.OrderReports.IsEmpty && reports.EnterArray())
                while (reports.NextElement())
                    AddCanceled(OrderAnswer.Read(ref reports), canceled, ref json, now);
            if (reports.Fault is { } wrong && !order.OrderReports.IsEmpty)
                json.Fail(wrong);
        }

        if (!ApiFrame.End(ref json, out fault))
            return false;
        foreach (var one in canceled)
            sink.Emit(one);
        return true;
    }

    private void AddCanceled(
        in OrderAnswer order, List<VenueCanceled> into, scoped ref JsonCursor json, Instant now)
    {
        if (order.OriginalClientOrderId.IsEmpty || !order.HasFilledQuantity)
            json.Fail("a cancelled order without origClientOrderId or executedQty");
        else
            into.Add(new VenueCanceled(
                new VenueClientId(names.Get(order.OriginalClientOrderId)),
                new Quantity(order.FilledQuantity),
                AccountReader.At(order.AtMs, now)));
    }

    private VenueEvent? QueryAnswer(
        VenueCommand query, ReadOnlySpan<byte> result, Instant now, out string fault)
    {
        switch (query)
        {
            case QueryOrder one:
                if (!OrderAnswer.TryRead(result, out var order, out fault))
                    return null;
                fault = "an order without one of its fields, or of another symbol";
                return IsOther(order.Symbol, one.Symbol)
                    ? null
                    : AccountReader.Report(order, one.Id, names, now);
            case QueryOpenOrders:
                return OpenOrders(result, now, out fault);
            case QueryTrades trades:
                return AccountReader.TryReadTrades(result, trades.Symbol, names, out var fills, out fault)
                    ? new VenueTrades(
                        trades.Symbol, trades.FromId, fills, fills.Count < BinanceEncoder.TradesLimit,
                        now.Wall)
                    : null;
            case QueryBalances:
                return AccountReader.TryReadBalances(result, names, out var balances, out fault)
                    ? new VenueBalances(balances, now.Wall)
                    : null;
            default:
                throw new InvalidOperationException($"no answer is expected to {query.GetType().Name}");
        }
    }

    private bool IsOther(ReadOnlySpan<byte> symbol, Symbol asked) =>
        !symbol.IsEmpty && names.Get(symbol) != asked.Value;

    private VenueOpenOrders? OpenOrders(ReadOnlySpan<byte> result, Instant now, out string fault)
    {
        var orders = new List<VenueOrderReport>();
        var json = new JsonCursor(result);
        json.EnterArray();
        while (json.NextElement())
        {
            var order = OrderAnswer.Read(ref json);
            if (json.Fault is not null)
                break;
            if (AccountReader.Report(order, null, names, now) is { } report)
                orders.Add(report);
            else
                json.Fail("an open order without one of its fields");
        }

        return ApiFrame.End(ref json, out fault) ? new VenueOpenOrders(orders, now.Wall) : null;
    }

    private AnswerVerdict Unreadable(
        in PendingRequest request, string fault, ReadOnlySpan<byte> whole, Instant now)
    {
        reporter.Unreadable(fault, whole, now);
        Unknown(request, fault, VenueCodes.AnswerUnreadable, now);
        return AnswerVerdict.None;
    }
}
