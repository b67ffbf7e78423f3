using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("TradingActors.Simulations")]
