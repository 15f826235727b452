using Tradewind.Cli;
using Tradewind.Client;

CommandHost host = new(Console.Out, Console.Error, TradewindClient.Connect)
{
    IsInteractive = !Console.IsOutputRedirected && !Console.IsErrorRedirected,
    IsColored = !Console.IsOutputRedirected,
};
return await CommandLine.RunAsync(host, args).ConfigureAwait(false);
