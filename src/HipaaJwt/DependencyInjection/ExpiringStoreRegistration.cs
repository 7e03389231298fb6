namespace HipaaJwt.DependencyInjection;

/// <summary>Marks a store that is registered for pruning, so that it is not registered twice.</summary>
internal sealed record ExpiringStoreRegistration(Type Type);
