using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using TradingActors.Domain;
using TradingActors.Engine.Audit;
using TradingActors.Node.Configuration;
using TradingActors.Node.Control;

namespace TradingActors.Node.CommandLine;

/// <summary>
/// The verbs <c>audit verify</c>, <c>explain</c>, <c>log</c> and <c>anchor</c>: what the journals in a data
/// directory say, and whether they still say what they said. They read files alone, also beside a running
/// node.
/// </summary>
public sealed class AuditVerb(TextWriter output, TextWriter error, TimeProvider time) : INodeVerb
{
    private const int LogMax = 1_000_000;

    private readonly Argument<string> _order = new("ORDER")
    {
        Description = "The client order id, the id that was sent, or the venue's number.",
    };

    private readonly Option<string?> _account = new("--account")
    {
        Description = "Whose; every account's without it.",
        HelpName = "NAME",
    };

    private readonly Option<string?> _anchors = new("--anchors")
    {
        Description = "The anchors' copy from another volume; the data directory's own without it.",
        HelpName = "FILE",
    };

    private readonly Option<DateTimeOffset?> _since = new("--since")
    {
        Description = "From this time on: 2026-01-02T03:04:05Z, or 30m for the last thirty minutes.",
        HelpName = "TIME",
    };

    private readonly Option<int> _limit = new("--limit")
    {
        Description = "The latest so many.",
        HelpName = "N",
        DefaultValueFactory = _ => 100,
    };

    public Command Build(SharedOptions shared)
    {
        _since.CustomParser = r => TrySince(r.Tokens[0].Value, out var since)
            ? since
            : NodeCommandLine.Fail<DateTimeOffset?>(
                r, $"--since: '{r.Tokens[0].Value}' is neither a UTC time nor a duration such as 30m");
        _limit.Validators.Add(r => NodeCommandLine.Require(
            r, r.GetValueOrDefault<int>() is > 0 and <= LogMax, $"--limit: write 1 to {LogMax}"));
        var (json, data) = (shared.Json, shared.Data);
        return new Command("audit", "What was decided and by whom, and whether the record is intact.")
        {
            Verb("verify", "Find every row that was edited, removed, cut off, inserted or moved.",
                [], [data, _anchors], r => Verify(
                    r.GetValue(data)!, r.GetValue(_anchors), r.GetValue(json))),
            Verb("explain", "Tell why an order was let through or refused, and what became of it.",
                [_order], [_account, data], r => Explain(
                    r.GetValue(_order)!, r.GetValue(_account), r.GetValue(data)!, r.GetValue(json))),
            Verb("log", "List decisions and changes of mode with the state before and after.",
                [], [_account, _since, _limit, data], r => Log(r.GetValue(_account),
                    r.GetValue(_since) ?? DateTimeOffset.MinValue, r.GetValue(_limit), r.GetValue(data)!,
                    r.GetValue(json))),
            Verb("anchor", "Print the newest seals as anchors, to be kept elsewhere.",
                [], [data], r => Anchor(r.GetValue(data)!)),
        };
    }

    private Command Verb(string name, string description, Argument[] arguments, Option[] options,
        Func<ParseResult, int> run)
    {
        var command = new Command(name, description);
        foreach (var argument in arguments)
            command.Add(argument);
        foreach (var option in options)
            command.Add(option);
        command.SetAction(r => Guard.RunAsync(error, () => Task.FromResult(run(r))));
        return command;
    }

    private int Verify(string data, string? anchorFile, bool isJson)
    {
        var files = FilesIn(data);
        if (anchorFile is not null && !File.Exists(anchorFile))
            throw new ConfigurationException($"--anchors: there is no file {anchorFile}");

        var path = anchorFile ?? files.Anchors;
        var (anchors, unreadable) = File.Exists(path)
            ? AnchorFile.Read(path)
            : ((IReadOnlyList<AuditAnchor>)[], (IReadOnlyList<AuditFinding>)[]);
        var report = AuditVerifier.Verify(files, anchors);
        report = report with { Findings = [.. unreadable, .. report.Findings] };
        if (isJson)
            Print(new { report.IsIntact, report.Streams, report.Findings });
        else
            AuditText.Write(output, report);
        return report.IsIntact ? ExitCodes.Ok : ExitCodes.Failed;
    }

    private int Explain(string order, string? account, string data, bool isJson)
    {
        using var record = AuditRecord.Open(FilesIn(data));
        if (record.Explain(order, Checked(record, account)) is not { } story)
        {
            error.WriteLine($"no order '{order}' in "
                + (account ?? string.Join(", ", record.Accounts.Select(a => a.Value))));
            return ExitCodes.Failed;
        }

        if (isJson)
            Print(story);
        else
            AuditText.Write(output, story);
        return ExitCodes.Ok;
    }

    private int Log(string? account, DateTimeOffset since, int max, string data, bool isJson)
    {
        using var record = AuditRecord.Open(FilesIn(data));
        var entries = record.Log(Checked(record, account), since, max);
        if (isJson)
            Print(new { Entries = entries });
        else
            AuditText.Write(output, entries);
        return ExitCodes.Ok;
    }

    private int Anchor(string data)
    {
        using var seals = SealStore.OpenToRead(FilesIn(data).Seals);
        foreach (var stream in seals.Streams())
        {
            var head = seals.Head(stream)!;
            output.WriteLine(AnchorFile.Line(new AuditAnchor(time.GetUtcNow(), stream, head.SequenceNumber,
                Convert.ToHexStringLower(head.Chain))));
        }

        return ExitCodes.Ok;
    }

    private static AuditFiles FilesIn(string data) => Directory.Exists(data)
        ? AuditFiles.In(Path.GetFullPath(data))
        : throw new ConfigurationException($"--data: there is no directory {Path.GetFullPath(data)}");

    private static AccountId? Checked(AuditRecord record, string? account) =>
        account is null ? null
        : record.Accounts.Contains(new AccountId(account)) ? new AccountId(account)
        : throw new ConfigurationException(
            $"--account: '{account}' has no stream here; {string.Join(", ", record.Accounts)} have");

    private bool TrySince(string text, out DateTimeOffset? since)
    {
        since = null;
        if (OptionText.TryDuration(text, out var span, out _))
            since = time.GetUtcNow() - span;
        else if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at))
            since = at;
        return since is not null;
    }

    private void Print<T>(T value) =>
        output.WriteLine(JsonSerializer.Serialize(value, ControlJson.Indented));
}
