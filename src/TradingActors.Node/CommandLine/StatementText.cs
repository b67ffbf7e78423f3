using System.Globalization;
using Spectre.Console;
using TradingActors.Domain;
using TradingActors.Engine.Positions;
using TradingActors.Engine.Statements;
using TradingActors.Node.Control;

namespace TradingActors.Node.CommandLine;

/// <summary>
/// A statement as tables for a terminal; every digit is shown, nothing is rounded but averages.
/// </summary>
internal static class StatementText
{
    private const string Unknown = "-";

    public static void Write(TextWriter output, Statement s)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        if (System.Console.IsOutputRedirected)
            console.Profile.Width = 220;
        output.WriteLine(Title(s));
        console.Write(Balances(s));
        console.Write(Positions(s));
        console.Write(Profits(s));
        WriteCash(output, s);
        if (s.Fills.Count > 0)
            console.Write(Fills(s));
        output.WriteLine(
            $"{Count(s.Fills.Count, "fill")}, fees {(s.Fees.Count == 0 ? "none" : Text(s.Fees))}");
        WriteProof(output, s);
    }

    private static string Title(Statement s)
    {
        var day = s.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var from = s.From is { } begin ? ControlJson.Text(begin) : "the opening";
        return $"account {s.Account}, trading day {day}, " + (s.Until is { } end
            ? $"{from} to {ControlJson.Text(end)}"
            : "which still runs: no marks yet, and what follows may change");
    }

    private static Table Balances(Statement s)
    {
        var table = Columns(
            "balance", "opening", "taken over", "transferred", "adjusted", "traded", "fees", "closing");
        foreach (var b in s.Balances)
            table.AddRow(Cells(b.Asset.Value, Text(b.Opening), Text(b.TakenOver), Text(b.Transferred),
                Text(b.Adjusted), Text(b.Traded), Text(-b.Fees), Text(b.Closing)));
        return table;
    }

    private static Table Positions(Statement s)
    {
        var table = Columns("position", "strategy", "opening", "bought", "sold", "closing", "average", "mark",
            "realised", "unrealised", "profit", "fees", "other fees", "slippage", "cycles");
        foreach (var p in s.Positions)
        {
            table.AddRow(Row(p, "all"));
            foreach (var part in s.Strategies)
                if (part.Symbol == p.Symbol)
                    table.AddRow(Row(
                        part, part.Strategy == StrategyId.None ? "none" : part.Strategy!.Value.Value));
        }

        return table;
    }

    private static string[] Row(PositionRow p, string strategy) => Cells(
        p.Symbol.Value, strategy, Text((p.Opening + p.TakenOver).Value), Text(p.Bought.Value),
        Text(p.Sold.Value), Text(p.Closing.Value), Rounded(p.AveragePrice?.Value), Text(p.Mark?.Value),
        Text(p.RealizedPnl.Value), Text(p.UnrealizedPnl?.Value), Text(p.Pnl?.Value), Text(p.Fees.Value),
        p.FeesInOtherAssets.Count == 0 ? "0" : Text(p.FeesInOtherAssets),
        p.SlippageBps is { } bps
            ? $"{Text(p.Slippage.Value)} ({bps.ToString("0.00", CultureInfo.InvariantCulture)} bps)"
            : Unknown,
        p.CyclesClosed.ToString(CultureInfo.InvariantCulture));

    private static Table Profits(Statement s)
    {
        var table = Columns(
            "profit of the day", "realised", "unrealised, change", "total", "fees", "slippage");
        foreach (var p in s.Profits)
            table.AddRow(Cells(p.Quote.Value, Text(p.RealizedPnl.Value), Text(p.UnrealizedChange?.Value),
                Text(p.Pnl?.Value), Text(p.Fees.Value), Text(p.Slippage.Value)));
        return table;
    }

    private static Table Fills(Statement s)
    {
        var table = Columns("at", "fill", "side", "price", "quantity", "fee", "strategy", "order", "");
        foreach (var f in s.Fills)
            table.AddRow(Cells(ControlJson.Text(f.At), $"{f.Symbol}/{f.TradeId}",
                f.Side == Side.Buy ? "buy" : "sell", Text(f.Price.Value), Text(f.Quantity.Value),
                $"{Text(f.Fee)} {f.FeeAsset}", f.Strategy.Value, f.ClientOrderId?.Value ?? f.VenueId.Value,
                f.IsLate ? "learned of late" : ""));
        return table;
    }

    private static void WriteCash(TextWriter output, Statement s)
    {
        foreach (var c in s.Cash)
            output.WriteLine($"{ControlJson.Text(c.At)} {Text(c.Change)} {c.Asset} "
                + (c.Principal is { } who ? $"adjusted by {who}: {c.Reason}" : "transferred"));
    }

    private static void WriteProof(TextWriter output, Statement s)
    {
        foreach (var proof in s.Proofs)
            if (!proof.Holds)
                output.WriteLine($"DOES NOT HOLD: {proof.Of}: {Text(proof.Opening)} and {Text(proof.Moved)} "
                    + $"moved make {Text(proof.Opening + proof.Moved)}, not {Text(proof.Closing)}");
        output.WriteLine(s.IsProven
            ? $"proof: opening and moves make closing in all {s.Proofs.Count} lines, to the last digit"
            : "THE STATEMENT DOES NOT PROVE ITSELF: keep the journal as it is and run audit verify");
    }

    private static Table Columns(params string[] names)
    {
        var table = new Table().Border(TableBorder.Rounded);
        foreach (var name in names)
            table.AddColumn($"[bold]{name}[/]");
        return table;
    }

    private static string[] Cells(params string[] cells) => [.. cells.Select(Markup.Escape)];

    private static string Count(int count, string what) =>
        $"{count.ToString(CultureInfo.InvariantCulture)} {what}{(count == 1 ? "" : "s")}";

    private static string Text(decimal value) => ControlJson.Text(value);

    private static string Text(decimal? value) => value is { } known ? Text(known) : Unknown;

    private static string Text(AssetAmounts amounts) =>
        string.Join(", ", amounts.Select(a => $"{Text(a.Amount)} {a.Asset}"));

    private static string Rounded(decimal? value) =>
        value is { } known ? Text(decimal.Round(known, 8)) : Unknown;
}
