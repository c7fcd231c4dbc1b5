using System.Text.Json;
using Slipway.Local.Templates.Evaluation;

namespace Slipway.Local.Templates.Reading;

/// <summary>A resource as declared, worked out, before it has its type's shape.</summary>
internal sealed record Declaration(string LogicalId, string Type, Identity Identity, Properties Properties)
{
    public ResourceName Name => new(LogicalId, Type, Identity.Name, Identity.Arn, Identity.Reference, Properties.Line);

    public JsonElement Json => Properties.Node.ToElement();
}
