namespace TradingActors.Engine.Emergency;

/// <summary>
/// What the stream keeps of one halt: as it was asked, how it was acknowledged, and the newest report of each
/// account.
/// </summary>
public sealed record HaltRecord(Hold Hold, HaltConfirmed? Confirmed, IReadOnlyList<HaltReport> Reports)
{
    /// <summary>Accounts kept; a halt of more keeps the reports of these alone.</summary>
    public const int ReportsMax = 256;

    /// <summary>Orders named in a report that is kept; beyond them its numbers alone tell.</summary>
    public const int ResidualMax = 200;

    public HaltReport? ReportOf(string account) => Reports.FirstOrDefault(r => r.Account.Value == account);

    public HaltRecord With(HaltReport report)
    {
        HaltReport[] others = [.. Reports.Where(r => r.Account != report.Account)];
        return others.Length >= ReportsMax ? this : this with { Reports = [.. others, report] };
    }

    public HaltView View(long version) => new(
        Hold.Id,
        Confirmed is null
            ? null
            : new HaltAcknowledged(Hold.Id, Hold.Scope, HaltDurability.Journal, version,
                Confirmed.ConnectionsClosed, Confirmed.ConnectionsSilent, Confirmed.At),
        HaltDurability.Journal,
        Reports);
}
