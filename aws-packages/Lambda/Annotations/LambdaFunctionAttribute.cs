namespace Amazon.Lambda.Annotations;

/// <summary>Marks a method that Lambda calls; the generator writes its wrapper.</summary>
[AttributeUsage(AttributeTargets.Method)]
public class LambdaFunctionAttribute : Attribute;
