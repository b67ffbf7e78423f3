using TradingActors.Domain;
using TradingActors.Engine.Journal;

namespace TradingActors.Engine.Audit;

/// <summary>
/// One node's audit record, opened to be read: the accounts' streams and the emergency stream. Reads beside a
/// running node.
/// </summary>
public sealed class AuditRecord : IDisposable
{
    private const string AccountPrefix = "account-";
    private const string Emergency = "emergency";

    private readonly JournalReader[] _journals;
    private readonly Dictionary<string, JournalReader> _streams;

    private AuditRecord(JournalReader[] journals)
    {
        _journals = journals;
        _streams = journals.SelectMany(j => j.Streams().Select(s => (Stream: s, Journal: j)))
            .ToDictionary(s => s.Stream, s => s.Journal, StringComparer.Ordinal);
    }

    public IReadOnlyList<AccountId> Accounts =>
    [
        .. _streams.Keys.Where(s => s.StartsWith(AccountPrefix, StringComparison.Ordinal))
            .Select(s => new AccountId(s[AccountPrefix.Length..]))
            .OrderBy(a => a.Value, StringComparer.Ordinal),
    ];

    /// <exception cref="JournalUnfitException">A journal is missing or cannot be read.</exception>
    public static AuditRecord Open(AuditFiles files) => new([.. files.Journals.Select(JournalReader.Open)]);

    /// <summary>The order in whichever account has it; the first in the order of their names.</summary>
    public OrderStory? Explain(string id, AccountId? account = null)
    {
        foreach (var candidate in account is { } one ? [one] : Accounts)
            if (new OrderStories(candidate, () => Read(AccountPrefix + candidate), Read(Emergency)).Find(id)
                is { } story)
                return story;
        return null;
    }

    /// <summary>
    /// The latest <paramref name="max"/> decisions and changes of mode since then, oldest first.
    /// </summary>
    public IReadOnlyList<AuditEntry> Log(AccountId? account, DateTimeOffset since, int max)
    {
        // The earliest of those kept leaves for a later one, so that no stream is held in memory.
        var latest = new PriorityQueue<AuditEntry, (DateTimeOffset, string, long)>();
        var entries = (account is { } one ? [one] : Accounts)
            .SelectMany(a => AuditLog.OfAccount(AccountPrefix + a, Read(AccountPrefix + a)))
            .Concat(AuditLog.OfEmergency(Emergency, Read(Emergency)));
        foreach (var entry in entries)
        {
            if (entry.At < since)
                continue;

            latest.Enqueue(entry, (entry.At, entry.Stream, entry.Sequence));
            if (latest.Count > max)
                latest.Dequeue();
        }

        var ordered = new List<AuditEntry>(latest.Count);
        while (latest.TryDequeue(out var entry, out _))
            ordered.Add(entry);
        return ordered;
    }

    public void Dispose()
    {
        foreach (var journal in _journals)
            journal.Dispose();
    }

    private IEnumerable<(long SequenceNumber, object Event)> Read(string stream) =>
        _streams.TryGetValue(stream, out var journal) ? journal.Read(stream) : [];
}
