using System.Collections;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Tradewind.Domain.Errors;
using Tradewind.Server.Hosting;

namespace Tradewind.Server;

/// <summary>Entry point: <c>Tradewind.Server [--listen ADDRESS] [--data FOLDER] [--config FILE]</c>, or <c>Tradewind.Server health</c>.</summary>
internal static class Program
{
    private const int WrongUsage = 2;

    private static async Task<int> Main(string[] arguments)
    {
        bool health = arguments is ["health", ..];
        ServerOptions options;
        try
        {
            options = ServerConfiguration.Read(health ? arguments[1..] : arguments, EnvironmentVariables());
        }
        catch (ValidationException error)
        {
            await Console.Error.WriteLineAsync(error.Message).ConfigureAwait(false);
            return WrongUsage;
        }

        return health ? await HealthCommand.RunAsync(options).ConfigureAwait(false) : await ServeAsync(options).ConfigureAwait(false);
    }

    private static async Task<int> ServeAsync(ServerOptions options)
    {
        try
        {
            WebApplication application = await ServerHost.BuildAsync(options).ConfigureAwait(false);
            await using (application.ConfigureAwait(false))
            {
                await application.StartAsync().ConfigureAwait(false);
                string? address = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault();
                // One line on standard output, for scripts that start the server on a free port and need to know which.
                await Console.Out.WriteLineAsync($"Tradewind listens on {address}, data in {Path.GetFullPath(options.Data)}").ConfigureAwait(false);
                await application.WaitForShutdownAsync().ConfigureAwait(false);
            }

            return 0;
        }
        catch (Exception error) when (error is TradewindException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"The server cannot start: {error.Message}").ConfigureAwait(false);
            return 1;
        }
    }

    private static Dictionary<string, string> EnvironmentVariables() => Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
        .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal);
}
