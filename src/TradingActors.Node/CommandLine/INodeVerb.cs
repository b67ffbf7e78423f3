using System.CommandLine;

namespace TradingActors.Node.CommandLine;

/// <summary>A verb that brings its own options and does its own work.</summary>
public interface INodeVerb
{
    Command Build(SharedOptions shared);
}
