namespace Slipway.Domain.Systems;

/// <summary>Where an environment's resources are: the region, and the role that opens their account; without a role it is Slipway's own.</summary>
public sealed record Location(string Region, string? Role = null);
