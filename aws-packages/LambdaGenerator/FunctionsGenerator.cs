using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Amazon.Lambda.Annotations.SliceGenerator;

/// <summary>Writes a wrapper for each method with [LambdaFunction], and the Main that runs one of them by name.</summary>
[Generator]
public sealed class FunctionsGenerator : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var functions = context.SyntaxProvider.ForAttributeWithMetadataName(
            "Amazon.Lambda.Annotations.LambdaFunctionAttribute",
            (_, _) => true,
            (found, _) => FunctionReader.Read((IMethodSymbol)found.TargetSymbol)).Collect();
        var startups = context.SyntaxProvider.ForAttributeWithMetadataName(
            "Amazon.Lambda.Annotations.LambdaStartupAttribute",
            (_, _) => true,
            (found, _) => FunctionReader.ReadStartup((INamedTypeSymbol)found.TargetSymbol)).Collect();
        var settings = context.CompilationProvider.Select((compilation, _) => FunctionReader.ReadSettings(compilation));

        context.RegisterSourceOutput(functions.Combine(startups).Combine(settings), (output, found) =>
            Write(output, found.Left.Left, found.Left.Right, found.Right));
    }

    private static void Write(SourceProductionContext output, ImmutableArray<Function> functions, ImmutableArray<Startup> startups, AssemblySettings settings)
    {
        var problems = Problems(functions, startups, settings).ToArray();
        foreach (var problem in problems) output.ReportDiagnostic(problem.ToDiagnostic());
        if (problems.Length > 0) return;

        foreach (var function in functions)
            output.AddSource($"{function.Wrapper}.g.cs", WrapperSource.Of(function, startups[0]));

        if (settings.GenerateMain) output.AddSource("Program.g.cs", ProgramSource.Of(functions, settings));
    }

    private static IEnumerable<Problem> Problems(ImmutableArray<Function> functions, ImmutableArray<Startup> startups, AssemblySettings settings)
    {
        foreach (var problem in functions.SelectMany(function => function.Problems)) yield return problem;

        foreach (var same in functions.GroupBy(function => function.Method).Where(group => group.Count() > 1))
        {
            yield return new Problem(
                Problem.SameName,
                $"The functions {string.Join(" and ", same.Select(function => $"{function.Class}.{function.Method}"))} have one name, and ANNOTATIONS_HANDLER must tell them apart",
                same.Last().Place);
        }

        if (functions.IsEmpty) yield break;

        if (startups.Length != 1 || !startups[0].Composes)
        {
            yield return new Problem(
                Problem.NoStartup,
                "Functions need one class with [LambdaStartup] and a method ConfigureServices(IServiceCollection)",
                startups.LastOrDefault()?.Place ?? functions[0].Place);
        }

        if (settings.Serializer is null)
            yield return new Problem(Problem.NoSerializer, "Functions need [assembly: LambdaSerializer(typeof(...))]", functions[0].Place);
    }
}
