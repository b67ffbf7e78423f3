using System.Text.Json.Serialization;
using TradingActors.Engine.Emergency;

namespace TradingActors.Engine.Journal;

/// <summary>
/// The JSON of everything that is journaled, generated at build time: camel case, enums by name, nulls
/// written.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true,
    Converters =
    [
        typeof(PriceConverter), typeof(QuantityConverter), typeof(NotionalConverter), typeof(SymbolConverter),
        typeof(AssetConverter), typeof(StrategyIdConverter), typeof(ClientOrderIdConverter),
        typeof(VenueClientIdConverter), typeof(VenueOrderIdConverter), typeof(TradeIdConverter),
        typeof(RefusalCodeConverter), typeof(ScopeConverter), typeof(AccountIdConverter),
        typeof(LimitKeyConverter), typeof(LotQueueConverter), typeof(AssetAmountsConverter),
    ])]
[JsonSerializable(typeof(OwnershipTaken))]
[JsonSerializable(typeof(IntentRecorded))]
[JsonSerializable(typeof(ReplacementSized))]
[JsonSerializable(typeof(IntentRefused))]
[JsonSerializable(typeof(OrderNotSent))]
[JsonSerializable(typeof(OrderAccepted))]
[JsonSerializable(typeof(OrderRejectedByVenue))]
[JsonSerializable(typeof(OrderFilled))]
[JsonSerializable(typeof(CancelRequested))]
[JsonSerializable(typeof(CancelRejected))]
[JsonSerializable(typeof(ReplaceRequested))]
[JsonSerializable(typeof(OrderCanceled))]
[JsonSerializable(typeof(OrderExpired))]
[JsonSerializable(typeof(OrderBecameUnknown))]
[JsonSerializable(typeof(ExternalOrderAdopted))]
[JsonSerializable(typeof(OpeningBalancesTaken))]
[JsonSerializable(typeof(OpeningPositionTaken))]
[JsonSerializable(typeof(BalanceTransferred))]
[JsonSerializable(typeof(OrderResolved))]
[JsonSerializable(typeof(BalanceAdjusted))]
[JsonSerializable(typeof(LimitChanged))]
[JsonSerializable(typeof(PnlMarked))]
[JsonSerializable(typeof(FlattenRequested))]
[JsonSerializable(typeof(FlattenEnded))]
[JsonSerializable(typeof(DayRolled))]
[JsonSerializable(typeof(AccountSnapshot))]
[JsonSerializable(typeof(KnownIntent))]
[JsonSerializable(typeof(InitialModeTaken))]
[JsonSerializable(typeof(HoldRaised))]
[JsonSerializable(typeof(HoldCleared))]
[JsonSerializable(typeof(ResumeAsked))]
[JsonSerializable(typeof(HaltConfirmed))]
[JsonSerializable(typeof(HaltReported))]
[JsonSerializable(typeof(EmergencySnapshot))]
internal sealed partial class JournalJson : JsonSerializerContext;
