using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Strategies.Plugins;

/// <summary>A strategy of a plug-in, whose exceptions become an error that names it.</summary>
public sealed class PluginStrategy(string plugin, string id, IStrategy inner) : IStrategy
{
    private const string Failed = "STRATEGY_FAILED";

    /// <inheritdoc />
    public string Name => inner.Name;

    /// <summary>A descriptor whose strategies are guarded, marked with the hash of the assembly it came from.</summary>
    public static StrategyDescriptor Guard(StrategyDescriptor descriptor, string plugin, string codeHash) => descriptor with
    {
        CodeHash = codeHash,
        Build = (parameters, universe, instruments) =>
        {
            try
            {
                return new PluginStrategy(plugin, descriptor.Id, descriptor.Build(parameters, universe, instruments));
            }
            // What is wrong with a request is said as the built-in strategies say it.
            catch (Exception error) when (error is not TradewindException)
            {
                throw new PreconditionException(Failed, $"The strategy {descriptor.Id} of the plug-in {plugin} cannot be made: {error.GetType().Name}: {error.Message}");
            }
        },
    };

    /// <inheritdoc />
    public void OnSlice(IStrategyContext context)
    {
        try
        {
            inner.OnSlice(context);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            throw new PreconditionException(
                Failed,
                $"The strategy {id} of the plug-in {plugin} failed at {UnixTime.Format(context.Time)}: {error.GetType().Name}: {error.Message}");
        }
    }
}
