using Microsoft.CodeAnalysis;

namespace Amazon.Lambda.Annotations.SliceGenerator;

/// <summary>Reads what the wrappers need from the compiler's symbols.</summary>
internal static class FunctionReader
{
    private const string LambdaContext = "global::Amazon.Lambda.Core.ILambdaContext";

    private static readonly SymbolDisplayFormat Qualified = SymbolDisplayFormat.FullyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    public static Function Read(IMethodSymbol method)
    {
        var parameters = new Sequence<Parameter>(method.Parameters.Select(parameter =>
            new Parameter(parameter.Type.ToDisplayString(Qualified), parameter.Name, IsFromServices(parameter))));
        var type = method.ContainingType;
        return new Function(
            type.ContainingNamespace.IsGlobalNamespace ? "" : type.ContainingNamespace.ToDisplayString(),
            type.Name,
            method.Name,
            AnswerOf(method),
            method.ReturnType.ToDisplayString(Qualified),
            parameters,
            new Sequence<Problem>(Problems(method, parameters)),
            Place.Of(method));
    }

    public static Startup ReadStartup(INamedTypeSymbol type) => new(
        type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
        type.GetMembers("ConfigureServices").OfType<IMethodSymbol>().Any(method => method is
        {
            IsStatic: false, DeclaredAccessibility: Accessibility.Public or Accessibility.Internal, Parameters.Length: 1,
        } && method.Parameters[0].Type.Name == "IServiceCollection"),
        Place.Of(type));

    public static AssemblySettings ReadSettings(Compilation compilation)
    {
        var attributes = compilation.Assembly.GetAttributes();
        var serializer = attributes.FirstOrDefault(attribute => attribute.AttributeClass?.ToDisplayString() == "Amazon.Lambda.Core.LambdaSerializerAttribute");
        var global = attributes.FirstOrDefault(attribute =>
            attribute.AttributeClass?.ToDisplayString() == "Amazon.Lambda.Annotations.LambdaGlobalPropertiesAttribute");
        return new AssemblySettings(
            (serializer?.ConstructorArguments.FirstOrDefault().Value as ITypeSymbol)?.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
            compilation.Options.OutputKind == OutputKind.ConsoleApplication
                && global?.NamedArguments.Any(argument => argument is { Key: "GenerateMain", Value.Value: true }) == true);
    }

    private static IEnumerable<Problem> Problems(IMethodSymbol method, Sequence<Parameter> parameters)
    {
        var type = method.ContainingType;
        var place = Place.Of(method);
        if (type is not { DeclaredAccessibility: Accessibility.Public, IsAbstract: false, IsGenericType: false, ContainingType: null, TypeKind: TypeKind.Class })
            yield return new Problem(Problem.UnfitClass, $"The class {type.Name} of the function {method.Name} must be public, not static, abstract, generic or nested", Place.Of(type));

        if (method is not { DeclaredAccessibility: Accessibility.Public, IsStatic: false, IsGenericMethod: false })
            yield return new Problem(Problem.UnfitMethod, $"The function {method.Name} must be public, and neither static nor generic", place);

        if (!AreFit(method, parameters))
        {
            yield return new Problem(
                Problem.UnfitParameters,
                $"The function {method.Name} must take its event, then an ILambdaContext or nothing; any other parameter needs [FromServices]",
                place);
        }

        if (method.ReturnType.Name == "ValueTask" || (method.IsAsync && method.ReturnsVoid) || method.ReturnsByRef || method.ReturnsByRefReadonly)
            yield return new Problem(Problem.UnfitReturn, $"The function {method.Name} must return nothing, a value, Task or Task<T>; async void and ValueTask are not awaited", place);
    }

    private static bool AreFit(IMethodSymbol method, Sequence<Parameter> parameters)
    {
        var received = parameters.Where(parameter => !parameter.FromServices).ToArray();
        return method.Parameters.All(parameter => parameter.RefKind == RefKind.None)
            && received.Length is 1 or 2
            && received[0].Type != LambdaContext
            && received[0].Type != "global::System.Threading.CancellationToken"
            && (received.Length == 1 || received[1].Type == LambdaContext);
    }

    private static Answer AnswerOf(IMethodSymbol method) => method switch
    {
        { ReturnsVoid: true } => Answer.Nothing,
        { ReturnType: INamedTypeSymbol { Name: "Task", ContainingNamespace.Name: "Tasks" } task } => task.IsGenericType ? Answer.TaskOfValue : Answer.Task,
        _ => Answer.Value,
    };

    private static bool IsFromServices(IParameterSymbol parameter) =>
        parameter.GetAttributes().Any(attribute => attribute.AttributeClass?.ToDisplayString() == "Amazon.Lambda.Annotations.FromServicesAttribute");
}
