using TradingActors.Engine.Statements;
using TradingActors.Tests.Engine.Positions;
using Xunit;
using static TradingActors.Tests.Engine.Statements.SomeStream;

namespace TradingActors.Tests.Engine.Statements;

public sealed class StatementCsvTests
{
    private readonly Dictionary<string, string> _files = StatementCsv.Files(new SomeStream()
            .Open(usdt: 1_000.00m, btc: 2m, cost: 100m)
            .Order("say \"hi\", you", At(1, 10), arrival: 109m)
            .Fill("say \"hi\", you", 1, -1.50000000m, 110m, At(1, 11), fee: 0.11m)
            .Fill("x", 2, 1m, 100.5m, At(1, 12), fee: 0.001m, SomeFills.Other)
            .Roll(1, mark: 120m)
            .Statement())
        .ToDictionary(f => f.Name, f => f.Text);

    [Fact]
    public void each_kind_of_row_has_a_file_named_by_account_and_day() => Assert.Equal(
        ["balances-main-2026-03-01.csv", "fills-main-2026-03-01.csv", "positions-main-2026-03-01.csv"],
        _files.Keys.Order());

    [Fact]
    public void a_field_with_a_comma_or_a_quote_is_quoted_and_lines_end_as_the_standard_has_them() =>
        Assert.Equal(
            "account,day,sequence,at,symbol,trade_id,side,price,quantity,notional,fee,fee_asset,liquidity,"
            + "strategy,client_order_id,venue_client_id,arrival_price,slippage,late\r\n"
            + "main,2026-03-01,4,2026-03-01T11:00:00.000000Z,BTCUSDT,1,sell,110,1.5,165,0.11,USDT,maker,"
            + "\"say \"\"hi\"\", you\",\"c-say \"\"hi\"\", you\",\"v-say \"\"hi\"\", you\",109,-1.5,false\r\n"
            + "main,2026-03-01,5,2026-03-01T12:00:00.000000Z,BTCUSDT,2,buy,100.5,1,100.5,0.001,BNB,maker,"
            + ",,v-x,,,false\r\n",
            _files["fills-main-2026-03-01.csv"]);

    [Fact]
    public void balances_are_exact_and_plain() => Assert.Equal(
        "account,day,asset,opening,taken_over,transferred,adjusted,traded,fees,closing\r\n"
        + "main,2026-03-01,BNB,0,0,0,0,0,0.001,-0.001\r\n"
        + "main,2026-03-01,BTC,0,2,0,0,-0.5,0,1.5\r\n"
        + "main,2026-03-01,USDT,0,1000,0,0,64.5,0.11,1064.39\r\n",
        _files["balances-main-2026-03-01.csv"]);

    [Fact]
    public void every_row_has_a_field_for_every_name()
    {
        foreach (var text in _files.Values)
        {
            var rows = text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
            Assert.All(rows, row => Assert.Equal(Fields(rows[0]), Fields(row)));
        }
    }

    /// <summary>Commas outside of quotes, which double where they are meant.</summary>
    private static int Fields(string row) =>
        1 + row.Where((c, i) => c == ',' && row[..i].Count(q => q == '"') % 2 == 0).Count();
}
