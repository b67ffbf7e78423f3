using TradingActors.Engine.Audit;
using TradingActors.Engine.Journal;
using Xunit;

namespace TradingActors.Tests.Engine.Audit;

public sealed class AuditChainTests
{
    private static readonly JournalRow Row = new(1, 7001, "order.filled.v1", "{}"u8.ToArray());

    [Fact]
    public void the_hashes_of_a_stream_are_what_they_always_were()
    {
        var genesis = AuditChain.Genesis("account-main");
        var content = AuditChain.Content(Row);

        Assert.Equal(
            "a712229c40b5124cf85db6d759045d0e91da917079add353c554b8cb08afbb84",
            Convert.ToHexStringLower(genesis));
        Assert.Equal(
            "98dda60e0673f77776a6e3b9db98a2c11eaf0733f015c7968826d60ba3e1f3c8",
            Convert.ToHexStringLower(content));
        Assert.Equal(
            "ad4486b815440b9767d03dbf8866c5e2b4328b24764c79d0f6a610a5480666e4",
            Convert.ToHexStringLower(AuditChain.Next(genesis, 1, content)));
    }

    [Fact]
    public void each_part_of_a_row_changes_its_content_and_its_number_does_not()
    {
        byte[][] contents =
        [
            AuditChain.Content(Row),
            AuditChain.Content(Row with { SerializerId = 7002 }),
            AuditChain.Content(Row with { Manifest = "order.filled.v2" }),
            AuditChain.Content(Row with { Bytes = "[]"u8.ToArray() }),
            AuditChain.Content(Row with { Manifest = "order.filled.v1{", Bytes = "}"u8.ToArray() }),
        ];

        Assert.Equal(contents.Length, contents.Select(Convert.ToHexString).Distinct().Count());
        Assert.Equal(AuditChain.Content(Row), AuditChain.Content(Row with { SequenceNumber = 9 }));
    }

    [Fact]
    public void the_chain_hangs_on_stream_order_and_number()
    {
        var (a, b) = (AuditChain.Content(Row), AuditChain.Content(Row with { SerializerId = 1 }));
        string[] ends =
        [
            End("s", (1, a), (2, b)), End("t", (1, a), (2, b)), End("s", (1, b), (2, a)),
            End("s", (1, a), (3, b)),
        ];

        Assert.Equal(ends.Length, ends.Distinct().Count());
    }

    private static string End(string stream, params (long Number, byte[] Content)[] rows) =>
        Convert.ToHexString(rows.Aggregate(AuditChain.Genesis(stream),
            (chain, row) => AuditChain.Next(chain, row.Number, row.Content)));
}
