using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;
using TradingActors.Domain;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Exits;
using TradingActors.Node.Configuration;
using TradingActors.Node.Control;

namespace TradingActors.Node.Terminal;

/// <summary>
/// What stands above the picture: where the node listens and keeps its data, for how long it has run, and how
/// wide it is.
/// </summary>
public sealed record ScreenHeader(
    Uri Address, string? DataDirectory = null, TimeSpan? Running = null, string? Notice = null,
    int Width = ScreenHeader.WidthForTwo)
{
    /// <summary>Narrower screens get their tables below each other.</summary>
    public const int WidthForTwo = 120;
}

/// <summary>
/// Draws a node as one screen. The same picture for the running node and for <c>status</c>.
/// </summary>
public static class NodeScreen
{
    /// <summary>Rows shown of each list; the rest is told as a number.</summary>
    public const int OrdersMax = 8;

    public const int FillsMax = 5;

    public static IRenderable Render(NodeView view, ScreenHeader header)
    {
        var rows = new List<IRenderable> { Head(view, header), Mode(view) };
        foreach (var account in view.Accounts)
            rows.AddRange(Account(account, header));
        rows.Add(Together(header, Market(view), Latencies(view)));
        foreach (var breach in view.Breaches)
            rows.Add(new Markup($"[red]{Markup.Escape(breach)}[/]"));
        return new Rows(rows);
    }

    private static Markup Head(NodeView view, ScreenHeader header)
    {
        var environment = Markup.Escape(view.Environment.ToUpperInvariant());
        var text = $"[bold]TradingActors[/]  [{Colour(view.Environment)}] {environment} [/]  "
            + Markup.Escape(header.Address.GetLeftPart(UriPartial.Authority));
        if (header.DataDirectory is { } data)
            text += $"  [grey]data[/] {Markup.Escape(data)}";
        if (header.Running is { } running)
            text += $"  [grey]up[/] {running.ToString(@"d\.hh\:mm\:ss", CultureInfo.InvariantCulture)}";
        if (header.Notice is { } notice)
            text += $"\n[bold yellow]{Markup.Escape(notice)}[/]";
        return new Markup(text);
    }

    private static Markup Mode(NodeView view)
    {
        var text = $"[bold black on {Colour(view.Mode)}] {Word(view.Mode)} [/]";
        foreach (var hold in view.Accounts.SelectMany(a => a.Holds).Distinct())
            text += $"\n  [{Colour(hold.Mode)}]{Word(hold.Mode)}[/] {Markup.Escape(hold.Scope)}: "
                + $"{Markup.Escape(hold.Reason)} [grey]({hold.Cause} by {Markup.Escape(hold.Principal)} "
                + $"since {Time(hold.Since)})[/]";
        return new Markup(text);
    }

    private static IEnumerable<IRenderable> Account(AccountView account, ScreenHeader header)
    {
        yield return new Rule(
            $"[bold]{Markup.Escape(account.Account)}[/] {account.Phase} [grey]epoch {account.Epoch}, "
            + $"{account.Connection}[/]")
        { Justification = Justify.Left, Style = Style.Parse("grey") };
        yield return new Markup(Counters(account.Counters));
        yield return Together(header, Positions(account), Cash(account));
        foreach (var a in account.Alerts.Where(a => a.Percent >= 90))
            yield return new Markup($"[yellow]limit[/] {Markup.Escape(a.Limit)} was used to {a.Percent} % "
                + $"[grey]({Amount(a.Used)} of {Amount(a.Max)} at {Time(a.At)})[/]");
        foreach (var d in account.Differences)
            yield return new Markup($"[red]differs[/] {Markup.Escape(d.Asset)}: the engine counts "
                + $"{Amount(d.Engine)}, the venue {Amount(d.Venue)} ({Amount(d.Change)})");
        foreach (var flatten in account.Flattens.Where(f => !f.IsDone))
            yield return Flatten(flatten);
        if (account.Flattens is [.., { IsDone: true } last] && IsWorthALine(last.Outcome))
            yield return Flatten(last);
        yield return Working(account);
        if (account.Fills.Count > 0)
            yield return Fills(account);
    }

    /// <summary>One that ended well is over; what another left behind somebody has to see.</summary>
    private static bool IsWorthALine(FlattenOutcome outcome) => outcome is FlattenOutcome.Residual
        or FlattenOutcome.Stopped or FlattenOutcome.Interrupted;

    private static Markup Flatten(FlattenView flatten)
    {
        var text = $"[bold yellow]flatten[/] {Markup.Escape(flatten.Scope)} {flatten.Outcome}: "
            + $"{Markup.Escape(flatten.Reason)} [grey](by {Markup.Escape(flatten.Principal)}, "
            + $"{Markup.Escape(flatten.FlattenId)})[/]";
        foreach (var line in flatten.Lines)
            text += $"\n  {Amount(line.Position)} of {Amount(line.AtStart)} {Markup.Escape(line.Symbol)} "
                + $"left, {line.Orders} orders, {Markup.Escape($"{line.Code} {line.Detail}")}";
        return new Markup(text);
    }

    private static string Counters(CountersView c)
    {
        var text = $"sent [bold]{c.Sent}[/]  accepted [bold]{c.Accepted}[/]  filled [bold]{c.Filled}[/]  "
            + $"cancelled [bold]{c.Canceled}[/]  fills [bold]{c.Fills}[/]  "
            + $"refused by risk [bold]{c.RefusedByRisk}[/]";
        if (c.RejectedByVenue > 0)
            text += $"  rejected [red]{c.RejectedByVenue}[/]";
        if (c.NotSent > 0)
            text += $"  not sent [yellow]{c.NotSent}[/]";
        if (c.Unknown > 0)
            text += $"  became unknown [red]{c.Unknown}[/]";
        foreach (var (reason, count) in c.RefusedByReason)
            text += $"\n  [grey]{Markup.Escape(reason)} {count}[/]";
        return text;
    }

