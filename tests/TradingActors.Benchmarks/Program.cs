using TradingActors.Benchmarks;

return await BenchmarkCommand.RunAsync(args);
