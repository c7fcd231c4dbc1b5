namespace Amazon.Lambda.Annotations;

/// <summary>Marks a parameter that the invocation's service scope fills.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public class FromServicesAttribute : Attribute;
