using System.Net;
using Amazon.Runtime;

namespace AwsPackages.Sdk;

/// <summary>What a service said when it refused, in the terms of <see cref="AmazonServiceException"/>.</summary>
/// <param name="Shape">The operation's modelled exception; null where the model has none for the code.</param>
public sealed record ServiceFailure(
    string Shape, string Message, string Code, ErrorType Type, string RequestId, HttpStatusCode Status, Exception Cause, ReadOnlyMemory<byte> Body)
{
    /// <summary>Fills the members that the model gives an exception beside its message.</summary>
    public T Fill<T>(T exception, JsonMember<T> member)
    {
        JsonReading.Fill(Body, exception, member);
        return exception;
    }
}
