using System.CommandLine;
namespace Tradewind.Cli.Commands;
internal static class WorkflowCommand { public static Command Build(CommandHost host) => new("workflow", "x"); }
