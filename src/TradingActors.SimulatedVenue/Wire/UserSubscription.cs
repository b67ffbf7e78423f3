namespace TradingActors.SimulatedVenue;

/// <summary>
/// One account's events on one connection; a log-off ends it when it came <paramref name="FromLogon"/>.
/// </summary>
internal sealed record UserSubscription(int Id, string Account, bool FromLogon);
