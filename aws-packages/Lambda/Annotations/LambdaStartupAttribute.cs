namespace Amazon.Lambda.Annotations;

/// <summary>Marks the class whose ConfigureServices(IServiceCollection) composes the functions.</summary>
[AttributeUsage(AttributeTargets.Class)]
public class LambdaStartupAttribute : Attribute;
