namespace TradingActors.SimulatedVenue;

/// <summary>
/// Two orders of an account that did not trade with each other, and what each lost by it; zero for the one
/// that was left alone.
/// </summary>
internal sealed record PreventedMatch(
    string Symbol,
    long Id,
    long TakerOrderId,
    long MakerOrderId,
    SelfTradeMode Mode,
    decimal Price,
    decimal TakerQuantity,
    decimal MakerQuantity,
    DateTimeOffset At);
