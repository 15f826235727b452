// The tests build, publish and start processes; two at a time would only wait for each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
