using System.Reflection;
using Amazon.Lambda.Annotations.SliceGenerator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Slipway.Tests.AwsPackages.Slices;

/// <summary>A sample compiled in memory, with what the generator adds to it.</summary>
internal sealed class GeneratedAssembly
{
    private const string Usings = """
        using System;
        using System.Threading;
        using System.Threading.Tasks;
        using Amazon.Lambda.Annotations;
        using Amazon.Lambda.Core;
        using Microsoft.Extensions.DependencyInjection;

        [assembly: LambdaGlobalProperties(GenerateMain = true)]

        """;

    private readonly Compilation compilation;

    private GeneratedAssembly(Compilation compilation, IReadOnlyList<Diagnostic> diagnostics)
    {
        this.compilation = compilation;
        Diagnostics = diagnostics;
    }

    /// <summary>What the generator says of the sample.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; }

    public static GeneratedAssembly Of(string source)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("Slipway.", StringComparison.Ordinal) || Path.GetFileName(path) == "Slipway.Tests.dll")
            .Select(path => MetadataReference.CreateFromFile(path));
        var sample = CSharpCompilation.Create(
            $"sample-{Guid.NewGuid():N}",
            [CSharpSyntaxTree.ParseText(Usings + source, cancellationToken: TestContext.Current.CancellationToken)],
            references,
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));

        CSharpGeneratorDriver.Create(new FunctionsGenerator())
            .RunGeneratorsAndUpdateCompilation(sample, out var compilation, out var diagnostics, TestContext.Current.CancellationToken);
        return new GeneratedAssembly(compilation, diagnostics);
    }

    /// <summary>The assembly; a sample that does not compile without a warning fails the test.</summary>
    public Assembly Load()
    {
        Assert.Empty(Diagnostics);
        using var stream = new MemoryStream();
        var result = compilation.Emit(stream, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Empty(result.Diagnostics.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning));
        return Assembly.Load(stream.ToArray());
    }
}
