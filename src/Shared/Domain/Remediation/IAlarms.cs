using System.Text.Json.Serialization;
using Slipway.Domain.Systems;

namespace Slipway.Domain.Remediation;

[JsonConverter(typeof(CamelCase<AlarmState>))]
public enum AlarmState
{
    Ok,
    Alarm,
    InsufficientData,
}

/// <summary>An alarm as it stands, since when, and the service's own reason.</summary>
public sealed record AlarmReading(string Name, AlarmState State, DateTimeOffset Since, string Reason);

/// <summary>The alarms of an account: CloudWatch.</summary>
public interface IAlarms
{
    /// <summary>The alarms of these names; one that does not exist is left out.</summary>
    Task<IReadOnlyList<AlarmReading>> ReadAsync(Location location, IReadOnlyList<string> names, CancellationToken cancellationToken);
}
