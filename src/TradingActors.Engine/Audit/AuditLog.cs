using System.Globalization;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Risk;

namespace TradingActors.Engine.Audit;

/// <summary>
/// The decisions of an account's stream and the changes of the emergency stream as rows. What the venue said
/// and what followed from it is no decision, and is left to the story of the order.
/// </summary>
public static class AuditLog
{
    public static IEnumerable<AuditEntry> OfAccount(
        string stream, IEnumerable<(long SequenceNumber, object Event)> events)
    {
        var state = new AccountState();
        var holder = "";
        foreach (var (number, on) in events)
        {
            if (on is not AccountEvent fact)
                continue;

            var before = StateOf(state, fact);
            var was = state.LimitsVersion;
            state.Apply(fact);
            state.ClearForgotten();
            if (fact is OwnershipTaken taken)
                holder = taken.Holder;
            if (IsDecision(fact))
                yield return new AuditEntry(fact.At, stream, number, PrincipalOf(fact, state) ?? holder,
                    EventText.Of(fact), before, StateAfter(state, fact, was));
        }
    }

    public static IEnumerable<AuditEntry> OfEmergency(
        string stream, IEnumerable<(long SequenceNumber, object Event)> events)
    {
        var state = EmergencyState.Initial;
        foreach (var (number, on) in events)
        {
            if (on is not EmergencyEvent fact)
                continue;

            var scope = EventText.ScopeOf(fact) ?? Scope.Everything;
            var before = ModeOf(state, scope);
            state = state.Apply(fact);
            yield return new AuditEntry(fact.At, stream, number, PrincipalOf(fact),
                EventText.Of(fact), before, ModeOf(state, scope));
        }
    }

    private static bool IsDecision(AccountEvent on) => on is not (OrderAccepted or OrderFilled
        or OrderCanceled or OrderExpired or OrderRejectedByVenue or CancelRejected or ReplacementSized
        or OrderBecameUnknown
        or OpeningBalancesTaken or OpeningPositionTaken or BalanceTransferred or PnlMarked
        or DayRolled);

    private static string PrincipalOf(EmergencyEvent on) =>
        on is InitialModeTaken ? "configuration" : EventText.PrincipalOf(on) ?? EmergencyRules.Engine;

    /// <summary>
    /// A cancel names nobody: its reason says whether a caller, a halt or a stop asked for it.
    /// </summary>
    private static string? PrincipalOf(AccountEvent on, AccountState state) => on switch
    {
        OrderNotSent => "gate",
        ReplaceRequested replace => NameOf(state.Find(replace.VenueId)?.Request.Strategy.Value),
        IntentRecorded { Exit: { } flatten } => state.FindFlatten(flatten)?.Principal,
        IntentRecorded intent => NameOf(intent.Request.Strategy.Value),
        IntentRefused refused => NameOf(refused.Request.Strategy.Value),
        _ => EventText.PrincipalOf(on),
    };

    private static string? NameOf(string? strategy) =>
        string.IsNullOrEmpty(strategy) ? null : $"strategy {strategy}";

    private static string StateOf(AccountState state, AccountEvent on) => on switch
    {
        IntentRecorded { Decision: { } saw } => Exposure(saw, saw.Gross.Value, saw.Net.Value),
        IntentRefused { Decision: { } saw } => Exposure(saw, saw.Gross.Value, saw.Net.Value),
        OrderEvent order => state.Find(order.VenueId) is { } known ? $"{known.Status}" : "",
        BalanceAdjusted adjusted => Balance(state, adjusted),
        LimitChanged changed => changed.Was is { } was ? Text(was) : "",
        OwnershipTaken => $"epoch {state.Epoch.ToString(CultureInfo.InvariantCulture)}",
        _ => "",
    };

    private static string StateAfter(AccountState state, AccountEvent on, long limitsBefore) => on switch
    {
        IntentRecorded { Decision: { } saw } => Exposure(saw, saw.GrossAfter.Value, saw.NetAfter.Value),
        IntentRefused { Decision: { } saw } => Exposure(saw, saw.Gross.Value, saw.Net.Value),
        LimitChanged changed => string.Create(CultureInfo.InvariantCulture,
            $"{Text(changed.Value)} (limits {limitsBefore} to {changed.Version})"),
        _ => StateOf(state, on),
    };

    private static string Exposure(DecisionRecord saw, decimal gross, decimal net) => string.Create(
        CultureInfo.InvariantCulture,
        $"gross {Text(gross)} net {Text(net)}, {saw.Mode.Text()}, limits {saw.LimitsVersion}");

    private static string Balance(AccountState state, BalanceAdjusted adjusted) =>
        $"{adjusted.Asset} {Text(state.Balances.GetValueOrDefault(adjusted.Asset))}";

    private static string ModeOf(EmergencyState state, Scope scope) => string.Create(
        CultureInfo.InvariantCulture,
        $"{GateSwitch.StrictestOf(state.Holds, scope).Text()} (version {state.Version})");

    private static string Text(decimal value) =>
        value.ToString("0.############################", CultureInfo.InvariantCulture);
}
