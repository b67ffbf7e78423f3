using System.Collections.Frozen;
using System.Text.Json;

namespace TradingActors.SimulatedVenue;

/// <summary>What a fault befalls.</summary>
public enum FaultTarget
{
    /// <summary>One request of the WebSocket API, as it comes.</summary>
    Request,

    /// <summary>One event of an account's stream, as it goes.</summary>
    Event,

    /// <summary>The venue and its connections, at a time.</summary>
    Moment,
}

/// <summary>One row of the table of faults.</summary>
public sealed record FaultKindRow(FaultKind Kind, FaultTarget Target, string Story)
{
    /// <summary>The kind's name in a fault specification.</summary>
    public string Word { get; } = JsonNamingPolicy.KebabCaseLower.ConvertName(Kind.ToString());
}

/// <summary>Every kind of fault, one row each: what a specification may name and what happens then.</summary>
public static class FaultKinds
{
    public static readonly IReadOnlyList<FaultKindRow> Table =
    [
        Request(FaultKind.DelayAnswer, "carried out at once, answered later (late ack)"),
        Request(FaultKind.DelayRequest, "carried out later"),
        Request(FaultKind.LoseAnswer, "carried out, never answered (a lost ack)"),
        Request(FaultKind.LoseRequest, "never arrives"),
        Request(FaultKind.DuplicateAnswer, "carried out once, answered twice"),
        Request(FaultKind.GarbleAnswer, "carried out, half of the answer arrives as a whole frame"),
        Request(FaultKind.UnknownExecuted, "carried out, answered -1007 (status unknown)"),
        Request(FaultKind.UnknownNotExecuted, "not carried out, answered -1007"),
        Request(FaultKind.UnexpectedExecuted, "carried out, answered -1006 (status unknown)"),
        Request(FaultKind.ServerErrorExecuted, "carried out, answered with status 503"),
        Request(FaultKind.ServerErrorNotExecuted, "not carried out, answered with status 503"),
        Request(FaultKind.DropAfter, "carried out, then the connection breaks before the answer"),
        Request(FaultKind.DropBefore, "the connection breaks before it is carried out"),
        Request(FaultKind.DropMidFrame, "carried out, the connection breaks within the answer"),
        Request(FaultKind.Throttle, "refused with 429 and -1003, to come back after the delay"),
        Request(FaultKind.TooManyOrders, "refused with 429 and -1015"),
        Request(FaultKind.Busy, "refused with 503 and -1008 (server busy)"),
        Request(FaultKind.Ban, "refused with 418, the address banned for the delay, its connection closed"),
        Request(FaultKind.RefuseTimestamp, "refused with -1021"),
        Request(FaultKind.RefuseKey, "refused with 401 and -2015: a log-on, a subscription or an order"),
        Request(FaultKind.CancelRace, "a cancel or replace finds its order just filled"),
        Event(FaultKind.LoseEvent, "never arrives"),
        Event(FaultKind.DelayEvent, "arrives after what came later"),
        Event(FaultKind.DuplicateEvent, "arrives twice"),
        Moment(FaultKind.Cut, "every connection of the WebSocket API breaks"),
        Moment(FaultKind.HalfOpen, "connections stay open, and nothing goes through any more, pongs neither"),
        Moment(FaultKind.SlowReader, "the venue reads no request until the delay is over"),
        Moment(FaultKind.Shutdown, "serverShutdown is announced; the connections break after the delay"),
        Moment(FaultKind.EndStream, "eventStreamTerminated to every subscription"),
        Moment(FaultKind.Maintenance, "connections break, and none is taken until the delay is over"),
        Moment(FaultKind.RevokeKey, "the keys are worth nothing until the delay is over"),
        Moment(FaultKind.ExternalOrder, "somebody places a resting order past the API"),
        Moment(FaultKind.ExternalFill, "somebody buys at the market past the API"),
        Moment(FaultKind.Deposit, "money arrives in the account"),
    ];

    private static readonly FrozenDictionary<FaultKind, FaultKindRow> ByKind =
        Table.ToFrozenDictionary(row => row.Kind);

    private static readonly FrozenDictionary<string, FaultKindRow> ByWord =
        Table.ToFrozenDictionary(row => row.Word, StringComparer.Ordinal);

    public static FaultKindRow Of(FaultKind kind) => ByKind[kind];

    public static bool TryFind(string word, out FaultKindRow row) => ByWord.TryGetValue(word, out row!);

    private static FaultKindRow Request(FaultKind kind, string story) =>
        new(kind, FaultTarget.Request, story);

    private static FaultKindRow Event(FaultKind kind, string story) => new(kind, FaultTarget.Event, story);

    private static FaultKindRow Moment(FaultKind kind, string story) => new(kind, FaultTarget.Moment, story);
}
