using TradingActors.Domain;

namespace TradingActors.Engine.Statements;

/// <summary>
/// A balance that moved without a trade: a transfer of the venue's, or an adjustment, which has a person and
/// a reason.
/// </summary>
public sealed record CashRow(
    long SequenceNumber, DateTimeOffset At, Asset Asset, decimal Change, string? Principal, string? Reason);
