using System.Text;
using TradingActors.Engine.Emergency;
using TradingActors.Tests.Architecture;
using Xunit;

namespace TradingActors.Tests.Engine.Emergency;

/// <summary>
/// docs/holds.md is made from the code: run this with TRADINGACTORS_ACCEPT=1 to write it anew.
/// </summary>
public sealed class HoldCausesTests
{
    [Fact]
    public void the_table_of_holds_on_disk_is_the_one_that_the_code_gives()
    {
        var path = Path.Combine(Repository.Root, "docs", "holds.md");
        var generated = Generate();
        if (Environment.GetEnvironmentVariable("TRADINGACTORS_ACCEPT") == "1")
            File.WriteAllText(path, generated);

        Assert.Equal(generated, File.ReadAllText(path).ReplaceLineEndings("\n"));
    }

    [Fact]
    public void has_one_row_for_each_cause_in_its_order()
    {
        Assert.Equal(Enum.GetValues<HoldCause>(), HoldCauses.Table.Select(t => t.Cause));
        foreach (var cause in Enum.GetValues<HoldCause>())
        {
            Assert.Equal(cause, HoldCauses.Of(cause).Cause);
            Assert.NotEmpty(HoldCauses.Of(cause).Scopes);
            Assert.EndsWith(".", HoldCauses.Of(cause).Meaning, StringComparison.Ordinal);
        }
    }

    [Fact]
    [Trait("Control", "C06")]
    [Trait("Control", "C09")]
    public void what_lost_money_or_repeated_itself_needs_a_person()
    {
        HoldCause[] byPerson =
        [
            HoldCause.Operator, HoldCause.InitialMode, HoldCause.DailyLoss, HoldCause.Drawdown,
            HoldCause.RejectStorm, HoldCause.ReconciliationMismatch, HoldCause.UnexpectedBalanceChange,
            HoldCause.MessageRate, HoldCause.RepeatedExecution, HoldCause.JournalFailing,
            HoldCause.AuditBroken,
        ];

        Assert.Equal(byPerson, Enum.GetValues<HoldCause>().Where(c => !c.ClearsItself()));
    }

    private static string Generate()
    {
        var text = new StringBuilder()
            .Append("# Why trading is held\n\n")
            .Append("Generated from the code by a test. The strictest of all holds that apply is in force.\n")
            .Append("A hold that ends by itself does so once its condition has passed for long enough;\n")
            .Append("every other one stays until a person resumes its scope, with a reason.\n\n")
            .Append("| Cause | Meaning | Scope | Raised by | Ends |\n|---|---|---|---|---|\n");
        foreach (var row in HoldCauses.Table)
        {
            var scopes = row.Scopes.Count == Enum.GetValues<ScopeKind>().Length
                ? "any"
                : string.Join(" or ", row.Scopes.Select(s => Words($"{s}")));
            text.Append($"| `{row.Cause}` | {row.Meaning} | {scopes} | {Words($"{row.Raiser}")} | ")
                .Append(row.ClearsItself ? "by itself |\n" : "by a person |\n");
        }

        return text.ToString();
    }

    private static string Words(string name) => string.Concat(name.Select((c, i) =>
        i > 0 && char.IsUpper(c) ? $" {char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));
}
