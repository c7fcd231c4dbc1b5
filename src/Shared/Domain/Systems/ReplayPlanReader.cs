using Slipway.Domain.Scaling.Replays;
using Slipway.Domain.Systems.Reading;
using Slipway.Domain.Systems.Sections;

namespace Slipway.Domain.Systems;

/// <summary>Makes a <see cref="ReplayPlan"/> of what was written, or tells everything that is wrong with it at once.</summary>
public static class ReplayPlanReader
{
    /// <exception cref="RejectedException">It has problems: the message lists all of them, with their lines.</exception>
    public static ReplayPlan Read(string file, ManifestNode root)
    {
        var problems = new Problems(file);
        if (root is not MapNode document)
        {
            problems.Add(root, $"write a map such as {ReplaySection.Shape.Example} instead of {root.Found}");
            throw new RejectedException(string.Join('\n', problems.InOrder));
        }

        new ShapeCheck(document, problems).Check(document, ReplaySection.Shape);
        ReplaySection.Check(document, problems);
        return problems.Any ? throw new RejectedException(string.Join('\n', problems.InOrder)) : ReplaySection.Read(document);
    }
}
