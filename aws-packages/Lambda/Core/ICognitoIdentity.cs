namespace Amazon.Lambda.Core;

/// <summary>The Cognito identity of an invocation; always null here.</summary>
public interface ICognitoIdentity
{
    string IdentityId { get; }
    string IdentityPoolId { get; }
}
