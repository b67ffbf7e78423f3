using TradingActors.Node.CommandLine;

return await new NodeCommandLine(
        new NodeCommands(Console.Out, Console.Error), NodeVerbs.All(Console.Out, Console.Error))
    .InvokeAsync(args, Console.Out, Console.Error);
