using System.Diagnostics;

namespace Tradewind.Transport.Tests;

/// <summary>The memory of this process before and after an attack on the server in it.</summary>
internal sealed class MemoryWatch
{
    private const long MiB = 1024 * 1024;
    private const long LargestHeapGrowth = 8 * MiB;
    // The runtime keeps freed memory for a while; a leak of all that an attack sends would be far above this.
    private const long LargestWorkingSetGrowth = 96 * MiB;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly (long Heap, long WorkingSet) _before = Measure();

    /// <summary>Waits until the memory is back within its bound; connections take a moment to be let go.</summary>
    public async Task AssertReturnedAsync()
    {
        var elapsed = Stopwatch.StartNew();
        while (true)
        {
            (long heap, long workingSet) = Measure();
            long heapGrowth = heap - _before.Heap;
            long workingSetGrowth = workingSet - _before.WorkingSet;
            if (heapGrowth <= LargestHeapGrowth && workingSetGrowth <= LargestWorkingSetGrowth)
            {
                return;
            }

            Assert.True(
                elapsed.Elapsed < Patience,
                $"The heap grew by {heapGrowth / MiB} MiB, the working set by {workingSetGrowth / MiB} MiB.");
            await Task.Delay(100);
        }
    }

    private static (long Heap, long WorkingSet) Measure()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        long heap = GC.GetTotalMemory(forceFullCollection: true);
        using var process = Process.GetCurrentProcess();
        return (heap, process.WorkingSet64);
    }
}
