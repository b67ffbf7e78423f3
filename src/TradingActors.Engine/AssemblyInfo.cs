using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("TradingActors.Tests")]
[assembly: InternalsVisibleTo("TradingActors.Benchmarks")]
