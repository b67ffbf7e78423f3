using System.Globalization;
using System.Text;
using TradingActors.Domain;
using TradingActors.Engine.Positions;

namespace TradingActors.Engine.Statements;

/// <summary>
/// A statement as files for a spreadsheet or a bookkeeping program: RFC 4180, UTF-8, a line of names first,
/// plain digits with a point, UTC times. What is not known is empty.
/// </summary>
public static class StatementCsv
{
    /// <summary>The files by name, the same bytes for the same statement.</summary>
    public static IReadOnlyList<(string Name, string Text)> Files(Statement statement)
    {
        var of = $"{statement.Account}-{Text(statement.Day)}.csv";
        return
        [
            ($"fills-{of}", Fills(statement)),
            ($"positions-{of}", Positions(statement)),
            ($"balances-{of}", Balances(statement)),
        ];
    }

    private static string Fills(Statement statement) => Lines(
        [
            "account", "day", "sequence", "at", "symbol", "trade_id", "side", "price", "quantity", "notional",
            "fee", "fee_asset", "liquidity", "strategy", "client_order_id", "venue_client_id",
            "arrival_price", "slippage", "late",
        ],
        statement.Fills.Select(f => new[]
        {
            statement.Account.Value, Text(statement.Day), Text(f.SequenceNumber), Text(f.At), f.Symbol.Value,
            Text(f.TradeId.Value), f.Side == Side.Buy ? "buy" : "sell", Text(f.Price.Value),
            Text(f.Quantity.Value), Text(f.Notional.Value), Text(f.Fee), f.FeeAsset.Value,
            f.IsMaker ? "maker" : "taker", f.Strategy.Value, f.ClientOrderId?.Value ?? "", f.VenueId.Value,
            Text(f.ArrivalPrice?.Value), Text(f.Slippage?.Value), f.IsLate ? "true" : "false",
        }));

    /// <summary>The account's rows first, with an empty strategy and <c>account</c> as their level.</summary>
    private static string Positions(Statement statement) => Lines(
        [
            "account", "day", "level", "strategy", "symbol", "opening", "taken_over", "bought", "sold",
            "fees_in_base", "closing", "cost", "average_price", "mark", "realized_pnl", "unrealized_opening",
            "unrealized_pnl", "pnl", "fees", "fees_in_other_assets", "slippage", "cycles_closed",
            "realized_since_opening",
        ],
        statement.Positions.Concat(statement.Strategies).Select(p => new[]
        {
            statement.Account.Value, Text(statement.Day), p.Strategy is null ? "account" : "strategy",
            p.Strategy?.Value ?? "", p.Symbol.Value, Text(p.Opening.Value), Text(p.TakenOver.Value),
            Text(p.Bought.Value), Text(p.Sold.Value), Text(p.FeesInBase.Value), Text(p.Closing.Value),
            Text(p.Cost.Value), Text(p.AveragePrice?.Value), Text(p.Mark?.Value), Text(p.RealizedPnl.Value),
            Text(p.UnrealizedOpening?.Value), Text(p.UnrealizedPnl?.Value), Text(p.Pnl?.Value),
            Text(p.Fees.Value), Text(p.FeesInOtherAssets), Text(p.Slippage.Value), Text(p.CyclesClosed),
            Text(p.RealizedSinceOpening.Value),
        }));

    private static string Balances(Statement statement) => Lines(
        [
            "account", "day", "asset", "opening", "taken_over", "transferred", "adjusted", "traded", "fees",
            "closing",
        ],
        statement.Balances.Select(b => new[]
        {
            statement.Account.Value, Text(statement.Day), b.Asset.Value, Text(b.Opening), Text(b.TakenOver),
            Text(b.Transferred), Text(b.Adjusted), Text(b.Traded), Text(b.Fees), Text(b.Closing),
        }));

    private static string Lines(string[] names, IEnumerable<string[]> rows)
    {
        var text = new StringBuilder();
        foreach (var row in rows.Prepend(names))
            text.AppendJoin(',', row.Select(Quoted)).Append("\r\n");
        return text.ToString();
    }

    private static string Quoted(string field) =>
        field.AsSpan().IndexOfAny(",\"\r\n") < 0
            ? field
            : $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Text(decimal value) => Exact.Trim(value).ToString(CultureInfo.InvariantCulture);

    private static string Text(decimal? value) => value is { } known ? Text(known) : "";

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Text(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    private static string Text(AssetAmounts amounts) =>
        string.Join(' ', amounts.Select(a => $"{Text(a.Amount)} {a.Asset}"));
}
