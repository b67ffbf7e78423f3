using System.Text.Json;
using System.Text.Json.Serialization;
using TradingActors.Domain;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Positions;
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

/// <summary>Lots as pairs of quantity and price, oldest first.</summary>
internal sealed class LotQueueConverter : JsonConverter<LotQueue>
{
    public override LotQueue Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
    {
        LotQueue? lots = null;
        var cost = 0m;
        Expect(reader, JsonTokenType.StartArray);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            Expect(reader, JsonTokenType.StartArray);
            var lot = new PositionLot(new Quantity(Number(ref reader)), new Price(Number(ref reader)));
            lots = LotQueue.Open(lots, lot, ref cost);
            reader.Read();
            Expect(reader, JsonTokenType.EndArray);
        }

        return lots ?? throw new JsonException("lots are empty");
    }

    public override void Write(Utf8JsonWriter writer, LotQueue value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var lot in value)
        {
            writer.WriteStartArray();
            writer.WriteNumberValue(lot.Quantity.Value);
            writer.WriteNumberValue(lot.Price.Value);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }

    private static decimal Number(ref Utf8JsonReader reader)
    {
        reader.Read();
        Expect(reader, JsonTokenType.Number);
        return reader.GetDecimal();
    }

    private static void Expect(in Utf8JsonReader reader, JsonTokenType token)
    {
        if (reader.TokenType != token)
            throw new JsonException($"{token} is missing in lots");
    }
}

/// <summary>Amounts as an object whose fields are the assets.</summary>
internal sealed class AssetAmountsConverter : JsonConverter<AssetAmounts>
{
    public override AssetAmounts Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
    {
        var amounts = AssetAmounts.None;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var asset = new Asset(reader.GetString()!);
            reader.Read();
            amounts = amounts.Plus(asset, reader.GetDecimal());
        }

        return reader.TokenType == JsonTokenType.EndObject
            ? amounts
            : throw new JsonException("amounts by asset are no object");
    }

    public override void Write(Utf8JsonWriter writer, AssetAmounts value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var amount in value)
            writer.WriteNumber(amount.Asset.Value, amount.Amount);
        writer.WriteEndObject();
    }
}

internal sealed class TradeIdConverter : JsonConverter<TradeId>
{
    public override TradeId Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        new(reader.GetInt64());

    public override void Write(Utf8JsonWriter writer, TradeId value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value.Value);
}
