// The processes of connectors need the processors the tests of streams measure their patience by.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
