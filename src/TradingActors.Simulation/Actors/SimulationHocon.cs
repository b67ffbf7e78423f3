using Akka.Configuration;

namespace TradingActors.Simulation;

/// <summary>
/// What an actor system needs to live on the loop. No loggers, because starting one waits for an answer and
/// the one thread would wait for itself; no hooks that work on the thread pool.
/// </summary>
public static class SimulationHocon
{
    public static readonly Config Actors = ConfigurationFactory.ParseString("""
        akka {
          loggers = []
          loglevel = WARNING
          stdout-loglevel = OFF
          log-dead-letters = off
          log-dead-letters-during-shutdown = off
          coordinated-shutdown {
            run-by-actor-system-terminate = off
            run-by-clr-shutdown-hook = off
          }
          scheduler.implementation = "TradingActors.Simulation.SimulatedScheduler, TradingActors.Simulation"
          actor {
            default-dispatcher = ${simulated-dispatcher}
            internal-dispatcher = ${simulated-dispatcher}
            serialization-settings.allow-unregistered-types = off
            serializers {
              trading-journal = "TradingActors.Engine.Journal.JournalSerializer, TradingActors.Engine"
            }
            serialization-bindings {
              "TradingActors.Engine.Journal.IJournaled, TradingActors.Engine" = trading-journal
            }
          }
          persistence {
            dispatchers {
              default-plugin-dispatcher = ${simulated-dispatcher}
              default-replay-dispatcher = ${simulated-dispatcher}
              default-stream-dispatcher = ${simulated-dispatcher}
            }
            journal {
              plugin = "akka.persistence.journal.simulated"
              simulated {
                class = "TradingActors.Simulation.SimulatedJournal, TradingActors.Simulation"
                plugin-dispatcher = "akka.actor.default-dispatcher"
                replay-dispatcher = "akka.actor.default-dispatcher"
              }
            }
            snapshot-store {
              plugin = "akka.persistence.snapshot-store.simulated"
              simulated {
                class = "TradingActors.Simulation.SimulatedSnapshotStore, TradingActors.Simulation"
                plugin-dispatcher = "akka.actor.default-dispatcher"
              }
            }
          }
        }
        simulated-dispatcher {
          type = "TradingActors.Simulation.SimulatedDispatcherConfigurator, TradingActors.Simulation"
          throughput = 1
        }
        trading-actors.journal {
          journal-plugin = "akka.persistence.journal.simulated"
          snapshot-plugin = "akka.persistence.snapshot-store.simulated"
          emergency-journal-plugin = "akka.persistence.journal.simulated"
          emergency-snapshot-plugin = "akka.persistence.snapshot-store.simulated"
        }
        """);
}
