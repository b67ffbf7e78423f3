using System.Globalization;
using TradingActors.Domain;
using TradingActors.Node.Configuration;
using TradingActors.Node.Hosting;
using TradingActors.Node.Secrets;
using TradingActors.Venues.Binance.Rest;

namespace TradingActors.Node.Direct;

/// <summary>
/// Looks at everything between a node and one account at its venue, without an order: the key where it is
/// kept, REST, clock, rights, session, rules of the symbols, rate limits and streams.
/// </summary>
public sealed class DoctorRun(VenueTarget target, IStreamProbe streams)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ClockWarning = TimeSpan.FromMilliseconds(500);

    private readonly List<Finding> _findings = [];
    private readonly string _subject = $"{target.Account} at {target.Venue.Venue}";

    public async Task<IReadOnlyList<Finding>> RunAsync()
    {
        var key = target.Venue.Kind == VenueKind.BinanceSpotShadow ? null : LoadKey();
        var isAnswered = await RestAsync();
        if (target.Venue.Kind == VenueKind.BinanceSpotShadow && isAnswered)
            await ShadowRulesAsync();
        if (key is not null && target.Venue.IsLive && isAnswered)
            await RightsAsync(key);
        if (key is not null)
            await SessionAsync(key);
        await StreamsAsync();
        return _findings;
    }

    private VenueKey? LoadKey()
    {
        try
        {
            var key = target.Venue.Keys[target.Account].Load();
            Add("key", FindingStatus.Ok,
                $"{key.Secret.Kind} from {target.Venue.Keys[target.Account].Secret}");
            return key;
        }
        catch (SecretUnavailableException e)
        {
            Add("key", FindingStatus.Failed, e.Message);
            return null;
        }
    }

    private async Task<bool> RestAsync()
    {
        using var rest = new BinanceRestClient(target.Endpoints.Rest, Clock.System, Patience);
        await rest.GetTimeAsync();
        var before = Clock.System.Now;
        var time = await rest.GetTimeAsync();
        var now = Clock.System.Now;
        if (time.Outcome != RestOutcome.Ok)
        {
            Add("rest", Unanswered(time.Outcome), $"{time.Code} {time.Reason}".Trim());
            return false;
        }

        var trip = now.Since(before);
        Add("rest", FindingStatus.Ok, $"{target.Endpoints.Rest.Host} answers in {Ms(trip)}");
        Offset(time.Value - (before.Wall + trip / 2));
        return true;
    }

    /// <summary>The venue takes stamps from a second ahead of its clock back to the receive window.</summary>
    private void Offset(TimeSpan venueAhead)
    {
        var size = venueAhead.Duration();
        Add("clock", size > ClockWarning ? FindingStatus.Warning : FindingStatus.Ok,
            $"the venue is {Ms(size)} {(venueAhead < TimeSpan.Zero ? "behind" : "ahead of")} this machine; "
            + "sessions measure and correct it"
            + (size > ClockWarning ? ", but this machine needs NTP" : ""));
    }

    private async Task RightsAsync(VenueKey key)
    {
        var verdict = await KeyCheck.JudgeAsync(target.Venue, key);
        if (verdict.Objection is { } objection)
            Add("rights",
                verdict.IsUnreachable ? FindingStatus.Unreachable : FindingStatus.Failed, objection);
        else
            Add("rights", verdict.Warnings.Count > 0 ? FindingStatus.Warning : FindingStatus.Ok,
                string.Join("; ", ["may read and trade, not withdraw", .. verdict.Warnings]));
    }

    private async Task SessionAsync(VenueKey key)
    {
        if (target.Symbols.Count == 0)
        {
            Add("session", FindingStatus.Failed, "the account has no symbols");
            return;
        }

        var before = Clock.System.Now;
        using var session = target.Connect(key, target.Symbols);
        if (await session.OpenAsync(Patience) is { } problem)
        {
            Add("session", session.IsKeyRefused ? FindingStatus.Failed : FindingStatus.Unreachable, problem);
            return;
        }

        Add("session", FindingStatus.Ok,
            $"{target.Endpoints.Api.Host} is ready in {Ms(Clock.System.Now.Since(before))}");
        Rules(session.Instruments);
        session.AskOpenOrders();
        await OpenOrdersAsync(session);
        Limits(session);
    }

    private async Task ShadowRulesAsync()
    {
        using var rest = new BinanceRestClient(target.Endpoints.Rest, Clock.System, Patience);
        var listed = await rest.GetInstrumentsAsync(target.Symbols);
        if (listed.Value is { } instruments)
            Rules(instruments);
        else
            Add("rules", Unanswered(listed.Outcome), $"{listed.Code} {listed.Reason}".Trim());
    }

    private void Rules(IReadOnlyList<Instrument> listed)
    {
        foreach (var symbol in target.Symbols)
            if (listed.FirstOrDefault(i => i.Symbol == symbol) is not { } rules)
                Add($"rules {symbol}", FindingStatus.Failed, "the venue does not list it");
            else
                Add($"rules {symbol}",
                    rules.Status == InstrumentStatus.Trading ? FindingStatus.Ok : FindingStatus.Warning,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{rules.Status}, tick {rules.Tick.Value:0.##########}, ")
                    + string.Create(
                        CultureInfo.InvariantCulture,
                        $"lot {rules.Lot.Value:0.##########}, at least {rules.NotionalMin.Value:0.########} ")
                    + rules.Quote);
    }

    private async Task OpenOrdersAsync(DirectSession session)
    {
        var until = Clock.System.Now.Monotonic + Patience;
        while (await session.NextAsync(until) is { } told)
            switch (told)
            {
                case VenueOpenOrders open:
                    Add("open orders", FindingStatus.Ok,
                        string.Create(CultureInfo.InvariantCulture, $"{open.Orders.Count}"));
                    return;
                case VenueQueryFailed failed:
                    Add("open orders", FindingStatus.Failed, $"{failed.Code} {failed.Reason}");
                    return;
            }

        Add("open orders", FindingStatus.Unreachable, session.Ended ?? "no answer");
    }

    private void Limits(DirectSession session)
    {
        foreach (var rate in session.Rates.OrderBy(r => r.Kind).ThenBy(r => r.Window))
            Add($"limit {rate.Kind}",
                rate.Used is { } used && used * 5L > rate.Limit * 4L
                    ? FindingStatus.Warning
                    : FindingStatus.Ok,
                string.Create(CultureInfo.InvariantCulture,
                    $"{(rate.Used is { } u ? $"{u} of " : "")}{rate.Limit} in {rate.Window}"));
    }

    private async Task StreamsAsync()
    {
        var before = Clock.System.Now;
        var problem = await streams.ProbeAsync(target.Endpoints.Streams, target.Symbols, Patience);
        Add("streams", problem is null ? FindingStatus.Ok : FindingStatus.Unreachable,
            problem ?? $"{target.Endpoints.Streams.Host} speaks after {Ms(Clock.System.Now.Since(before))}");
    }

    private void Add(string check, FindingStatus status, string detail) =>
        _findings.Add(new Finding(_subject, check, status, detail));

    private static FindingStatus Unanswered(RestOutcome outcome) =>
        outcome == RestOutcome.Unreachable ? FindingStatus.Unreachable : FindingStatus.Failed;

    private static string Ms(TimeSpan span) =>
        string.Create(CultureInfo.InvariantCulture, $"{span.TotalMilliseconds:0} ms");
}
