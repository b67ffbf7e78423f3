using System.Globalization;
using Xunit.Sdk;

namespace TradingActors.Tests.Venues.Fuzzing;

/// <summary>
/// Runs a million mutations in batches, each a function of the seed and its number alone. A failure prints
/// both; TRADINGACTORS_FUZZ_SEED and TRADINGACTORS_FUZZ_BATCH in the environment run that batch again.
/// TRADINGACTORS_FUZZ_BATCHES sets another number of batches.
/// </summary>
internal static class FuzzRun
{
    public const int BatchLength = 500;
    private const ulong DefaultSeed = 20260701;

    private static readonly TimeSpan HangsAfter = TimeSpan.FromMinutes(5);

    public static ulong Seed => Number("TRADINGACTORS_FUZZ_SEED") ?? DefaultSeed;

    /// <summary>One batch is handed the seed, its number and where to say which mutation it is at.</summary>
    public static async Task RunAsync(int batches, Action<FuzzBatch> run)
    {
        var only = Number("TRADINGACTORS_FUZZ_BATCH");
        var count = only is null ? Number("TRADINGACTORS_FUZZ_BATCHES") ?? (ulong)batches : 1;
        for (var i = 0UL; i < count; i++)
        {
            var batch = new FuzzBatch(Seed, only ?? i);
            try
            {
                await Task.Run(() => run(batch)).WaitAsync(HangsAfter);
            }
            catch (Exception fault)
            {
                throw new XunitException(
                    $"{(fault is TimeoutException ? "hangs" : "fails")} with "
                    + $"TRADINGACTORS_FUZZ_SEED={batch.Seed} TRADINGACTORS_FUZZ_BATCH={batch.Number} "
                    + $"at mutation {batch.At}\n"
                    + $"{fault}\n{Convert.ToBase64String(batch.Frame)}");
            }
        }
    }

    private static ulong? Number(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text
            ? ulong.Parse(text, CultureInfo.InvariantCulture)
            : null;
}

/// <summary>One batch, and how far it is.</summary>
internal sealed class FuzzBatch(ulong seed, ulong number)
{
    public ulong Seed => seed;

    public ulong Number => number;

    public int At { get; private set; }

    /// <summary>The frame that was handed to the session last.</summary>
    public byte[] Frame { get; private set; } = [];

    public FuzzDice Dice(int mutation)
    {
        At = mutation;
        return new FuzzDice(seed, number * FuzzRun.BatchLength + (ulong)mutation);
    }

    public byte[] Broken(byte[] frame, byte[] other, ref FuzzDice dice) =>
        Frame = FrameMutator.Mutate(frame, other, ref dice);
}
