using System.Runtime.Serialization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Akka.Actor;
using Akka.Serialization;

namespace TradingActors.Engine.Journal;

/// <summary>
/// Writes journal events and snapshots as JSON under stable, versioned manifests. A manifest, once released,
/// keeps its
/// meaning for ever; fields are only added. What it cannot read it refuses, with the manifest and the bytes.
/// </summary>
public sealed class JournalSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    private static readonly Row[] Rows =
    [
        Row.Of("account.ownership-taken.v1", JournalJson.Default.OwnershipTaken),
        Row.Of("account.opening-balances.v1", JournalJson.Default.OpeningBalancesTaken),
        Row.Of("account.opening-position.v1", JournalJson.Default.OpeningPositionTaken),
        Row.Of("account.transfer.v1", JournalJson.Default.BalanceTransferred),
        Row.Of("order.intent.v1", JournalJson.Default.IntentRecorded),
        Row.Of("order.replacement-sized.v1", JournalJson.Default.ReplacementSized),
        Row.Of("order.refused.v1", JournalJson.Default.IntentRefused),
        Row.Of("order.not-sent.v1", JournalJson.Default.OrderNotSent),
        Row.Of("order.accepted.v1", JournalJson.Default.OrderAccepted),
        Row.Of("order.rejected-by-venue.v1", JournalJson.Default.OrderRejectedByVenue),
        Row.Of("order.filled.v1", JournalJson.Default.OrderFilled),
        Row.Of("order.cancel-requested.v1", JournalJson.Default.CancelRequested),
        Row.Of("order.cancel-rejected.v1", JournalJson.Default.CancelRejected),
        Row.Of("order.replace-requested.v1", JournalJson.Default.ReplaceRequested),
        Row.Of("order.canceled.v1", JournalJson.Default.OrderCanceled),
        Row.Of("order.expired.v1", JournalJson.Default.OrderExpired),
        Row.Of("order.unknown.v1", JournalJson.Default.OrderBecameUnknown),
        Row.Of("order.external-adopted.v1", JournalJson.Default.ExternalOrderAdopted),
        Row.Of("order.resolved.v1", JournalJson.Default.OrderResolved),
        Row.Of("account.adjustment.v1", JournalJson.Default.BalanceAdjusted),
        Row.Of("account.limit-changed.v1", JournalJson.Default.LimitChanged),
        Row.Of("account.pnl-marked.v1", JournalJson.Default.PnlMarked),
        Row.Of("account.flatten-requested.v1", JournalJson.Default.FlattenRequested),
        Row.Of("account.flatten-ended.v1", JournalJson.Default.FlattenEnded),
        Row.Of("account.day-rolled.v1", JournalJson.Default.DayRolled),
        Row.Of("account.snapshot.v1", JournalJson.Default.AccountSnapshot),
        Row.Of("emergency.initial-mode.v1", JournalJson.Default.InitialModeTaken),
        Row.Of("emergency.hold-raised.v1", JournalJson.Default.HoldRaised),
        Row.Of("emergency.hold-cleared.v1", JournalJson.Default.HoldCleared),
        Row.Of("emergency.resume-asked.v1", JournalJson.Default.ResumeAsked),
        Row.Of("emergency.halt-confirmed.v1", JournalJson.Default.HaltConfirmed),
        Row.Of("emergency.halt-reported.v1", JournalJson.Default.HaltReported),
        Row.Of("emergency.snapshot.v1", JournalJson.Default.EmergencySnapshot),
    ];

    private static readonly Dictionary<Type, Row> ByType = Rows.ToDictionary(r => r.Type);
    private static readonly Dictionary<string, Row> ByManifest = Rows.ToDictionary(r => r.Manifest);

    /// <summary>
    /// Every manifest that this build can read, for the golden files' test and the upgrade check.
    /// </summary>
    public static IReadOnlyCollection<string> Manifests => ByManifest.Keys;

    public override int Identifier => 7001;

    public override string Manifest(object o) => RowOf(o).Manifest;

    public override byte[] ToBinary(object obj) => Encode(obj).Bytes;

    /// <summary>What a journal stores of the event or snapshot.</summary>
    public static (string Manifest, byte[] Bytes) Encode(object journaled)
    {
        var row = RowOf(journaled);
        return (row.Manifest, JsonSerializer.SerializeToUtf8Bytes(journaled, row.Json));
    }

    public override object FromBinary(byte[] bytes, string manifest) => Decode(bytes, manifest);

    /// <summary>The event or snapshot, without an actor system.</summary>
    /// <exception cref="SerializationException">This build cannot read it.</exception>
    public static object Decode(byte[] bytes, string manifest)
    {
        if (!ByManifest.TryGetValue(manifest, out var row))
            throw new SerializationException(
                $"journal manifest '{manifest}' is not known to this build: {Excerpt(bytes)}");

        try
        {
            return JsonSerializer.Deserialize(bytes, row.Json)
                ?? throw new SerializationException($"journal row of manifest '{manifest}' holds null");
        }
        catch (JsonException e)
        {
            throw new SerializationException(
                $"journal row of manifest '{manifest}' cannot be read: {e.Message} in {Excerpt(bytes)}", e);
        }
    }

    private static Row RowOf(object o) => ByType.TryGetValue(o.GetType(), out var row)
        ? row
        : throw new SerializationException($"{o.GetType()} has no journal manifest");

    private static string Excerpt(byte[] bytes) =>
        Encoding.UTF8.GetString(bytes, 0, Math.Min(bytes.Length, 200));

    private sealed record Row(string Manifest, Type Type, JsonTypeInfo Json)
    {
        public static Row Of<T>(string manifest, JsonTypeInfo<T> json) => new(manifest, typeof(T), json);
    }
}
