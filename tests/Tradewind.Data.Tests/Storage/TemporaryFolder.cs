namespace Tradewind.Data.Tests.Storage;

/// <summary>A folder that goes with the test.</summary>
public sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tradewind-store-");

    public string FullName => _folder.FullName;

    public string File(string name) => Path.Combine(_folder.FullName, name);

    public void DeleteAll(string pattern)
    {
        foreach (FileInfo file in _folder.EnumerateFiles(pattern))
        {
            file.Delete();
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
