using System.Text.Json;
using System.Text.Json.Serialization;
using TradingActors.Domain;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Risk;

namespace TradingActors.Engine.Journal;

/// <summary>Writes a one-field text value as plain JSON text.</summary>
internal abstract class TextConverter<T>(Func<string, T> make, Func<T, string> text) : JsonConverter<T>
{
    public override T Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        reader.GetString() is { } value ? make(value) : throw new JsonException($"{typeof(T).Name} is null");

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(text(value) ?? "");
}

/// <summary>Writes a one-field decimal value as a JSON number, exact and with its scale.</summary>
internal abstract class NumberConverter<T>(Func<decimal, T> make, Func<T, decimal> number) : JsonConverter<T>
{
    public override T Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        make(reader.GetDecimal());

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(number(value));
}

internal sealed class AccountIdConverter() : TextConverter<AccountId>(v => new AccountId(v), a => a.Value);

internal sealed class PriceConverter() : NumberConverter<Price>(v => new Price(v), p => p.Value);

internal sealed class QuantityConverter() : NumberConverter<Quantity>(v => new Quantity(v), q => q.Value);

internal sealed class NotionalConverter() : NumberConverter<Notional>(v => new Notional(v), n => n.Value);

internal sealed class SymbolConverter() : TextConverter<Symbol>(v => new Symbol(v), s => s.Value);

internal sealed class AssetConverter() : TextConverter<Asset>(v => new Asset(v), a => a.Value);

internal sealed class StrategyIdConverter() : TextConverter<StrategyId>(v => new StrategyId(v), s => s.Value);

internal sealed class ClientOrderIdConverter() : TextConverter<ClientOrderId>(v => new ClientOrderId(v), c => c.Value);

internal sealed class VenueClientIdConverter() : TextConverter<VenueClientId>(v => new VenueClientId(v), c => c.Value);

internal sealed class VenueOrderIdConverter() : TextConverter<VenueOrderId>(v => new VenueOrderId(v), o => o.Value);

internal sealed class ScopeConverter() : TextConverter<Scope>(
    v => Scope.TryParse(v, out var scope, out var why) ? scope : throw new JsonException(why), s => s.ToString());

internal sealed class LimitKeyConverter() : TextConverter<LimitKey>(
    v => LimitKey.TryParse(v, out var key, out var why) ? key : throw new JsonException(why),
    k => k.ToString());

internal sealed class RefusalCodeConverter() : TextConverter<RefusalCode>(
    v => RefusalCodes.TryParse(v, out var code) ? code : throw new JsonException($"'{v}' is not a refusal code"),
    RefusalCodes.Text);

internal sealed class TradeIdConverter : JsonConverter<TradeId>
{
    public override TradeId Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        new(reader.GetInt64());

    public override void Write(Utf8JsonWriter writer, TradeId value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value.Value);
}
