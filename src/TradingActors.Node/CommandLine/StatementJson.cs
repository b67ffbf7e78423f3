using System.Text.Json;
using System.Text.Json.Serialization;
using TradingActors.Domain;
using TradingActors.Engine.Positions;
using TradingActors.Node.Control;

namespace TradingActors.Node.CommandLine;

/// <summary>The form of <see cref="ControlJson"/> for a statement: ids and amounts as plain text.</summary>
internal static class StatementJson
{
    public static readonly JsonSerializerOptions Options = new(ControlJson.Indented)
    {
        Converters =
        {
            new TextOf<AccountId>(id => id.Value),
            new TextOf<Symbol>(symbol => symbol.Value),
            new TextOf<Asset>(asset => asset.Value),
            new TextOf<StrategyId>(id => id.Value),
            new TextOf<ClientOrderId>(id => id.Value),
            new TextOf<VenueClientId>(id => id.Value),
            new TextOf<TradeId>(id => id.ToString()),
            new TextOf<Price>(price => ControlJson.Text(price.Value)),
            new TextOf<Quantity>(quantity => ControlJson.Text(quantity.Value)),
            new TextOf<Notional>(notional => ControlJson.Text(notional.Value)),
            new AmountsByAsset(),
        },
    };

    private sealed class TextOf<T>(Func<T, string> text) : JsonConverter<T>
    {
        public override T Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            throw new NotSupportedException("a statement is written, never read");

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteStringValue(text(value));
    }

    private sealed class AmountsByAsset : JsonConverter<AssetAmounts>
    {
        public override AssetAmounts Read(
            ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            throw new NotSupportedException("a statement is written, never read");

        public override void Write(Utf8JsonWriter writer, AssetAmounts value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            foreach (var amount in value)
                writer.WriteString(amount.Asset.Value, ControlJson.Text(amount.Amount));
            writer.WriteEndObject();
        }
    }
}
