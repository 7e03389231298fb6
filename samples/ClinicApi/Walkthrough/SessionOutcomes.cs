using System.Net;
using ClinicApi.Accounts;
using HipaaJwt;

namespace ClinicApi.Walkthrough;

/// <summary>The outcomes of requests to sign in and to continue a session.</summary>
internal static class SessionOutcomes
{
    extension(Outcome)
    {
        public static Outcome SignedIn(string user) => Outcome.Granted(user) with { Event = nameof(AuditEventType.SessionStarted) };

        /// <summary>The response does not contain the reason.</summary>
        public static Outcome SignInFailed(string reason, string user = Outcome.None) => new(
            HttpStatusCode.Unauthorized,
            Outcome.None,
            "application/problem+json",
            nameof(AuditEventType.AccessDenied),
            new JwtError(JwtErrorCode.RejectedByApplication, reason).ToString(),
            user);

        public static Outcome Refreshed(string user, bool isRetry = false) => Outcome.Granted(user) with
        {
            Event = nameof(AuditEventType.SessionRefreshed),
            Reason = isRetry ? "Retry" : Outcome.None,
        };

        /// <summary>The session is over. The user must sign in again.</summary>
        public static Outcome RefreshRejected(JwtErrorCode reason, string user) => new(
            HttpStatusCode.BadRequest,
            Outcome.None,
            "application/json",
            nameof(AuditEventType.TokenRejected),
            new JwtError(reason).ToString(),
            user)
        {
            Error = "invalid_grant",
        };

        /// <summary>The refresh token was replaced before, so the session ends.</summary>
        public static Outcome Reused(string session, string user) => Outcome.RefreshRejected(JwtErrorCode.TokenReplayed, user) with
        {
            Event = nameof(AuditEventType.RefreshTokenReused),
            Further = Outcome.Ended(session, user, SessionEndReason.RefreshTokenReused, nameof(RevocationReason.CredentialCompromised)),
        };

        /// <summary>The request ends the session.</summary>
        public static Outcome SessionEnded(string session, string user, SessionEndReason reason, string revocation) => new(
            HttpStatusCode.BadRequest,
            Outcome.None,
            "application/json",
            nameof(AuditEventType.SessionEnded),
            reason.ToString(),
            user)
        {
            Error = "invalid_grant",
            Further = RevokedSession(session, revocation, Outcome.None),
        };

        /// <summary>The further events of a request that ended a session.</summary>
        public static string Ended(
            string session, string user, SessionEndReason reason, string revocation, string by = Outcome.None) =>
            $"{RevokedSession(session, revocation, by)}{Outcome.NextEvent}SessionEnded {user}, {reason}, by {by}";
    }

    private static string RevokedSession(string session, string reason, string by) =>
        $"TokenRevoked Session {session} of {ClinicIssuer.Name}, {reason}, by {by}";
}