    private static Table Positions(AccountView account)
    {
        var table = Plain("position", "average", "mark", "realised", "unrealised");
        foreach (var p in account.Positions)
            table.AddRow(
                $"{Amount(p.Quantity)} {Markup.Escape(p.Symbol)}", Price(p.AveragePrice), Price(p.Mark),
                Profit(p.RealizedPnl), Profit(p.UnrealizedPnl));
        return table.AddRow(
            "[bold]total[/]", "", "", Profit(account.RealizedPnl), Profit(account.UnrealizedPnl));
    }

    private static Table Cash(AccountView account)
    {
        var table = Plain("asset", "balance");
        foreach (var (asset, total) in account.Balances.OrderBy(b => b.Key, StringComparer.Ordinal))
            table.AddRow(Markup.Escape(asset), Amount(total));
        return table;
    }

    private static IRenderable Working(AccountView account)
    {
        if (account.Working.Count == 0)
            return new Markup("[grey]no working orders[/]");

        var table = Plain("working order", "side", "filled / quantity", "price", "status");
        foreach (var o in account.Working.Take(OrdersMax))
            table.AddRow(Markup.Escape(o.ClientOrderId), Coloured(o.Side),
                $"{Amount(o.FilledQuantity)} / {Amount(o.Quantity)} {Markup.Escape(o.Symbol)}",
                Price(o.LimitPrice),
                $"{o.Status}");
        if (account.Working.Count > OrdersMax)
            table.AddRow($"[grey]and {account.Working.Count - OrdersMax} more[/]");
        return table;
    }

    private static Table Fills(AccountView account)
    {
        var table = Plain("fill", "side", "quantity", "price", "fee");
        foreach (var f in account.Fills.Take(FillsMax))
            table.AddRow(Time(f.At), Coloured(f.Side), $"{Amount(f.Quantity)} {Markup.Escape(f.Symbol)}",
                Price(f.Price),
                $"{Amount(f.Fee)} {Markup.Escape(f.FeeAsset)}");
        return table;
    }

    private static Table Market(NodeView view)
    {
        var table = Plain("market", "bid", "ask", "messages");
        foreach (var link in view.Links)
        {
            table.AddRow(Markup.Escape(link.Venue), link.IsUp ? "[green]up[/]" : "[red]down[/]",
                link.IsUp ? "" : Markup.Escape(link.Reason), Count(link.Messages));
            foreach (var quote in link.Latest)
                table.AddRow($"  {Markup.Escape(quote.Symbol)}", Price(quote.Bid), Price(quote.Ask), "");
        }

        return table;
    }

    private static Table Latencies(NodeView view)
    {
        var table = Plain("latency", "count", "p50", "p99", "max");
        foreach (var l in view.Latencies.Where(l => l.Count > 0))
            table.AddRow($"{l.Meter}", Count(l.Count), Span(l.P50Us), Span(l.P99Us), Span(l.MaxUs));
        return table;
    }

    private static IRenderable Together(ScreenHeader header, IRenderable left, IRenderable right) =>
        header.Width >= ScreenHeader.WidthForTwo
            ? new Grid().AddColumn().AddColumn().AddRow(left, right)
            : new Rows(left, right);

    private static Table Plain(params string[] columns)
    {
        var table = new Table { Border = TableBorder.None };
        foreach (var column in columns)
            table.AddColumn(new TableColumn($"[grey]{column}[/]") { NoWrap = true });
        return table;
    }

    private static string Colour(TradingMode mode) => mode switch
    {
        TradingMode.Active => "green",
        TradingMode.ReduceOnly => "yellow",
        TradingMode.CancelOnly => "orange1",
        _ => "red",
    };

    internal static string Word(TradingMode mode) => mode switch
    {
        TradingMode.Active => "ACTIVE",
        TradingMode.ReduceOnly => "REDUCE-ONLY",
        TradingMode.CancelOnly => "CANCEL-ONLY",
        _ => "HALTED",
    };

    internal static string Amount(decimal value) => ControlJson.Text(value);

    internal static string Money(decimal value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    internal static string Time(DateTimeOffset at) =>
        at.UtcDateTime.ToString("HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Real money is not to be taken for anything else.</summary>
    private static string Colour(string environment) =>
        environment.Split(" + ").Contains(VenueSettings.Mainnet, StringComparer.Ordinal)
            ? "bold white on red"
            : "black on aqua";

    private static string Price(decimal? value) =>
        value is { } v ? v.ToString("0.00######", CultureInfo.InvariantCulture) : "[grey]-[/]";

    private static string Profit(decimal? value) => value switch
    {
        null => "[grey]-[/]",
        < 0 => $"[red]{Money(value.Value)}[/]",
        _ => $"[green]{Money(value.Value)}[/]",
    };

    private static string Coloured(Side side) => side == Side.Buy ? "[green]Buy[/]" : "[red]Sell[/]";

    private static string Count(long count) => count.ToString(CultureInfo.InvariantCulture);

    private static string Span(long microseconds) => microseconds switch
    {
        < 1_000 => $"{Count(microseconds)} us",
        < 1_000_000 => $"{(microseconds / 1_000m).ToString("0.0", CultureInfo.InvariantCulture)} ms",
        _ => $"{(microseconds / 1_000_000m).ToString("0.0", CultureInfo.InvariantCulture)} s",
    };
}
