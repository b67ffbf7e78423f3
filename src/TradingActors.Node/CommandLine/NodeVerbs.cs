namespace TradingActors.Node.CommandLine;

/// <summary>
/// The verbs beside those that run and steer a node, in the order in which help lists them.
/// </summary>
public static class NodeVerbs
{
    public static IReadOnlyList<INodeVerb> All(TextWriter output, TextWriter error) =>
    [
        new ApproveVerb(output, error),
        new KeysVerb(output, error),
        new FlattenVerb(output, error, Console.In, () => !Console.IsInputRedirected),
        new DoctorVerb(output, error),
        new PanicVerb(output, error, Console.In, () => !Console.IsInputRedirected),
        new LimitsVerb(output, error),
        new ResolveVerb(output, error),
        new AuditVerb(output, error, TimeProvider.System),
        new StatementVerb(output, error),
        new FaultCampaignVerb(output, error),
    ];
}
