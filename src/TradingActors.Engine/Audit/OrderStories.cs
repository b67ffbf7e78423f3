using System.Text.Json;
using System.Text.Json.Nodes;
using TradingActors.Domain;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Orders;
using TradingActors.Engine.Risk;

namespace TradingActors.Engine.Audit;

/// <summary>
/// Tells the story of an order from the streams alone: by the fold that the engine itself uses, so that what
/// it shows is what the engine believed.
/// </summary>
public sealed class OrderStories
{
    private readonly AccountId _account;
    private readonly Func<IEnumerable<(long SequenceNumber, object Event)>> _stream;
    private readonly IEnumerable<(long SequenceNumber, object Event)> _emergency;

    /// <param name="account">Whose stream it is.</param>
    /// <param name="stream">The account's stream from its first event; read twice.</param>
    /// <param name="emergency">The emergency stream from its first event.</param>
    public OrderStories(
        AccountId account,
        Func<IEnumerable<(long SequenceNumber, object Event)>> stream,
        IEnumerable<(long SequenceNumber, object Event)> emergency)
    {
        _account = account;
        _stream = stream;
        _emergency = emergency;
    }

    /// <summary>
    /// The order under this id, be it the caller's, the one sent to the venue, or the venue's own number;
    /// null when the stream has none.
    /// </summary>
    public OrderStory? Find(string id)
    {
        if (First(id) is not { } found)
            return null;

        var state = new AccountState();
        var owner = new StoryOwner(0, "", null);
        var story = default(OrderStory);
        var events = new List<StoryEvent>();
        foreach (var (number, on) in _stream())
        {
            if (on is not AccountEvent fact)
                continue;

            var before = found.VenueId is { } venueId ? state.Find(venueId) : null;
            var after = state.Apply(fact).Order;
            state.ClearForgotten();
            if (fact is OwnershipTaken taken)
                owner = new StoryOwner(taken.Epoch, taken.Holder, taken.Build);
            if (!Concerns(fact, found))
                continue;

            story ??= Begin(fact, owner, after);
            events.Add(new StoryEvent(number, fact.At, EventText.Of(fact), before?.Status, after?.Status));
            story = story with
            {
                Status = after?.Status ?? story.Status,
                VenueOrderId = after?.VenueOrderId?.Value ?? story.VenueOrderId,
            };
        }

        return story is null ? null : WithHolds(story with { Events = events });
    }

    /// <summary>The ids of the first event that has this one.</summary>
    private (ClientOrderId? ClientId, VenueClientId? VenueId)? First(string id)
    {
        foreach (var (_, on) in _stream())
            switch (on)
            {
                case IntentRecorded intent
                    when intent.Request.ClientOrderId.Value == id || intent.VenueId.Value == id:
                    return (intent.Request.ClientOrderId, intent.VenueId);
                case IntentRefused refused when refused.Request.ClientOrderId.Value == id:
                    return (refused.Request.ClientOrderId, null);
                case ExternalOrderAdopted adopted when adopted.Request.ClientOrderId.Value == id
                    || adopted.VenueId.Value == id || adopted.VenueOrderId.Value == id:
                    return (adopted.Request.ClientOrderId, adopted.VenueId);
                case OrderAccepted accepted when accepted.VenueOrderId.Value == id:
                    return (null, accepted.VenueId);
                case OrderFilled fill when fill.VenueOrderId?.Value == id:
                    return (null, fill.VenueId);
            }

        return null;
    }

    private static bool Concerns(
        AccountEvent on, (ClientOrderId? ClientId, VenueClientId? VenueId) found) => on switch
        {
            IntentRefused refused => found.VenueId is null && refused.Request.ClientOrderId == found.ClientId,
            OrderEvent order => order.VenueId == found.VenueId,
            _ => false,
        };

    private OrderStory Begin(AccountEvent on, StoryOwner owner, OrderState? order) => on switch
    {
        IntentRecorded intent => Begin(intent.Request, owner, intent.VenueId, intent.Replaces,
            new StoryDecision(StoryVerdict.Approved, intent.At, Saw(intent.Decision))),
        IntentRefused refused => Begin(refused.Request, owner, null, null, Refused(refused)),
        ExternalOrderAdopted adopted => Begin(adopted.Request, owner, adopted.VenueId, null,
            new StoryDecision(StoryVerdict.Adopted, adopted.At, Saw(null))),
        OrderEvent other => Begin(
            order?.Request ?? throw new InvalidOperationException($"{other.VenueId} has no beginning"),
            owner, other.VenueId, null, new StoryDecision(StoryVerdict.Adopted, other.At, Saw(null))),
        _ => throw new InvalidOperationException($"{on.GetType().Name} begins no order"),
    };

    private OrderStory Begin(
        OrderRequest request,
        StoryOwner owner,
        VenueClientId? venueId,
        VenueClientId? replaces,
        StoryDecision decision) => new(
        _account.Value,
        request.ClientOrderId.Value,
        venueId?.Value,
        null,
        request.Strategy.Value ?? "",
        owner,
        new StoryRequest(EventText.Of(request), request.Symbol.Value, request.Side, request.Type,
            request.TimeInForce, request.Quantity.Value, request.LimitPrice?.Value, request.StopPrice?.Value,
            request.ReduceOnly, replaces?.Value),
        decision,
        [],
        0,
        [],
        null);

    private static StoryDecision Refused(IntentRefused refused)
    {
        var numbers = RefusalCodes.Numbers(refused.Refusal.Code);
        return new StoryDecision(
            StoryVerdict.Refused,
            refused.At,
            Saw(refused.Decision),
            refused.Refusal.CodeText,
            refused.Refusal.Limit,
            refused.Refusal.Actual,
            numbers?.Limit,
            numbers?.Was,
            refused.Refusal.Detail);
    }

    /// <summary>
    /// By name and in the journal's own spelling, so that a number that is added to the record is shown
    /// without being named here.
    /// </summary>
    private static Dictionary<string, string> Saw(DecisionRecord? decision) => decision is null
        ? []
        : ((JsonObject)JsonSerializer.SerializeToNode(decision, JournalJson.Default.DecisionRecord)!)
            .ToDictionary(f => EventText.Words(f.Key), f => f.Value?.ToString() ?? "not known");

    private OrderStory WithHolds(OrderStory story)
    {
        var state = EmergencyState.Initial;
        foreach (var (_, on) in _emergency)
            if (on is EmergencyEvent emergency && emergency.At <= story.Decision.At)
                state = state.Apply(emergency);
        return story with
        {
            EmergencyVersion = state.Version,
            Holds =
            [
                .. state.Holds.Where(h => Applies(h.Scope, story)).Select(h => new StoryHold(
                    h.Cause, h.Scope.ToString(), h.Mode, h.Reason, h.Principal, h.Since)),
            ],
        };
    }

    /// <summary>Which venue an account is at the streams do not say: holds on any venue are told.</summary>
    private static bool Applies(Scope scope, OrderStory story) => scope.Kind switch
    {
        ScopeKind.Everything or ScopeKind.Venue => true,
        ScopeKind.Account => scope.Owner == story.Account,
        ScopeKind.Strategy => scope.Owner == story.Account && scope.Name == story.Strategy,
        _ => scope.Name == story.Asked.Symbol,
    };
}
