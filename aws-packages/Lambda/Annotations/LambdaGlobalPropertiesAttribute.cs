namespace Amazon.Lambda.Annotations;

/// <summary>Settings of all functions of an assembly.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
public class LambdaGlobalPropertiesAttribute : Attribute
{
    /// <summary>Whether a Main is generated that runs the function that ANNOTATIONS_HANDLER names.</summary>
    public bool GenerateMain { get; set; }
}
