using TradingActors.Engine.Emergency;
using Xunit;

namespace TradingActors.Tests.Engine.Emergency;

public sealed class ApprovalBookTests
{
    private const long Version = 7;
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly ApprovalBook<string> Book = ApprovalBook<string>.Empty.Ask(Asked("a1"));

    [Fact]
    [Trait("Control", "C12")]
    public void a_second_person_approves_what_the_first_asked_for()
    {
        var verdict = Book.Judge("a1", "bob", Version, At.AddMinutes(10));

        Assert.Equal(("open it", "alice"), (verdict.Approved!.What, verdict.Approved.AskedBy));
        Assert.Equal("", verdict.Code);
    }

    [Theory]
    [Trait("Control", "C12")]
    [InlineData("a1", " ", 7, 0, ApprovalCodes.PrincipalMissing)]
    [InlineData("a2", "bob", 7, 0, ApprovalCodes.Unknown)]
    [InlineData("a1", "alice", 7, 0, ApprovalCodes.SamePerson)]
    [InlineData("a1", " ALICE ", 7, 0, ApprovalCodes.SamePerson)]
    [InlineData("a1", "bob", 7, 601, ApprovalCodes.Expired)]
    [InlineData("a1", "bob", 7, -1, ApprovalCodes.Expired)]
    [InlineData("a1", "bob", 8, 0, ApprovalCodes.Stale)]
    [InlineData("a1", "alice", 8, 601, ApprovalCodes.SamePerson)]
    public void refuses_everything_else_with_a_code(
        string id, string principal, long version, int secondsAfter, string code)
    {
        var verdict = Book.Judge(id, principal, version, At.AddSeconds(secondsAfter));

        Assert.Null(verdict.Approved);
        Assert.Equal(code, verdict.Code);
        Assert.NotEqual("", verdict.Reason);
    }

    [Fact]
    public void what_was_approved_is_not_approved_again() =>
        Assert.Equal(
            ApprovalCodes.Unknown, Book.Without("a1").Judge("a1", "bob", Version, At).Code);

    [Fact]
    public void at_the_bound_the_oldest_leaves()
    {
        var book = Book;
        for (var i = 0; i < ApprovalBook<string>.PendingMax; i++)
            book = book.Ask(Asked($"b{i}"));

        Assert.Equal(ApprovalBook<string>.PendingMax, book.Pending.Length);
        Assert.Null(book.Find("a1"));
        Assert.NotNull(book.Find("b0"));
    }

    [Fact]
    public void what_has_run_out_leaves_for_the_next()
    {
        var later = Asked("a2") with { At = At.AddMinutes(11), ValidUntil = At.AddMinutes(21) };

        Assert.Equal(["a2"], Book.Ask(later).Pending.Select(p => p.Id));
    }

    private static Approval<string> Asked(string id) =>
        new(id, "open it", "alice", "the venue is back", Version, At, At.AddMinutes(10));
}
