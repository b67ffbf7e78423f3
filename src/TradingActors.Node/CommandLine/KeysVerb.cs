using System.CommandLine;

namespace TradingActors.Node.CommandLine;

/// <summary>The verb <c>keys reload</c>: a running node reads its keys again.</summary>
public sealed class KeysVerb(TextWriter output, TextWriter error) : INodeVerb
{
    private readonly Option<string?> _account = new("--account")
    {
        Description = "Whose key; every account's without it.",
        HelpName = "NAME",
    };

    public Command Build(SharedOptions shared)
    {
        var reload = new Command(
            "reload", "Read the keys again; accounts whose key changed move over without a gap.")
        {
            _account, shared.Http,
        };
        reload.SetAction(r => Guard.RunAsync(error, () => new ControlClient(
                new SteerOptions(r.GetValue(shared.Http)!, r.GetValue(shared.Json)), output, error)
            .ReloadKeysAsync(r.GetValue(_account))));
        return new Command("keys", "The keys that a running node trades with.") { reload };
    }
}
