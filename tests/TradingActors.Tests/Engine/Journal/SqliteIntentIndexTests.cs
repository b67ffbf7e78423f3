using Microsoft.Data.Sqlite;
using TradingActors.Domain;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Risk;
using Xunit;

namespace TradingActors.Tests.Engine.Journal;

public sealed class SqliteIntentIndexTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"index-{Path.GetRandomFileName()}.db");

    [Fact]
    public void answers_for_what_was_added_also_after_it_is_opened_again()
    {
        var known = new KnownIntent(Some.Request("a1"), Some.Order("a1"), null);
        using (var index = new SqliteIntentIndex(_file, "main"))
            index.Add([known], 12);

        using var again = new SqliteIntentIndex(_file, "main");

        Assert.Equal(12, again.LastSequenceNumber);
        Assert.Equal(known, again.Find(new ClientOrderId("a1")));
        Assert.Null(again.Find(new ClientOrderId("a2")));
    }

    [Fact]
    public void accounts_do_not_see_each_other()
    {
        using var main = new SqliteIntentIndex(_file, "main");
        main.Add([new KnownIntent(Some.Request("a1"), null, new Refusal(RefusalCode.QuantityOffLot, 1m, 2m))], 5);
        using var other = new SqliteIntentIndex(_file, "other");

        Assert.Null(other.Find(new ClientOrderId("a1")));
        Assert.Equal(0, other.LastSequenceNumber);
        Assert.Equal(2m, main.Find(new ClientOrderId("a1"))!.Refusal!.Actual);
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(_file)!, Path.GetFileName(_file) + "*"))
            File.Delete(file);
    }
}
