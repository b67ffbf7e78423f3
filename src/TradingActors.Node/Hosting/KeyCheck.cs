using TradingActors.Domain;
using TradingActors.Node.Configuration;
using TradingActors.Node.Secrets;
using TradingActors.Venues.Binance.Rest;

namespace TradingActors.Node.Hosting;

/// <summary>What is known about what a key may do.</summary>
/// <param name="Objection">Why it must not be traded with; null where it may.</param>
/// <param name="IsUnreachable">The objection is that the venue did not answer.</param>
/// <param name="Warnings">What its owner should know.</param>
public sealed record KeyVerdict(string? Objection, bool IsUnreachable, IReadOnlyList<string> Warnings);

/// <summary>
/// Asks a live venue what a key may do before anything is sent with it. On mainnet a key that nothing is
/// known about is refused; a test network has no wallet to ask, and nothing there to lose.
/// </summary>
public static class KeyCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static async Task<KeyVerdict> JudgeAsync(VenueSettings venue, VenueKey key)
    {
        using var rest = new BinanceRestClient(venue.Endpoints!.Rest, Clock.System, Patience);
        var before = Clock.System.Now;
        var time = await rest.GetTimeAsync();
        if (time.Outcome != RestOutcome.Ok)
            return Unknown($"its clock: {time.Reason}");

        var now = Clock.System.Now;
        var ahead = time.Value - (before.Wall + now.Since(before) / 2);
        var answer = await rest.GetPermissionsAsync(key.ApiKey, key.Secret, ahead);
        return answer.Outcome switch
        {
            RestOutcome.Ok => new KeyVerdict(
                answer.Value!.Objection(), false, [.. answer.Value.Excess()]),
            RestOutcome.Refused => new KeyVerdict(
                $"the venue refuses the key: {answer.Code} {answer.Reason}", false, []),
            RestOutcome.NotOffered when !venue.IsRealMoney => new KeyVerdict(
                null, false, ["this environment does not tell what a key may do"]),
            _ => Unknown(answer.Reason),
        };
    }

    /// <exception cref="ConfigurationException">The key must not be traded with.</exception>
    /// <exception cref="VenueUnreachableException">Nothing can be known of the key now.</exception>
    public static async Task RequireAsync(
        VenueSettings venue, AccountId account, VenueKey key, ILoggerFactory loggers)
    {
        var verdict = await JudgeAsync(venue, key);
        var subject = $"venue '{venue.Venue}', account '{account}'";
        if (verdict.IsUnreachable)
            throw new VenueUnreachableException($"{subject}: {verdict.Objection}");
        if (verdict.Objection is { } objection)
            throw new ConfigurationException($"{subject}: {objection}");
        var log = loggers.CreateLogger(typeof(KeyCheck));
        foreach (var warning in verdict.Warnings)
            log.LogWarning("Key of {Subject}: {Warning}", subject, warning);
    }

    private static KeyVerdict Unknown(string reason) =>
        new($"what the key may do cannot be known, {reason}", true, []);
}
