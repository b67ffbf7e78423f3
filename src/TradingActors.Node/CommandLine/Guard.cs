using TradingActors.Engine;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Journal;
using TradingActors.Node.Configuration;
using TradingActors.Node.Hosting;
using TradingActors.Node.Secrets;
using TradingActors.SimulatedVenue;

namespace TradingActors.Node.CommandLine;

/// <summary>Ends a verb that failed as one line on stderr and an exit code.</summary>
internal static class Guard
{
    public static async Task<int> RunAsync(TextWriter error, Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (Exception e) when (e is ConfigurationException or ConfigKeyException
            or SecretUnavailableException or Akka.Configuration.ConfigurationException)
        {
            await error.WriteLineAsync(e.Message);
            return ExitCodes.Usage;
        }
        catch (VenueUnreachableException e)
        {
            await error.WriteLineAsync(e.Message);
            return ExitCodes.Unreachable;
        }
        catch (Exception e) when (e is RecordingException or LedgerCorruptException or JournalUnfitException
            or HaltFileException)
        {
            await error.WriteLineAsync(e.Message);
            return ExitCodes.Failed;
        }
        catch (Exception e)
        {
            await error.WriteLineAsync($"failed: {e.Message}");
            await error.WriteLineAsync(e.ToString());
            return ExitCodes.Failed;
        }
    }
}
