using System.Runtime.Serialization;
using Akka.Pattern;
using Microsoft.Data.Sqlite;
using TradingActors.Engine.Journal;
using Xunit;

namespace TradingActors.Tests.Engine.Journal;

public sealed class JournalFailuresTests
{
    public static TheoryData<Exception> Passing =>
    [
        new SqliteException("disk I/O error", 10),
        new SqliteException("database is locked", 5),
        new AggregateException(new SqliteException("unable to open database file", 14)),
        new TimeoutException(),
        new IOException("no space left on device"),
        new OpenCircuitException(),
        new InvalidOperationException("replay", new IOException()),
    ];

    public static TheoryData<Exception> Lasting =>
    [
        new SqliteException("database disk image is malformed", 11),
        new SqliteException("file is not a database", 26),
        new SerializationException("journal manifest 'order.x.v9' is not known to this build"),
        new InvalidOperationException("an unexpected writer"),
        new AggregateException(new SerializationException("no manifest")),
    ];

    [Theory]
    [MemberData(nameof(Passing))]
    public void what_the_disk_or_a_timeout_did_may_pass(Exception failure) =>
        Assert.True(JournalFailures.MayPass(failure));

    [Theory]
    [MemberData(nameof(Lasting))]
    public void what_the_stream_itself_says_wrong_waits_for_a_person(Exception failure) =>
        Assert.False(JournalFailures.MayPass(failure));
}
