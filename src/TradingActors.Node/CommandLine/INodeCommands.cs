namespace TradingActors.Node.CommandLine;

/// <summary>What the commands do; the command line decides only which and with what.</summary>
public interface INodeCommands
{
    Task<int> RunAsync(RunOptions options);

    Task<int> StatusAsync(SteerOptions options);

    Task<int> HaltAsync(SteerOptions options);

    Task<int> ResumeAsync(SteerOptions options);

    Task<int> SimulateVenueAsync(VenueOptions options);
}
