using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Tradewind.Storage;

/// <summary>
/// Chooses the native SQLite: the system's, which the distribution keeps patched, and where it does not load the one that came with
/// the package.
/// </summary>
internal static class SqliteLibrary
{
    private const string BundledName = "e_sqlite3";
    private const string SystemName = "libsqlite3.so.0";

    private static readonly Lazy<string> Loaded = new(Load);

    private static bool _fromSystem;

    /// <summary>Version and origin, e.g. <c>3.40.1 (system)</c>. Reading it loads the library.</summary>
    public static string Description => Loaded.Value;

    private static string Load()
    {
        NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, Resolve);
        Batteries_V2.Init();
        string version = raw.sqlite3_libversion().utf8_to_string();
        return $"{version} ({(_fromSystem ? "system" : "bundled")})";
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name == BundledName && NativeLibrary.TryLoad(SystemName, out nint handle))
        {
            _fromSystem = true;
            return handle;
        }

        return 0;
    }
}
