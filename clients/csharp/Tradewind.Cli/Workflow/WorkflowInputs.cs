namespace Tradewind.Cli.Workflow;

/// <summary>What the main job works on: files, or the simulator where there are none.</summary>
/// <param name="Crypto">Files with bars to trade.</param>
/// <param name="Credit">Files with credit and macro data.</param>
/// <param name="Seed">Seed of the simulator.</param>
/// <param name="Rows">Rows to simulate.</param>
internal sealed record WorkflowInputs(IReadOnlyList<FileInfo> Crypto, IReadOnlyList<FileInfo> Credit, long Seed, int Rows)
{
    public bool Simulated => Crypto.Count == 0;
}
