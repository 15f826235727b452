namespace Tradewind.Sources;

/// <summary>Somewhere market data comes from: a file, a simulator, a connector.</summary>
/// <typeparam name="TRequest">What the source must be told.</typeparam>
public interface IDataSource<in TRequest>
{
    /// <summary>Stable name of the source, also written into its instruments: <c>csv</c>, <c>bloomberg_excel</c>, <c>simulator</c>.</summary>
    string Name { get; }

    /// <summary>Loads everything the request asks for, or nothing.</summary>
    /// <param name="request">What to load.</param>
    /// <param name="progress">Told from time to time how far the load is; may be called on any thread.</param>
    /// <param name="cancellationToken">Stops the load.</param>
    /// <exception cref="Domain.Errors.InvalidInputException">The input is wrong; every violation found is listed.</exception>
    Task<LoadedData> LoadAsync(TRequest request, IProgress<LoadProgress>? progress, CancellationToken cancellationToken);
}
