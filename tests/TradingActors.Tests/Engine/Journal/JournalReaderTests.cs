using TradingActors.Engine.Journal;
using Xunit;

namespace TradingActors.Tests.Engine.Journal;

public sealed class JournalReaderTests : IDisposable
{
    private readonly JournalFile _journal = new();

    public void Dispose() => _journal.Dispose();

    [Fact]
    public void reads_each_stream_in_order_and_decodes_it()
    {
        _journal.Write("account-main", new OwnershipTaken(1, "node", Some.Time));
        _journal.Write("account-b", new OwnershipTaken(7, "node", Some.Time));
        _journal.Write("account-main", new BalanceTransferred(new("BTC"), 1.50m, Some.Time));

        using var reader = JournalReader.Open(_journal.File);

        Assert.Equal(["account-b", "account-main"], reader.Streams());
        Assert.Equal(
            [
                (1L, (object)new OwnershipTaken(1, "node", Some.Time)),
                (2L, new BalanceTransferred(new("BTC"), 1.50m, Some.Time)),
            ],
            reader.Read("account-main"));
        Assert.Empty(reader.Read("account-none"));
    }

    [Fact]
    public void sees_what_is_written_while_it_is_open_and_never_writes()
    {
        using var reader = JournalReader.Open(_journal.File);
        Assert.Empty(reader.Streams());

        _journal.Write("account-main", new OwnershipTaken(1, "node", Some.Time));

        Assert.Single(reader.Rows("account-main"));
    }

    [Fact]
    public void reads_across_the_bound_of_a_page()
    {
        const int Count = (2 * JournalReader.PageRows) + 1;
        _journal.Write("account-main", [.. Enumerable.Range(1, Count).Select(n =>
            new OwnershipTaken(n, "node", Some.Time))]);

        using var reader = JournalReader.Open(_journal.File);

        Assert.Equal(
            Enumerable.Range(1, Count).Select(n => (long)n),
            reader.Read("account-main").Select(e => ((OwnershipTaken)e.Event).Epoch));
        Assert.Equal(Count - 5, reader.Rows("account-main", after: 5).Count());
    }

    [Fact]
    public void leaves_out_what_is_marked_as_deleted_as_a_recovery_does()
    {
        _journal.Write(
            "account-main", new OwnershipTaken(1, "a", Some.Time), new OwnershipTaken(2, "b", Some.Time));
        _journal.Run("UPDATE journal SET deleted = 1 WHERE sequence_number = 1");

        using var reader = JournalReader.Open(_journal.File);

        Assert.Equal([2L], reader.Rows("account-main").Select(row => row.SequenceNumber));
    }

    [Fact]
    public void names_the_file_the_stream_and_the_event_that_cannot_be_read()
    {
        _journal.Write("account-main", new OwnershipTaken(1, "node", Some.Time));
        _journal.Run("UPDATE journal SET manifest = 'account.later.v9'");

        using var reader = JournalReader.Open(_journal.File);

        var unfit = Assert.Throws<JournalUnfitException>(() => reader.Read("account-main").ToArray());
        Assert.Contains(_journal.File, unfit.Message, StringComparison.Ordinal);
        Assert.Contains("event 1 of stream account-main", unfit.Message, StringComparison.Ordinal);
        Assert.Contains("account.later.v9", unfit.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void refuses_a_file_that_is_not_there_without_making_one()
    {
        var file = _journal.File + ".other";

        Assert.Throws<JournalUnfitException>(() => JournalReader.Open(file));

        Assert.False(File.Exists(file));
    }

    [Fact]
    public void refuses_a_file_that_is_no_journal()
    {
        var file = _journal.File + ".other";
        File.WriteAllText(file, new string('x', 4_096));

        Assert.Throws<JournalUnfitException>(() => JournalReader.Open(file));
    }
}
