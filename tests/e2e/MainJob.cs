using System.Text.Json.Nodes;

namespace Tradewind.EndToEnd.Tests;

/// <summary>One run of <c>./run --once</c>: the page it printed and the figures it wrote.</summary>
/// <param name="Page">What a person read.</param>
/// <param name="Figures">What a program reads.</param>
internal sealed record MainJob(string Page, JsonNode Figures)
{
    /// <summary>Runs it with a file for the figures.</summary>
    public static async Task<MainJob> RunAsync(params IEnumerable<string> arguments)
    {
        using TemporaryFolder folder = new();
        string json = folder.File("out.json");
        CommandResult run = (await ChildProcess.RunAsync(["./run", "--once", .. arguments, "--json", json])).Expect(0);
        return new MainJob(run.Output, JsonNode.Parse(await File.ReadAllTextAsync(json))!);
    }

    /// <summary>A figure by its path, e.g. <c>data.rows</c>; fails where it is absent or null.</summary>
    public T Figure<T>(string path)
    {
        JsonNode? node = Node(path);
        Assert.True(node is not null, $"{path} is missing in {Figures}");
        return node.GetValue<T>();
    }

    /// <summary>What stands at a path; null where nothing does.</summary>
    public JsonNode? Node(string path) => path.Split('.').Aggregate((JsonNode?)Figures, (node, key) => node?[key]);

    /// <summary>Everything that must be the same in every run: all but the ids, times and addresses under <c>run</c>.</summary>
    public string Repeatable()
    {
        JsonObject copy = Figures.DeepClone().AsObject();
        Assert.True(copy.Remove("run"));
        return copy.ToString();
    }
}
