using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Tradewind.Domain.Errors;

namespace Tradewind.Learning.Models.XGBoost;

/// <summary>Finds the native XGBoost library.</summary>
internal static class XGBoostLibrary
{
    /// <summary>Name used in the imports below, resolved here and nowhere else.</summary>
    public const string Name = "xgboost";

    // The versioned name is what the Debian runtime package installs; the plain one comes with a development package or a pip wheel.
    private static readonly ImmutableArray<string> s_fileNames = ["libxgboost.so.0", "libxgboost.so"];
    private static readonly Lazy<nint> s_handle = new(() => Open(s_fileNames));
    private static readonly Lazy<string> s_version = new(() =>
    {
        NativeXGBoost.XGBoostVersion(out int major, out int minor, out int patch);
        return FormattableString.Invariant($"xgboost {major}.{minor}.{patch}");
    });

    /// <summary>Name and version, e.g. <c>xgboost 1.7.4</c>.</summary>
    /// <exception cref="PreconditionException">The library is not installed.</exception>
    public static string Version
    {
        get
        {
            _ = s_handle.Value;
            return s_version.Value;
        }
    }

    /// <summary>Opens the first library of these names.</summary>
    /// <exception cref="PreconditionException">None can be opened.</exception>
    public static nint Open(ImmutableArray<string> fileNames)
    {
        foreach (string fileName in fileNames)
        {
            if (NativeLibrary.TryLoad(fileName, out nint handle))
            {
                return handle;
            }
        }

        throw new PreconditionException(
            "XGBOOST_MISSING",
            $"The native library {string.Join(" or ", fileNames)} was not found: install libxgboost0 (apt-get install libxgboost0), " +
            "or choose the model Ridge or Linear.");
    }

    // A resolver can be set once in the life of an assembly, and before the first call of an import.
#pragma warning disable CA2255 // The library has imports of its own and no other place that is sure to run first.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Register() => NativeLibrary.SetDllImportResolver(Assembly.GetExecutingAssembly(), (name, _, _) => name == Name ? s_handle.Value : 0);
}
