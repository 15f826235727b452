using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Npgsql;

namespace Tradewind.Testing;

/// <summary>
/// A PostgreSQL server of one's own: made in a temporary folder, on a free port of the loopback address, as a user without rights, and gone
/// at the end. Nothing else on the machine is touched.
/// </summary>
public sealed class LocalPostgres : IAsyncDisposable
{
    /// <summary>Password of the server; made up for it, so that a test can look for it in errors.</summary>
    public static readonly string Password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));

    private const string Owner = "postgres";
    private const string User = "tradewind";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tradewind-postgres-");
    private readonly string _programs = FindPrograms();
    private readonly int _port = FreePort();

    private LocalPostgres()
    {
    }

    /// <summary>Makes and starts a server.</summary>
    public static async Task<LocalPostgres> StartAsync()
    {
        LocalPostgres server = new();
        await server.InitializeAsync().ConfigureAwait(false);
        return server;
    }

    private async Task InitializeAsync()
    {
        string password = Path.Combine(_folder.FullName, "password");
        await File.WriteAllTextAsync(password, Password).ConfigureAwait(false);
        if (Environment.IsPrivilegedProcess)
        {
            await RunAsync("chown", "-R", Owner, _folder.FullName).ConfigureAwait(false);
        }

        await RunAsUserAsync("initdb", "-D", DataFolder, "-U", User, "--pwfile", password, "--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C", "--no-sync").ConfigureAwait(false);
        await RunAsUserAsync("pg_ctl", "-D", DataFolder, "-l", Path.Combine(_folder.FullName, "log"), "-s", "-w", "-o", Options, "start").ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await RunAsUserAsync("pg_ctl", "-D", DataFolder, "-s", "-w", "-m", "immediate", "stop").ConfigureAwait(false);
        _folder.Delete(recursive: true);
    }

    /// <summary>Makes an empty database.</summary>
    /// <returns>How to connect to it.</returns>
    public async Task<string> CreateDatabaseAsync()
    {
        string name = $"test_{Guid.NewGuid():N}";
        await ExecuteAsync(ConnectionString("postgres"), $"CREATE DATABASE {name}").ConfigureAwait(false);
        return ConnectionString(name);
    }

    /// <summary>Runs statements outside the store.</summary>
    public static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using NpgsqlConnection connection = new(connectionString + ";Pooling=false");
        await connection.OpenAsync().ConfigureAwait(false);
        await using NpgsqlCommand command = new(sql, connection);
        await command.ExecuteNonQueryAsync().ConfigureAwait(false);
    }

    private string DataFolder => Path.Combine(_folder.FullName, "data");

    // What is written here need not outlive a power cut.
    private string Options => string.Create(
        CultureInfo.InvariantCulture, $"-p {_port} -h 127.0.0.1 -k {_folder.FullName} -c fsync=off -c max_connections=100 -c shared_buffers=256MB");

    private string ConnectionString(string database) => string.Create(
        CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={_port};Username={User};Password={Password};Database={database}");

    private Task RunAsUserAsync(string program, params string[] arguments)
    {
        string path = Path.Combine(_programs, program);
        // PostgreSQL refuses to run with the rights of root.
        return Environment.IsPrivilegedProcess
            ? RunAsync("setpriv", ["--reuid", Owner, "--regid", Owner, "--clear-groups", "--", path, .. arguments])
            : RunAsync(path, arguments);
    }

    private async Task RunAsync(string program, params string[] arguments)
    {
        // Output is not taken: the server would inherit the pipe and keep it open.
        using Process process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" > output 2>&1", "sh", program, .. arguments])
        {
            WorkingDirectory = _folder.FullName,
        })!;
        await process.WaitForExitAsync().ConfigureAwait(false);
        if (process.ExitCode != 0)
        {
            string said = await File.ReadAllTextAsync(Path.Combine(_folder.FullName, "output")).ConfigureAwait(false);
            throw new InvalidOperationException($"{program} failed: {said}");
        }
    }

    private static string FindPrograms()
    {
        const string Root = "/usr/lib/postgresql";
        const int Oldest = 15;
        string? newest = (Directory.Exists(Root) ? Directory.GetDirectories(Root) : [])
            .Where(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out int version) && version >= Oldest)
            .Where(folder => File.Exists(Path.Combine(folder, "bin", "initdb")))
            .OrderBy(folder => int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture))
            .LastOrDefault();
        return newest is null
            ? throw new InvalidOperationException("The programs of PostgreSQL 15 or newer are missing; ./test and ./bench install them.")
            : Path.Combine(newest, "bin");
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
