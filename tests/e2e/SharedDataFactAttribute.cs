namespace Tradewind.EndToEnd.Tests;

/// <summary>A fact about real market data, skipped with a sentence where the data is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute() =>
        Skip = SharedData.Folder is null ? "There is no folder shared/data beside the repository; TRADEWIND_SHARED_DATA can name another." : null;
}
