using TradingActors.Engine.Audit;
using TradingActors.Engine.Journal;
using Xunit;

namespace TradingActors.Tests.Engine.Audit;

/// <summary>Every kind of tampering, done to the files themselves, is found and told apart.</summary>
[Trait("Control", "C23")]
[Trait("Control", "S6")]
public sealed class AuditVerifierTests : IDisposable
{
    private const string OfMain = "persistence_id = 'account-main'";
    private readonly AuditedNode _node = new();

    public void Dispose() => _node.Dispose();

    [Fact]
    public void an_untouched_record_is_intact()
    {
        var report = _node.Verify(_node.Anchor());

        Assert.True(report.IsIntact);
        Assert.Equal(["account-b", "account-main", "emergency"], report.Streams.Select(s => s.Stream));
        var main = report.Streams[1];
        Assert.Equal((AuditedNode.Rows, AuditedNode.Rows, AuditedNode.Rows, AuditedNode.Rows, 0),
            (main.Rows, main.Last, main.SealedTo, main.AnchoredTo, main.Unsealed));
    }

    [Fact]
    public void rows_that_are_not_sealed_yet_are_counted_and_no_finding()
    {
        _node.Write(13);

        var report = _node.Verify();

        Assert.True(report.IsIntact);
        Assert.Equal(1, report.Streams.Single(s => s.Stream == AuditedNode.Main).Unsealed);
    }

    [Theory]
    [InlineData("UPDATE journal SET message = replace(message, '7', '8')", "Edited 7-7")]
    [InlineData("UPDATE journal SET manifest = 'account.adjustment.v1'", "Edited 7-7", "Unreadable 7-7")]
    [InlineData("UPDATE journal SET identifier = 1", "Edited 7-7")]
    [InlineData("DELETE FROM journal", "Removed 7-7")]
    [InlineData("UPDATE journal SET deleted = 1", "Removed 7-7")]
    public void a_row_that_was_touched_is_named(string sql, params string[] found)
    {
        _node.Journal.Run($"{sql} WHERE {OfMain} AND sequence_number = 7");

        Assert.Equal(found, _node.Found().Order());
    }

    [Fact]
    public void a_row_that_was_taken_out_is_named_also_when_the_gap_was_closed()
    {
        _node.Journal.Run($"DELETE FROM journal WHERE {OfMain} AND sequence_number = 7");
        Renumber("sequence_number - 1", "sequence_number > 7");

        Assert.Equal(["Removed 7-7", "Reordered 7-11", "Truncated 12-12"], _node.Found().Order());
    }

    [Fact]
    public void a_row_that_was_put_in_is_named()
    {
        Renumber("sequence_number + 1", "sequence_number > 7");
        _node.Journal.Run($"""
            INSERT INTO journal
                (created, deleted, persistence_id, sequence_number, message, manifest, identifier)
            SELECT 0, 0, persistence_id, 8, replace(message, '7', '99'), manifest, identifier
            FROM journal WHERE {OfMain} AND sequence_number = 7
            """);

        Assert.Equal(["Inserted 8-8", "Reordered 9-13"], _node.Found().Order());
    }

    [Fact]
    public void rows_that_changed_places_are_named_with_where_they_were()
    {
        Renumber("-sequence_number", "sequence_number IN (5, 6)");
        _node.Journal.Run($"UPDATE journal SET sequence_number = 11 + sequence_number "
            + $"WHERE {OfMain} AND sequence_number < 0");

        Assert.Equal(["Reordered 5-5", "Reordered 6-6"], _node.Found().Order());
        Assert.Contains(_node.Verify().Streams.SelectMany(s => s.Findings), f => f.Detail.EndsWith("row 6"));
    }

    [Fact]
    public void a_stream_that_was_cut_off_is_named_with_how_far_it_went()
    {
        _node.Journal.Run($"DELETE FROM journal WHERE {OfMain} AND sequence_number > 9");

        Assert.Equal(["Truncated 10-12"], _node.Found());
    }

    [Fact]
    public void a_stream_that_went_on_after_it_was_cut_off_stays_found()
    {
        _node.Journal.Run($"DELETE FROM journal WHERE {OfMain} AND sequence_number > 9");
        for (var row = 101; row <= 106; row++)
            _node.Write(row);
        _node.Seal();

        Assert.Equal(["Edited 10-12"], _node.Found());
    }

    [Fact]
    public void a_stream_that_is_gone_is_found()
    {
        _node.Journal.Run($"DELETE FROM journal WHERE {OfMain}");

        Assert.Equal(["Truncated 1-12"], _node.Found());
    }

    [Fact]
    public void seals_that_were_touched_do_not_follow_from_one_another()
    {
        _node.Tamper("UPDATE seals SET content = zeroblob(32) WHERE stream = 'account-main' "
            + "AND sequence_number = 7");

        Assert.Equal(["Edited 7-7", "SealEdited 7-7"], _node.Found().Order());
    }

    [Fact]
    public void a_seal_that_was_removed_leaves_a_break_in_the_chain()
    {
        _node.Tamper("DELETE FROM seals WHERE stream = 'account-main' AND sequence_number = 7");

        Assert.Equal(["SealEdited 8-8", "SealRemoved 7-7"], _node.Found().Order());
    }

    [Fact]
    public void a_row_removed_with_its_seal_is_found()
    {
        _node.Journal.Run($"DELETE FROM journal WHERE {OfMain} AND sequence_number = 7");
        _node.Tamper("DELETE FROM seals WHERE stream = 'account-main' AND sequence_number = 7");

        Assert.Equal(["Removed 7-7", "SealEdited 8-8"], _node.Found().Order());
    }

