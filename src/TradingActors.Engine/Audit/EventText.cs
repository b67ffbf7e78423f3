using System.Globalization;
using System.Text.Json.Nodes;
using TradingActors.Domain;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Journal;

namespace TradingActors.Engine.Audit;

/// <summary>
/// What a journaled event says, in one line for people. A kind that has no sentence of its own is told by its
/// manifest and its fields, so that nothing is ever left out.
/// </summary>
public static class EventText
{
    public static string Of(object journaled) => journaled switch
    {
        OwnershipTaken on => $"account taken over under epoch {Text(on.Epoch)} by {on.Holder}"
            + (on.Build is { } build ? $", build {build}" : ""),
        IntentRecorded on => $"approved and recorded as {on.VenueId}: {Of(on.Request)}"
            + (on.Replaces is { } original ? $", replacing {original}" : "")
            + (on.Exit is { } flatten ? $", a slice of {flatten}, which passes every mode" : ""),
        IntentRefused on => $"refused: {on.Refusal}",
        ReplacementSized on => $"the original has ended; {Text(on.Carried.Value)} of the total had filled",
        OrderNotSent on => $"stopped before a byte left: {on.Code} {on.Reason}".TrimEnd(),
        OrderAccepted on => $"the venue has it as {on.VenueOrderId}",
        OrderRejectedByVenue on => $"the venue refused it: {on.Code} {on.Reason}".TrimEnd(),
        OrderFilled on => $"filled {Text(on.Quantity.Value)} at {Text(on.Price.Value)}, fee "
            + $"{Text(on.Fee)} {on.FeeAsset}, {(on.IsMaker ? "maker" : "taker")}, trade {on.TradeId}",
        CancelRequested on => $"cancel requested: {on.Reason}",
        CancelRejected on => $"the cancel was refused: {on.Code} {on.Reason}".TrimEnd(),
        ReplaceRequested on => $"replacement requested under {on.ReplacementId}",
        OrderCanceled on => $"cancelled, {Text(on.FilledQuantity.Value)} filled",
        OrderExpired on => $"expired, {Text(on.FilledQuantity.Value)} filled: {on.Reason}",
        OrderBecameUnknown on => $"its fate is unknown: {on.Reason}",
        OrderResolved on => $"{on.Principal} decided that it is {on.To}: {on.Reason}",
        ExternalOrderAdopted on =>
            $"found at the venue as {on.VenueOrderId}, not ours, adopted: {Of(on.Request)}",
        BalanceAdjusted on =>
            $"{on.Principal} accepted that {on.Asset} differs by {Text(on.Change)}: {on.Reason}",
        LimitChanged on => $"{on.Principal} set {on.Key} to {Text(on.Value)}: {on.Reason}"
            + (on.ApprovedBy is { } second ? $", approved by {second}" : ""),
        FlattenRequested on => $"{on.Principal} asked to leave {on.Scope} ({on.FlattenId}): {on.Reason}",
        FlattenEnded on => $"{on.FlattenId} ended as {on.Outcome} after {Text(on.Orders)} orders, "
            + (on.Remaining.Count == 0 ? "nothing remains" : $"{Left(on.Remaining)} remain")
            + (on.Reason.Length == 0 ? "" : $": {on.Reason}"),
        InitialModeTaken on => $"first start in mode {on.Mode.Text()}",
        HoldRaised on => $"{on.Hold.Principal} held {on.Hold.Scope} at {on.Hold.Mode.Text()} "
            + $"({on.Hold.Cause}): {on.Hold.Reason}",
        HoldCleared on => $"{on.Principal} lifted {on.Cause} on {on.Scope}: {on.Reason}"
            + (on.ApprovedBy is { } second ? $", approved by {second}" : ""),
        ResumeAsked on =>
            $"{on.Principal} asked to resume {on.Scope}: {on.Reason}; waits for a second person",
        HaltConfirmed on => $"halt {on.HaltId} in force, closed at {Names(on.ConnectionsClosed)}"
            + (on.ConnectionsSilent.Count > 0 ? $", NOT CONFIRMED by {Names(on.ConnectionsSilent)}" : ""),
        HaltReported { Report: var halt } => $"halt {halt.HaltId} in {halt.Account}: "
            + $"{Text(halt.Canceled)} cancelled, {Text(halt.FilledMeanwhile)} filled meanwhile, "
            + $"{Text(halt.Pending)} pending, {Text(halt.Unknown)} unknown, "
            + $"{Text(halt.RefusedByVenue)} cancels refused, {Text(halt.Residual.Count)} still working",
        _ => Plain(journaled),
    };

    /// <summary>The order as it was asked for: <c>Buy 0.5 BTCUSDT Limit Gtc at 60000</c>.</summary>
    public static string Of(OrderRequest request)
    {
        var text = $"{request.Side} {Text(request.Quantity.Value)} {request.Symbol} {request.Type} "
            + $"{request.TimeInForce}";
        if (request.LimitPrice is { } limit)
            text += $" at {Text(limit.Value)}";
        if (request.StopPrice is { } stop)
            text += $" stop {Text(stop.Value)}";
        return request.ReduceOnly ? text + " reduce-only" : text;
    }

    private static string Left(IReadOnlyList<RemainingPosition> remaining) =>
        string.Join(", ", remaining.Select(r => $"{Text(r.Quantity.Value)} {r.Symbol}"));

    /// <summary>Who caused the event, as far as it names somebody.</summary>
    public static string? PrincipalOf(object journaled) => Find(Fields(journaled), "principal");

    /// <summary>The scope that the event is about; null where it names none.</summary>
    public static Scope? ScopeOf(object journaled) =>
        Find(Fields(journaled), "scope") is { } text && Scope.TryParse(text, out var scope, out _)
            ? scope
            : null;

    /// <summary>Every field of the value, by its name in words, in the journal's own spelling.</summary>
    internal static JsonObject Fields(object journaled) =>
        (JsonObject)JsonNode.Parse(JournalSerializer.Encode(journaled).Bytes)!;

    internal static string Words(string name) => string.Concat(
        name.Select(c => char.IsUpper(c) ? $" {char.ToLowerInvariant(c)}" : c.ToString()));

    private static string Plain(object journaled)
    {
        var (manifest, _) = JournalSerializer.Encode(journaled);
        var fields = Fields(journaled).Where(f => f.Key != "at").Select(f => $"{Words(f.Key)} {f.Value}");
        return $"{manifest}: {string.Join(", ", fields)}";
    }

    /// <summary>At the top or inside what the event carries, such as a hold.</summary>
    private static string? Find(JsonObject fields, string name)
    {
        if (fields[name] is JsonValue value && value.TryGetValue<string>(out var text))
            return text;

        return fields.Select(f => f.Value).OfType<JsonObject>()
            .Select(inner => Find(inner, name)).FirstOrDefault(found => found is not null);
    }

    private static string Names(IReadOnlyList<AccountId> accounts) =>
        accounts.Count == 0 ? "none" : string.Join(", ", accounts);

    private static string Text(decimal value) =>
        value.ToString("0.############################", CultureInfo.InvariantCulture);

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
