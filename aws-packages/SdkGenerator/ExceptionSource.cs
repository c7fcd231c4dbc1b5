namespace AwsPackages.SdkGenerator;

/// <summary>An exception with the six constructors that every official one has.</summary>
internal static class ExceptionSource
{
    public static string Of(Service service, string name, string parent, IEnumerable<string> properties, IEnumerable<string> overrides) => $$"""
        public class {{name}} : {{parent}}
        {
            public {{name}}() { }
            public {{name}}(string message) : base(message) { }
            public {{name}}(string message, Exception innerException) : base(message, innerException) { }
            public {{name}}(Exception innerException) : base({{(parent == "AmazonServiceException" ? "innerException.Message, " : "")}}innerException) { }
            public {{name}}(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
            public {{name}}(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, errorType, errorCode, requestId, statusCode) { }{{string.Concat(properties.Concat(overrides).Select(line => $"\n    {line}"))}}
        }
        """;
}
