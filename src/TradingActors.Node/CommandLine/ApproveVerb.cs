using System.CommandLine;

namespace TradingActors.Node.CommandLine;

/// <summary>The verb <c>approve ID</c>: the second person's word on a resume.</summary>
public sealed class ApproveVerb(TextWriter output, TextWriter error) : INodeVerb
{
    private readonly Argument<string> _id = new("id")
    {
        Description = "What the first person's command printed.",
        HelpName = "ID",
    };

    public Command Build(SharedOptions shared)
    {
        var approve = new Command(
            "approve", "Approve what somebody else asked for; it takes effect at once.")
        {
            _id, shared.Http,
        };
        approve.SetAction(r => Guard.RunAsync(error, () => new ControlClient(
                new SteerOptions(r.GetValue(shared.Http)!, r.GetValue(shared.Json)), output, error)
            .ApproveAsync(r.GetValue(_id)!)));
        return approve;
    }
}
