using Slipway.Cli;
using Slipway.Cli.Screens;

return await CommandLine.RunAsync(args, Terminal.OfThisProcess());
