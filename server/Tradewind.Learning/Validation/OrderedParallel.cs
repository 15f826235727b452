using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace Tradewind.Learning.Validation;

/// <summary>Runs independent pieces of work side by side and hands their results over in order, so that nobody sees how many ran at once.</summary>
internal static class OrderedParallel
{
    /// <summary>Computes <paramref name="work"/> for 0 to <paramref name="count"/> − 1.</summary>
    /// <param name="count">Number of pieces.</param>
    /// <param name="parallelism">Pieces computed at once, at least 1; 1 stays on the calling thread.</param>
    /// <param name="work">Computes one piece.</param>
    /// <param name="done">Told of each result in order, one at a time, as soon as those before it are there.</param>
    /// <param name="cancellation">Looked at between pieces.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public static void Run<T>(int count, int parallelism, Func<int, T> work, Action<T> done, CancellationToken cancellation)
        where T : class
    {
        T?[] results = new T?[count];
        Lock turn = new();
        int next = 0;
        void Compute(int i)
        {
            T result = work(i);
            lock (turn)
            {
                results[i] = result;
                for (; next < count && results[next] is { } ready; next++)
                {
                    done(ready);
                }
            }
        }

        if (parallelism == 1 || count == 1)
        {
            for (int i = 0; i < count; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                Compute(i);
            }

            return;
        }

        ParallelOptions options = new() { MaxDegreeOfParallelism = parallelism, CancellationToken = cancellation };
        try
        {
            // One at a time rather than in ranges: later folds train on more rows and take longer.
            Parallel.ForEach(Partitioner.Create(Enumerable.Range(0, count), EnumerablePartitionerOptions.NoBuffering), options, Compute);
        }
        catch (AggregateException error)
        {
            ExceptionDispatchInfo.Throw(error.InnerExceptions[0]);
        }
    }
}
