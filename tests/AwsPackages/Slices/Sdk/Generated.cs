using System.Reflection;
using AwsPackages.SdkGenerator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Slipway.Tests.AwsPackages.Slices.Sdk;

/// <summary>What the generator makes of the table and the models of this checkout, and of models that tests bring.</summary>
internal static class Generated
{
    private static readonly string Folder = Path.Combine(Repository.Root, "aws-packages");

    public static IReadOnlyList<Service> Services { get; } = Service.Load(Path.Combine(Folder, "SdkGenerator", "services.json"));

    public static string Slices { get; } = Path.Combine(Folder, "Sdk");

    public static Model ModelOf(Service service) => Model.Load(Path.Combine(Folder, "models", $"{service.Model}.json"));

    /// <summary>The generated code, compiled in memory on the runtime that the slices share.</summary>
    public static Assembly Compile(Service service, Model model)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var sources = Package.Files(service, model).Where(file => file.Name.EndsWith(".cs", StringComparison.Ordinal));
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is var name && (!name.StartsWith("AWSSDK.", StringComparison.Ordinal) || name is "AWSSDK.Core.dll" or "AWSSDK.Slices.Runtime.dll"))
            .Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create(
            $"{service.Package}-{Guid.NewGuid():N}",
            sources.Select(file => CSharpSyntaxTree.ParseText(file.Text, path: file.Name, cancellationToken: cancellationToken)),
            references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        using var stream = new MemoryStream();
        var result = compilation.Emit(stream, cancellationToken: cancellationToken);
        // The core is compiled for an older runtime than the one that the tests run on (CS1701).
        Assert.Empty(result.Diagnostics.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning && diagnostic.Id != "CS1701"));
        return Assembly.Load(stream.ToArray());
    }

    /// <summary>A model that a test writes down, of a service called Sample.</summary>
    public static Assembly Compile(string json)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, json);
            return Compile(new Service("AWSSDK.Sample", "Amazon.Sample", "Sample", "sample"), Model.Load(file));
        }
        finally
        {
            File.Delete(file);
        }
    }
}
