using System.Globalization;
using Akka.Actor;
using TradingActors.Domain;

namespace TradingActors.Engine.Emergency;

/// <summary>
/// One halt on its way: which connections are still behind the barrier, how durable it is, who waits for the
/// answer and what the desks have reported. Durability is null until the stream, the halt file or their
/// deadlines have spoken.
/// </summary>
internal sealed class HaltUnderWay(Hold hold)
{
    private readonly List<AccountId> _awaited = [];
    private readonly List<AccountId> _closed = [];
    private readonly List<IActorRef> _askers = [];
    private readonly SortedDictionary<string, Told> _reports = new(StringComparer.Ordinal);
    private bool _isConfirmationRecorded;

    /// <summary>A report that does not complete is recorded after so long without a change.</summary>
    public static readonly TimeSpan SettlesAfter = TimeSpan.FromSeconds(2);

    public Hold Hold { get; } = hold;

    public string Id => Hold.Id;

    public bool IsBarrierOver { get; private set; }

    public HaltDurability? Durability { get; private set; }

    public long Version { get; private set; }

    public HaltAcknowledged? Acknowledged { get; private set; }

    public bool IsJournaled => Durability == HaltDurability.Journal;

    public void AskedBy(IActorRef asker)
    {
        if (Acknowledged is not null)
            asker.Tell(Acknowledged);
        else
            _askers.Add(asker);
    }

    public void Await(AccountId connection) => _awaited.Add(connection);

    /// <summary>True when it was the last connection that was waited for.</summary>
    public bool Passed(AccountId connection)
    {
        if (!_awaited.Remove(connection))
            return false;

        _closed.Add(connection);
        return _awaited.Count == 0 && !IsBarrierOver;
    }

    public bool IsAwaiting => _awaited.Count > 0;

    public void EndBarrier() => IsBarrierOver = true;

    /// <summary>Durability only grows: what the stream has needs no file, and a file beats nothing.</summary>
    public void Became(HaltDurability durability, long version)
    {
        if (Durability is { } known && known >= durability)
            return;

        Durability = durability;
        Version = Math.Max(Version, version);
    }

    /// <summary>Answers everybody who waits, once the barrier is over and the durability is known.</summary>
    public void AcknowledgeIfReady(DateTimeOffset at)
    {
        if (Acknowledged is not null || !IsBarrierOver || Durability is not { } durability)
            return;

        Acknowledged = new HaltAcknowledged(
            Id, Hold.Scope, durability, Version, [.. _closed], [.. _awaited], at);
        foreach (var asker in _askers)
            asker.Tell(Acknowledged);
        _askers.Clear();
    }

    public void Report(HaltReport report, TimeSpan now) => _reports[report.Account.Value] = new Told(
        report, now, _reports.GetValueOrDefault(report.Account.Value)?.Number + 1 ?? 1);

    public HaltReport? ReportOf(AccountId account) => _reports.GetValueOrDefault(account.Value)?.Report;

    /// <summary>
    /// What the stream should keep of this halt and is not known to have: how it was acknowledged, every
    /// report that is complete, and one that is not once it has not changed for <see cref="SettlesAfter"/>.
    /// </summary>
    public IEnumerable<MergeRecord> Unrecorded(Instant now)
    {
        if (!IsJournaled)
            yield break;

        if (Acknowledged is { } known && !_isConfirmationRecorded)
            yield return new MergeRecord($"{Id}/acknowledged",
                new HaltConfirmed(Id, known.ConnectionsClosed, known.ConnectionsSilent, known.At));
        foreach (var told in _reports.Values)
            if (!told.IsRecorded
                && (told.Report.IsComplete || now.Monotonic - told.ChangedAt >= SettlesAfter))
                yield return new MergeRecord(RecordId(told), new HaltReported(told.Report, now.Wall));
    }

    public void Recorded(string recordId)
    {
        _isConfirmationRecorded |= recordId == $"{Id}/acknowledged";
        foreach (var (account, told) in _reports)
            if (RecordId(told) == recordId)
            {
                _reports[account] = told with { IsRecorded = true };
                return;
            }
    }

    public HaltView View() =>
        new(Id, Acknowledged, Durability ?? HaltDurability.None, [.. _reports.Values.Select(t => t.Report)]);

    private string RecordId(Told told) => string.Create(
        CultureInfo.InvariantCulture, $"{Id}/{told.Report.Account}/{told.Number}");

    private sealed record Told(HaltReport Report, TimeSpan ChangedAt, int Number, bool IsRecorded = false);
}
