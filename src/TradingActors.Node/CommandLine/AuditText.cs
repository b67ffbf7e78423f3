using System.Globalization;
using Spectre.Console;
using TradingActors.Engine.Audit;
using TradingActors.Node.Control;
using TradingActors.Node.Terminal;

namespace TradingActors.Node.CommandLine;

/// <summary>The audit record in words, for a terminal.</summary>
internal static class AuditText
{
    public static void Write(TextWriter output, AuditReport report)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("[bold]stream[/]", "[bold]rows[/]",
            "[bold]sealed to[/]", "[bold]not sealed yet[/]", "[bold]anchored to[/]", "[bold]result[/]");
        foreach (var s in report.Streams)
            table.AddRow(Markup.Escape(s.Stream), Number(s.Rows), Number(s.SealedTo), Number(s.Unsealed),
                Number(s.AnchoredTo), s.IsIntact ? "[green]intact[/]" : "[red]NOT INTACT[/]");
        Console(output).Write(table);
        foreach (var finding in report.Findings.Concat(report.Streams.SelectMany(s => s.Findings)))
            output.WriteLine($"{Kind(finding.Kind)} {Where(finding)}: {finding.Detail}");
        output.WriteLine(report.IsIntact
            ? "the record is intact"
            : "THE RECORD IS NOT INTACT: keep these files as they are and compare them with a copy");
    }

    public static void Write(TextWriter output, IReadOnlyList<AuditEntry> entries)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("[bold]at[/]", "[bold]row[/]",
            "[bold]who[/]", "[bold]what[/]", "[bold]before[/]", "[bold]after[/]");
        foreach (var e in entries)
            table.AddRow(Time(e.At), Markup.Escape($"{e.Stream} {Number(e.Sequence)}"),
                Markup.Escape(e.Principal), Markup.Escape(e.Text), Markup.Escape(e.Before),
                Markup.Escape(e.After));
        Console(output).Write(table);
    }

    public static void Write(TextWriter output, OrderStory story)
    {
        var who = story.Strategy.Length > 0 ? $"strategy {story.Strategy}" : "no strategy";
        output.WriteLine($"order {story.ClientOrderId} of account {story.Account}, {who}: {story.Asked.Text}"
            + (story.Asked.Replaces is { } original ? $", replacing {original}" : ""));
        output.WriteLine($"  {Verdict(story.Decision)} at {Time(story.Decision.At)} under epoch "
            + $"{Number(story.Owner.Epoch)} by {story.Owner.Holder}"
            + (story.Owner.Build is { } build ? $", build {build}" : ""));
        WriteRefusal(output, story.Decision);
        if (story.VenueClientId is { } sent)
            output.WriteLine($"  sent as {sent}, "
                + (story.VenueOrderId is { } number ? $"the venue's number is {number}" : "not numbered"));
        output.WriteLine(story.Decision.Saw.Count == 0
            ? "  what the rules saw was not kept"
            : $"  the rules saw {string.Join(", ", story.Decision.Saw.Select(s => $"{s.Key} {s.Value}"))}");
        output.WriteLine($"  holds in force then (emergency version {Number(story.EmergencyVersion)}): "
            + (story.Holds.Count == 0 ? "none" : ""));
        foreach (var hold in story.Holds)
            output.WriteLine($"    {NodeScreen.Word(hold.Mode)} {hold.Scope} {hold.Cause} by "
                + $"{hold.Principal} since {Time(hold.Since)}: {hold.Reason}");
        foreach (var on in story.Events)
            output.WriteLine($"  {Time(on.At)} row {Number(on.Sequence)}: {on.Text}{Change(on)}");
        output.WriteLine(story.Status is { } status ? $"  it stands as {status}" : "  it was never sent");
    }

    private static void WriteRefusal(TextWriter output, StoryDecision decision)
    {
        if (decision.Code is not { } code)
            return;

        output.WriteLine($"  {code}: {RefusalMeanings.Of(code)}");
        if (decision.Limit is { } limit)
            output.WriteLine($"    limit {ControlJson.Text(limit)} ({decision.LimitIs ?? "limit"})");
        if (decision.Actual is { } actual)
            output.WriteLine($"    was {ControlJson.Text(actual)} ({decision.ActualIs ?? "actual"})");
        if (decision.Detail is { Length: > 0 } detail)
            output.WriteLine($"    about {detail}");
    }

    private static string Verdict(StoryDecision decision) => decision.Verdict switch
    {
        StoryVerdict.Approved => "APPROVED",
        StoryVerdict.Refused => "REFUSED",
        _ => "NOT OURS, adopted",
    };

    private static string Change(StoryEvent on) => on.After is { } after && on.Before != after
        ? $" ({(on.Before is { } before ? $"{before} → " : "→ ")}{after})"
        : "";

    private static string Where(AuditFinding finding) => finding.Stream.Length == 0 ? "the files"
        : finding.First == finding.Last ? $"{finding.Stream} row {Number(finding.First)}"
        : $"{finding.Stream} rows {Number(finding.First)} to {Number(finding.Last)}";

    private static string Kind(AuditFindingKind kind) => string.Concat($"{kind}".Select((c, i) =>
        i > 0 && char.IsUpper(c) ? $" {c}" : $"{c}")).ToUpperInvariant();

    private static IAnsiConsole Console(TextWriter output)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        if (System.Console.IsOutputRedirected)
            console.Profile.Width = 200;
        return console;
    }

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString(
        "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
