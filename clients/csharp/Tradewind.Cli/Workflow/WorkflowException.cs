namespace Tradewind.Cli.Workflow;

/// <summary>The main job cannot go on; the message says why and what to do.</summary>
internal sealed class WorkflowException(string message) : Exception(message);
