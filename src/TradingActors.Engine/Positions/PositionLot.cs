using System.Text.Json.Serialization;
using TradingActors.Domain;

namespace TradingActors.Engine.Positions;

/// <summary>
/// A part of a position that was opened at one price; <paramref name="Quantity"/> is negative in a short.
/// </summary>
public readonly record struct PositionLot(Quantity Quantity, Price Price)
{
    [JsonIgnore]
    public Notional Cost => new(Quantity.Value * Price.Value);
}
