using Microsoft.CodeAnalysis;

namespace Amazon.Lambda.Annotations.SliceGenerator;

/// <summary>A misuse that would fail at run time, or that the official generator would not understand.</summary>
internal sealed record Problem(string Id, string Message, Place? Place)
{
    public const string UnfitClass = "SLICE001";
    public const string UnfitMethod = "SLICE002";
    public const string UnfitParameters = "SLICE003";
    public const string UnfitReturn = "SLICE004";
    public const string SameName = "SLICE005";
    public const string NoStartup = "SLICE006";
    public const string NoSerializer = "SLICE007";

    public Diagnostic ToDiagnostic() => Diagnostic.Create(
        new DiagnosticDescriptor(Id, "Lambda function", "{0}", "Lambda", DiagnosticSeverity.Error, isEnabledByDefault: true),
        Place?.ToLocation() ?? Location.None,
        Message);
}
