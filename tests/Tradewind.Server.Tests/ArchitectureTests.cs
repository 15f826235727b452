using System.Xml.Linq;

namespace Tradewind.Server.Tests;

/// <summary>Dependencies point one way. Read from the project files, so that an arrow that turns round fails here.</summary>
public sealed class ArchitectureTests
{
    private static readonly string Root = FindRoot();

    /// <summary>What each project may refer to; a project that is not here may not exist.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Tradewind.Transport.Core"] = [],
        ["Tradewind.Transport.Client"] = ["Tradewind.Transport.Core"],
        ["Tradewind.Transport.Server"] = ["Tradewind.Transport.Core"],
        ["Tradewind.Contracts"] = ["Tradewind.Transport.Core"],
        ["Tradewind.Domain"] = [],
        ["Tradewind.Learning"] = ["Tradewind.Domain"],
        ["Tradewind.Storage"] = ["Tradewind.Domain"],
        ["Tradewind.Sources"] = ["Tradewind.Domain"],
        ["Tradewind.Server"] =
        [
            "Tradewind.Contracts", "Tradewind.Transport.Server", "Tradewind.Domain", "Tradewind.Learning", "Tradewind.Storage", "Tradewind.Sources",
        ],
        ["Tradewind.Client"] = ["Tradewind.Contracts", "Tradewind.Transport.Client"],
        ["Tradewind.Cli"] = ["Tradewind.Client"],
    };

    /// <summary>Packages the projects without I/O may use.</summary>
    private static readonly Dictionary<string, string[]> AllowedPackages = new()
    {
        ["Tradewind.Domain"] = ["MathNet.Numerics", "System.Numerics.Tensors"],
        ["Tradewind.Contracts"] = ["Google.Protobuf", "Grpc.Tools"],
    };

    private static string[] Projects =>
    [
        .. new[] { "protos", "transport", "server", "clients" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.csproj", SearchOption.AllDirectories))
            .Order(StringComparer.Ordinal),
    ];

    [Fact]
    public void Every_reference_points_the_allowed_way()
    {
        Assert.NotEmpty(Projects);
        foreach (string project in Projects)
        {
            string name = Path.GetFileNameWithoutExtension(project);
            Assert.True(Allowed.TryGetValue(name, out string[]? allowed), $"{name} has no place in the architecture yet.");
            Assert.Empty(References(project, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/'))).Except(allowed));
        }
    }

    [Fact]
    public void The_domain_and_the_contracts_use_no_other_packages()
    {
        foreach ((string name, string[] allowed) in AllowedPackages)
        {
            string project = Projects.Single(path => Path.GetFileNameWithoutExtension(path) == name);
            Assert.Empty(References(project, "PackageReference").Except(allowed));
        }
    }

    [Fact]
    public void The_domain_sees_no_message_and_no_transport()
    {
        string[] files = [.. Directory.EnumerateFiles(Path.Combine(Root, "server", "Tradewind.Domain"), "*.cs", SearchOption.AllDirectories)];
        Assert.NotEmpty(files);
        Assert.DoesNotContain(files, file => File.ReadLines(file).Any(line =>
            line.StartsWith("using Google", StringComparison.Ordinal) || line.StartsWith("using Grpc", StringComparison.Ordinal)
            || line.StartsWith("using Tradewind.V1", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_domain_is_a_deterministic_module() =>
        Assert.Contains("<DeterministicModule>true</DeterministicModule>",
            File.ReadAllText(Projects.Single(path => Path.GetFileNameWithoutExtension(path) == "Tradewind.Domain")), StringComparison.Ordinal);

    private static IEnumerable<string> References(string project, string kind) =>
        XDocument.Load(project).Descendants(kind).Select(reference => reference.Attribute("Include")?.Value).OfType<string>();

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Tradewind.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The solution is not above the test's folder.");
    }
}
