using System.Globalization;
using TradingActors.Domain;

namespace TradingActors.Engine.Connection;

/// <summary>
/// One window as it stands; <paramref name="Account"/> is null where the address is counted.
/// </summary>
public sealed record RateWindowView(
    RateKind Kind, AccountId? Account, TimeSpan Window, int Limit, int Used);

/// <summary>The budget of an address at a venue, and how long the venue wants it to be silent.</summary>
public sealed record RateBudgetView(
    IReadOnlyList<RateWindowView> Windows, TimeSpan PausedFor, TimeSpan BannedFor)
{
    /// <summary>The windows that concern the account, in words with their numbers.</summary>
    public string Describe(AccountId account) => string.Join(", ", Windows
        .Where(w => w.Account is null || w.Account == account)
        .Select(w => string.Create(CultureInfo.InvariantCulture,
            $"{w.Kind} {w.Used} of {w.Limit} in {w.Window.TotalSeconds:0} s")));
}
