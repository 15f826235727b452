using System.Runtime.CompilerServices;

// Tests plant failing nodes into a plan.
[assembly: InternalsVisibleTo("Tradewind.Features.Tests")]
