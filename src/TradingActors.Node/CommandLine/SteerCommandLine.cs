using System.CommandLine;
using TradingActors.Engine.Emergency;

namespace TradingActors.Node.CommandLine;

/// <summary>The verbs that steer a running node: <c>status</c>, <c>halt</c>, <c>resume</c>.</summary>
internal sealed class SteerCommandLine
{
    private readonly SharedOptions _shared;
    private readonly INodeCommands _commands;

    private readonly Option<string> _reason = new("--reason")
    {
        Description = "Why; kept in the emergency record.",
        HelpName = "TEXT",
        Required = true,
    };

    private readonly Option<string> _scope = new("--scope")
    {
        Description = "all, venue:NAME, account:NAME, strategy:ACCOUNT/NAME or instrument:VENUE/SYMBOL.",
        HelpName = "S",
        DefaultValueFactory = _ => "all",
    };

    public SteerCommandLine(SharedOptions shared, INodeCommands commands)
    {
        _shared = shared;
        _commands = commands;
        _reason.Validators.Add(r =>
            NodeCommandLine.Require(
                r, !string.IsNullOrWhiteSpace(r.GetValueOrDefault<string>()), "--reason is empty"));
        _scope.Validators.Add(r =>
        {
            if (!Scope.TryParse(r.GetValueOrDefault<string>() ?? "", out _, out var why))
                r.AddError($"--scope: {why}");
        });
    }

    public IReadOnlyList<Command> Build() =>
    [
        Steer("status", "Show how a running node stands.", [], _commands.StatusAsync),
        Steer("halt", "Stop new orders now and cancel the working ones.", [_reason, _scope],
            _commands.HaltAsync),
        Steer("resume", "Lift a halt.", [_reason, _scope], _commands.ResumeAsync),
    ];

    private Command Steer(
        string name, string description, Option[] options, Func<SteerOptions, Task<int>> run)
    {
        var command = new Command(name, description) { _shared.Http };
        foreach (var option in options)
            command.Add(option);
        command.SetAction(r => run(new SteerOptions(r.GetValue(_shared.Http)!, r.GetValue(_shared.Json),
            options.Contains(_reason) ? r.GetValue(_reason)! : "",
            options.Contains(_scope) ? r.GetValue(_scope)! : "all")));
        return command;
    }
}
