namespace Slipway.Domain.Systems;

/// <summary>Placeholder.</summary>
public static class ManifestReader;
