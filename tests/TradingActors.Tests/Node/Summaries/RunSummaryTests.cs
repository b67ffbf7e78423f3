using System.Text.Json;
using TradingActors.Domain;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Journal;
using TradingActors.Node.Control;
using TradingActors.Node.Summaries;
using TradingActors.SimulatedVenue;
using Xunit;

namespace TradingActors.Tests.Node.Summaries;

public class RunSummaryTests
{
    private static readonly LedgerReport Ledger = new("main", 1,
        [new LedgerReport.AssetLine("USDT", 100m, 0m, 0m, 0m, 100m, 0m)], [], [], [],
        new LedgerReport.CountLine(0, 0, 0, 0, 0, 0, 0, 0, 0));

    [Fact]
    public void a_run_whose_books_match_is_good()
    {
        var summary = Make(Books(100m), Ledger);

        Assert.True(summary.LedgerMatches);
        Assert.True(summary.IsGood);
        Assert.Equal(new BalanceComparison("USDT", 100m, 100m), Assert.Single(summary.Accounts[0].Balances));
    }

    [Fact]
    public void a_run_whose_books_differ_is_not_and_says_where()
    {
        var summary = Make(Books(99m), Ledger);

        Assert.False(summary.LedgerMatches);
        Assert.False(summary.IsGood);
        Assert.Equal("USDT", Assert.Single(summary.Differences).Key);
        Assert.Contains(SummaryText.Lines(summary), line =>
            line == "DIFFERENCE main balance USDT: engine 99, venue 100");
    }

    [Fact]
    public void a_ledger_that_could_not_be_read_is_no_match()
    {
        var summary = Make(Books(100m), null);

        Assert.Null(summary.LedgerMatches);
        Assert.False(summary.IsGood);
        Assert.Equal(new BalanceComparison("USDT", 100m, null), Assert.Single(summary.Accounts[0].Balances));
    }

    [Fact]
    public void a_problem_on_the_way_spoils_a_match()
    {
        var summary = Make(Books(100m), Ledger, "an order may still work");

        Assert.True(summary.LedgerMatches);
        Assert.False(summary.IsGood);
        Assert.Contains(SummaryText.Lines(summary), line => line == "PROBLEM an order may still work");
    }

    [Fact]
    public void counters_of_several_accounts_are_added_up_by_reason()
    {
        var evidence = new AccountEvidence(Samples.Account, [], Books(100m), Ledger);

        var summary = RunSummaries.Make(
            "test", Samples.At, TimeSpan.FromSeconds(1.23456), Samples.Node, [evidence, evidence], []);

        Assert.Equal((6, 4, 2), (summary.Orders.Sent, summary.Orders.Accepted, summary.Orders.Fills));
        Assert.Equal(2, summary.Orders.RefusedByReason["POSITION_ABOVE_LIMIT"]);
        Assert.Equal(42, summary.MarketMessages);
        Assert.Equal(1.235, summary.DurationSeconds);
    }

    [Fact]
    public void the_json_has_the_keys_that_scripts_rely_on()
    {
        var json = JsonSerializer.SerializeToElement(Make(Books(100m), Ledger), ControlJson.Options);

        Assert.True(json.GetProperty("ledger_matches").GetBoolean());
        Assert.Equal(42, json.GetProperty("market_messages").GetInt64());
        Assert.Equal(3, json.GetProperty("orders").GetProperty("sent").GetInt64());
        Assert.Equal("active", json.GetProperty("mode_at_end").GetString());
        Assert.Equal("100",
            json.GetProperty("accounts")[0].GetProperty("balances")[0].GetProperty("venue").GetString());
        Assert.Equal(JsonValueKind.Array, json.GetProperty("differences").ValueKind);
        Assert.False(json.TryGetProperty("is_good", out _));
    }

    private static AccountBooks Books(decimal usdt)
    {
        var books = new AccountBooks("main");
        books.Apply(new OpeningBalancesTaken([new OpeningBalance(new Asset("USDT"), usdt)], [], Samples.At));
        return books;
    }

    private static RunSummary Make(AccountBooks? books, LedgerReport? ledger, params string[] problems) =>
        RunSummaries.Make(
            "test", Samples.At, TimeSpan.FromSeconds(1), Samples.Node with { Mode = TradingMode.Active },
            [new AccountEvidence(Samples.Account, [], books, ledger)], problems);
}
