using System.Globalization;
using TradingActors.Node.Control;

namespace TradingActors.Node.Terminal;

/// <summary>
/// The node as timestamped lines, where there is no terminal to draw on: one for each fill, change of mode or
/// phase and first refusal of a kind, and how it stands every <paramref name="every"/>.
/// </summary>
public sealed class PlainLines(TimeSpan every)
{
    private readonly Dictionary<string, AccountView> _seen = [];
    private readonly HashSet<string> _refusals = [];
    private readonly Dictionary<string, bool> _links = [];
    private DateTimeOffset _nextStatus = DateTimeOffset.MinValue;

    /// <summary>The lines that are new since the last call.</summary>
    public IReadOnlyList<string> Next(NodeView view)
    {
        var lines = new List<string>();
        foreach (var link in view.Links)
            if (!_links.TryGetValue(link.Venue, out var wasUp) || wasUp != link.IsUp)
            {
                _links[link.Venue] = link.IsUp;
                lines.Add($"market data of {link.Venue} is {(link.IsUp ? "up" : "down")}: {link.Reason}");
            }

        foreach (var account in view.Accounts)
        {
            Changes(account, _seen.GetValueOrDefault(account.Account), lines);
            _seen[account.Account] = account;
        }

        if (view.At >= _nextStatus)
        {
            _nextStatus = view.At + every;
            lines.AddRange(view.Accounts.Select(Status));
        }

        var at = view.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        return [.. lines.Select(line => $"{at} {line}")];
    }

    private void Changes(AccountView now, AccountView? before, List<string> lines)
    {
        if (before?.Phase != now.Phase)
            lines.Add($"{now.Account} is {now.Phase}: {now.PhaseReason}");
        if (before?.Mode != now.Mode)
            lines.Add($"{now.Account} mode {NodeScreen.Word(now.Mode)}{Reasons(now)}");

        var lastFill = before is { Fills: [var newest, ..] } ? newest.Sequence : 0;
        var fills = now.Fills.Where(f => f.Sequence > lastFill).Reverse().ToArray();
        var missed = now.Counters.Fills - (before?.Counters.Fills ?? 0) - fills.Length;
        if (missed > 0)
            lines.Add($"{now.Account} {missed} fills more than are shown here");
        foreach (var f in fills)
            lines.Add($"{now.Account} filled {f.Side} {NodeScreen.Amount(f.Quantity)} {f.Symbol} "
                + $"at {NodeScreen.Amount(f.Price)} ({f.ClientOrderId}, trade {f.TradeId})");

        foreach (var reason in now.Counters.RefusedByReason.Keys)
            if (_refusals.Add($"{now.Account} {reason}"))
                lines.Add($"{now.Account} first order refused by risk with {reason}");
        foreach (var code in now.Counters.RejectedByCode.Keys)
            if (_refusals.Add($"{now.Account} venue {code}"))
                lines.Add($"{now.Account} first order rejected by the venue with {code}");
    }

    private static string Reasons(AccountView account) => account.Holds.Count == 0
        ? ""
        : ": " + string.Join("; ",
            account.Holds.Select(h => $"{h.Scope} {h.Reason} ({h.Cause}, {h.Principal})"));

    private static string Status(AccountView a)
    {
        var positions = string.Join(" ",
            a.Positions.Select(p => $"{NodeScreen.Amount(p.Quantity)} {p.Symbol}"));
        if (positions.Length == 0)
            positions = "flat";
        var pnl = a.TotalPnl is { } total ? NodeScreen.Money(total) : "unknown";
        return $"{a.Account} {a.Phase} {NodeScreen.Word(a.Mode)} working={a.Working.Count} "
            + $"sent={a.Counters.Sent} filled={a.Counters.Filled} fills={a.Counters.Fills} "
            + $"refused={a.Counters.RefusedByRisk} position={positions} pnl={pnl}";
    }
}
