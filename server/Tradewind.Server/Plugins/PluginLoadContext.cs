using System.Reflection;
using System.Runtime.Loader;

namespace Tradewind.Server.Plugins;

/// <summary>
/// Where the assembly of a plug-in and what it brings along live, apart from those of other plug-ins. The contract is the server's own, so
/// that its types are the same on both sides; everything else is looked for beside the plug-in first.
/// </summary>
internal sealed class PluginLoadContext(string path) : AssemblyLoadContext($"plug-in {Path.GetFileNameWithoutExtension(path)}")
{
    private static readonly string s_contract = typeof(Domain.Strategies.IStrategy).Assembly.GetName().Name!;
    private readonly AssemblyDependencyResolver _beside = new(path);

    /// <inheritdoc />
    protected override Assembly? Load(AssemblyName assemblyName) =>
        assemblyName.Name != s_contract && _beside.ResolveAssemblyToPath(assemblyName) is { } found ? LoadFromAssemblyPath(found) : null;
}