    [Fact]
    public void rewriting_both_files_is_exposed_by_the_anchors()
    {
        var anchors = _node.Anchor();
        _node.Journal.Run($"UPDATE journal SET message = replace(message, '7', '8') "
            + $"WHERE {OfMain} AND sequence_number = 7");
        _node.ForgetSeals();
        _node.Seal();

        Assert.Empty(_node.Found());
        Assert.Equal(["AnchorContradicts 1-12"], _node.Found(anchors));
    }

    [Fact]
    public void the_anchors_say_between_which_of_them_it_was_changed()
    {
        IReadOnlyList<AuditAnchor> anchors = _node.Anchor();
        for (var row = 13; row <= 20; row++)
            _node.Write(row);
        anchors = [.. anchors, .. _node.Anchor()];
        _node.Journal.Run($"UPDATE journal SET message = replace(message, '15', '16') "
            + $"WHERE {OfMain} AND sequence_number = 15");
        _node.ForgetSeals();
        _node.Seal();

        Assert.Equal(["AnchorContradicts 13-20"], _node.Found(anchors));
    }

    [Fact]
    public void cutting_both_files_off_is_exposed_by_the_anchors()
    {
        var anchors = _node.Anchor();
        _node.Journal.Run($"DELETE FROM journal WHERE {OfMain} AND sequence_number > 9");
        _node.Tamper("DELETE FROM seals WHERE stream = 'account-main' AND sequence_number > 9");

        Assert.Empty(_node.Found());
        Assert.Equal(["Truncated 10-12"], _node.Found(anchors));
    }

    [Fact]
    public void removing_the_seals_alone_is_exposed_by_the_anchors()
    {
        var anchors = _node.Anchor();
        _node.Tamper("DELETE FROM seals WHERE stream = 'account-main'");

        Assert.Equal(["SealRemoved 1-12"], _node.Found(anchors));
    }

    [Fact]
    public void what_was_written_while_no_node_ran_is_found_though_it_was_sealed_since()
    {
        Sealer.Mark(_node.Files, AnchorKind.Stop, Some.Time);
        _node.Write(13);
        _node.Write(14);
        Sealer.Mark(_node.Files, AnchorKind.Start, Some.Time);

        Assert.Empty(_node.Found());
        Assert.Equal(["Inserted 13-14"], _node.Found(AnchorFile.Read(_node.Files.Anchors).Anchors));
    }

    [Fact]
    public void a_stream_that_appeared_while_no_node_ran_is_found()
    {
        Sealer.Mark(_node.Files, AnchorKind.Stop, Some.Time);
        _node.Journal.Write("account-new", new OwnershipTaken(1, "x", Some.Time));
        Sealer.Mark(_node.Files, AnchorKind.Start, Some.Time);

        var finding = Assert.Single(_node.Verify(AnchorFile.Read(_node.Files.Anchors).Anchors).Findings);
        Assert.Equal((AuditFindingKind.Inserted, "account-new", 1L),
            (finding.Kind, finding.Stream, finding.Last));
    }

    [Theory]
    [InlineData(AnchorKind.Start, AnchorKind.Start)]
    [InlineData(AnchorKind.Stop, AnchorKind.Running, AnchorKind.Start)]
    [InlineData(AnchorKind.Running, AnchorKind.Start)]
    public void what_a_node_wrote_itself_is_no_finding(params AnchorKind[] kinds)
    {
        foreach (var kind in kinds)
        {
            Sealer.Mark(_node.Files, kind, Some.Time);
            _node.Write(13);
        }

        Assert.Empty(_node.Found(AnchorFile.Read(_node.Files.Anchors).Anchors));
    }

    [Fact]
    public void without_seals_nothing_is_intact()
    {
        _node.ForgetSeals();

        Assert.Equal(["NotSealed 0-0"], _node.Found());
    }

    [Fact]
    public void a_snapshot_is_sealed_like_the_rows_that_it_stands_for()
    {
        _node.Journal.Run("""
            INSERT INTO snapshot VALUES ('account-main', 10, 0, x'7B7D', 'account.snapshot.v1', 7001)
            """);
        _node.Seal();
        _node.Journal.Run("UPDATE snapshot SET snapshot = x'7B207D'");

        var snapshots = _node.Verify().Streams.Single(s => s.Stream == "account-main/snapshots");

        Assert.Contains(snapshots.Findings, f => f is { Kind: AuditFindingKind.Edited, First: 10, Last: 10 });
    }

    [Fact]
    public void the_emergency_stream_is_sealed_too()
    {
        _node.Emergency.Run("UPDATE journal SET message = replace(message, 'ann', 'bob')");

        var emergency = _node.Verify().Streams.Single(s => s.Stream == "emergency");

        Assert.Equal((AuditFindingKind.Edited, 2L),
            (Assert.Single(emergency.Findings).Kind, emergency.Findings[0].First));
    }

    [Fact]
    public void any_change_of_one_byte_anywhere_is_found()
    {
        var random = new Random(7);
        for (var round = 0; round < 40; round++)
        {
            using var node = new AuditedNode();
            var row = random.Next(1, AuditedNode.Rows + 1);
            var at = random.Next(1, 20);
            node.Journal.Run($"""
                UPDATE journal SET message = cast(substr(message, 1, {at}) || '!' || substr(message, {at + 2})
                AS BLOB) WHERE {OfMain} AND sequence_number = {row}
                """);

            Assert.Contains($"Edited {row}-{row}", node.Found());
        }
    }

    private void Renumber(string to, string where)
    {
        _node.Journal.Run($"UPDATE journal SET sequence_number = 1000 + {to} WHERE {OfMain} AND {where}");
        _node.Journal.Run("UPDATE journal SET sequence_number = sequence_number - 1000 "
            + $"WHERE {OfMain} AND sequence_number > 900");
    }
}
