using TradingActors.Domain;

namespace TradingActors.Node.Direct;

/// <summary>One order that a panic found open, and what became of it.</summary>
public sealed record PanicOrder(
    string Symbol,
    Side Side,
    string ClientOrderId,
    string VenueOrderId,
    decimal Quantity,
    decimal Filled,
    decimal? Price,
    string Outcome);

/// <summary>
/// What a panic did. Complete only when the venue itself said, twice, that nothing is open.
/// </summary>
public sealed record PanicReport(
    string Venue,
    string Environment,
    string Account,
    bool IsComplete,
    int Rounds,
    IReadOnlyList<PanicOrder> Ended,
    IReadOnlyList<PanicOrder> Remaining,
    IReadOnlyList<string> Problems);
