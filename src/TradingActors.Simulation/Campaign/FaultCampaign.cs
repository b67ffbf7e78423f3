using Akka.Configuration;
using TradingActors.Domain;
using TradingActors.Engine.Accounts;
using TradingActors.Engine.Emergency;
using TradingActors.SimulatedVenue;

namespace TradingActors.Simulation.Campaign;

/// <summary>
/// Injects faults into a trading engine on virtual time, one after another with orders in flight, and
/// lets the venue's ledger judge. Each scenario has a world of its own, made from the campaign's seed and
/// the scenario's place, so that the same seed gives the same table and one row can be replayed alone.
/// </summary>
public sealed class FaultCampaign
{
    private static readonly AccountId Account = new("main");
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Stable = TimeSpan.FromSeconds(31);
    private static readonly TimeSpan StrikePatience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan TradingPatience = TimeSpan.FromMinutes(5);

    /// <summary>Both sample strategies, hurrying as much as the limits allow.</summary>
    public const string Hurried = """
        trading-actors.accounts.main {
          enabled-strategies = [quoter, trend]
          strategies.quoter.settings {
            requote-interval = 100ms, requote-bps = 0.2, pause-after-refusal = 500ms
          }
          strategies.trend.settings { cool-down = 1s, entry-bps = 0.1 }
        }
        """;

    /// <summary>What holds the orders up is to be the fault alone.</summary>
    private const string Unlimited = "\ntrading-actors.accounts.main.risk.order-rate-max = 2000\n";

    private readonly Config _shipped;
    private readonly ulong _seed;

    /// <summary><paramref name="shipped"/> is the engine's configuration as a node loads it.</summary>
    public FaultCampaign(Config shipped, ulong seed)
    {
        _shipped = ConfigurationFactory.ParseString(Hurried + Unlimited).WithFallback(shipped);
        _seed = seed;
    }

    /// <summary>Runs one row of the table.</summary>
    public FaultOutcome Run(int scenario, int injections)
    {
        var seed = _seed + (ulong)scenario * 1_000_003;
        var limits = new RateLimitSettings { OrdersPerTenSeconds = 4_000 };
        using var world = new VirtualWorld(new VirtualWorldSettings(
            seed, _shipped, SimulatedNetworkSettings.Calm,
            new SimulatedVenueSettings { RateLimits = limits }));
        return new Row(world, FaultScenario.All[scenario], seed).Run(injections);
    }

    private sealed class Row(VirtualWorld world, FaultScenario scenario, ulong seed)
    {
        private readonly Random _random = new((int)(seed ^ (seed >> 32)));
        private readonly List<TimeSpan> _again = [];
        private readonly List<string> _stuck = [];
        private int _inFlight;
        private int _struck;

        public FaultOutcome Run(int injections)
        {
            world.Start();
            if (!Reaches(CanTrade, TradingPatience))
                _stuck.Add("the account never began to trade");
            while (_struck < injections && _stuck.Count == 0)
                Inject();
            if (_stuck.Count == 0)
                StopWell();
            var (lost, doubled) = CampaignJudge.Compare(
                world.Venue.Judge(Account.Value), world.Engine!.Journal(world.Journals, Account));
            return new FaultOutcome(
                scenario, seed, _struck, _inFlight, [.. lost, .. Residue()], doubled,
                [.. _stuck, .. Excess()], _again);
        }

        private void Inject()
        {
            world.Run(TimeSpan.FromMilliseconds(_random.Next(200, 2_500)));
            if (scenario.EndsConnection && _struck > 0)
                world.Run(Stable);
            var before = world.Venue.FaultsStruck;
            world.Venue.ReplaceFaults([scenario.Rule]);
            if (!Reaches(() => world.Venue.FaultsStruck > before, StrikePatience))
            {
                _stuck.Add("the fault found nothing to strike");
                return;
            }

            world.Venue.ReplaceFaults([]);
            _struck++;
            _inFlight += Blotter()?.Working.Count ?? 0;
            var (struckAt, taken) = (world.Loop.Now, world.Venue.OrdersTaken);
            if (Reaches(() => world.Venue.OrdersTaken > taken && CanTrade(), TradingPatience))
                _again.Add(world.Loop.Now - struckAt);
            else
                _stuck.Add($"no trading within {TradingPatience} of the strike at {struckAt}: {Blotter()}");
            TakeBackOrdersByHand();
        }

        /// <summary>Else they would fill up the account's open orders, which is no fault.</summary>
        private void TakeBackOrdersByHand()
        {
            var now = new Clock(world.Time).Now;
            foreach (var order in Blotter()?.Working ?? [])
                if (order.IsExternal)
                    world.Venue.CancelExternally(
                        Account.Value, order.Request.Symbol.Value, order.VenueId.Value, now);
        }

        private void StopWell()
        {
            world.Run(TimeSpan.FromSeconds(40));
            world.Engine!.Stop(TimeSpan.FromSeconds(20));
            world.Run(TimeSpan.FromSeconds(2));
        }

        private IEnumerable<string> Residue() => _stuck.Count > 0 ? [] : world.Judge(Account);

        /// <summary>No fault excuses a client that asks for more than the venue allows.</summary>
        private IEnumerable<string> Excess() =>
            world.Venue.Counts is { OfOwnMaking: > 0 } counts && scenario.Rule.Kind != FaultKind.Ban
                ? [$"the venue refused requests for too much: {counts}"]
                : [];

        private bool CanTrade() => Blotter() is { Phase: DeskPhase.Trading, Mode: TradingMode.Active };

        private AccountBlotter? Blotter() =>
            world.Engine!.Blotter().Accounts.FirstOrDefault(a => a.Account == Account);

        private bool Reaches(Func<bool> wanted, TimeSpan patience)
        {
            for (var end = world.Loop.Now + patience; world.Loop.Now < end; world.Run(Step))
                if (wanted())
                    return true;
            return false;
        }
    }
}
