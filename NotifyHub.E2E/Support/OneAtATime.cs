// The crash test loads every core; beside it a browser's page could take any time to come true.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
