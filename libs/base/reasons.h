// Every google.rpc.ErrorInfo.reason this product sends, in one place. Clients switch on these words: never change one.
#pragma once

namespace cp::reason {

// Requests
inline constexpr char kLimitTooLarge[] = "LIMIT_TOO_LARGE";            // INVALID_ARGUMENT; metadata: field, maximum
inline constexpr char kLimitNotPositive[] = "LIMIT_NOT_POSITIVE";      // INVALID_ARGUMENT; metadata: field, minimum
inline constexpr char kOffsetNegative[] = "OFFSET_NEGATIVE";           // INVALID_ARGUMENT
inline constexpr char kFieldInvalid[] = "FIELD_INVALID";               // INVALID_ARGUMENT; metadata: field
inline constexpr char kDataVersionInvalid[] = "DATA_VERSION_INVALID";  // INVALID_ARGUMENT
inline constexpr char kDataVersionAhead[] = "DATA_VERSION_AHEAD";      // ABORTED: the token is newer than the store
inline constexpr char kEpochChanged[] = "EPOCH_CHANGED";               // FAILED_PRECONDITION: token of another history
inline constexpr char kNotFound[] = "NOT_FOUND";                       // NOT_FOUND; metadata: resource

// Who may ask
inline constexpr char kTokenInvalid[] = "TOKEN_INVALID";  // UNAUTHENTICATED, one text for every cause
inline constexpr char kNoCompany[] = "NO_COMPANY";        // PERMISSION_DENIED: the token is bound to none
inline constexpr char kScopeMissing[] = "SCOPE_MISSING";  // PERMISSION_DENIED; metadata: scope

// Sync
inline constexpr char kAlreadyRunning[] = "ALREADY_RUNNING";        // ABORTED; metadata: company, owner
inline constexpr char kLeaseLost[] = "LEASE_LOST";                  // ABORTED: another worker took the company over
inline constexpr char kSourceImplausible[] = "SOURCE_IMPLAUSIBLE";  // FAILED_PRECONDITION; metadata: table, now, before
inline constexpr char kSourceUnavailable[] = "SOURCE_UNAVAILABLE";  // UNAVAILABLE
inline constexpr char kSourceSchema[] = "SOURCE_SCHEMA";            // FAILED_PRECONDITION; metadata: table, column
inline constexpr char kRowUnderivable[] =
    "ROW_UNDERIVABLE";  // INVALID_ARGUMENT; metadata: company, user, course, field

// Store, cache, start-up
inline constexpr char kStoreUnavailable[] = "STORE_UNAVAILABLE";   // UNAVAILABLE
inline constexpr char kStoreTooNew[] = "STORE_TOO_NEW";            // FAILED_PRECONDITION: written by a newer binary
inline constexpr char kStoreNotMigrated[] = "STORE_NOT_MIGRATED";  // FAILED_PRECONDITION: sync-worker has not run yet
inline constexpr char kStoreConflict[] = "STORE_CONFLICT";         // ABORTED: deadlock or serialisation, run again
inline constexpr char kCacheUnavailable[] = "CACHE_UNAVAILABLE";   // UNAVAILABLE; never reaches a client
inline constexpr char kConfigInvalid[] = "CONFIG_INVALID";         // FAILED_PRECONDITION: a server refuses it; at
                                                                   // start-up INVALID_ARGUMENT; metadata: setting
inline constexpr char kDeadlineExceeded[] = "DEADLINE_EXCEEDED";   // DEADLINE_EXCEEDED
inline constexpr char kOverloaded[] = "OVERLOADED";                // UNAVAILABLE: too many calls wait; try again later
inline constexpr char kCancelled[] = "CANCELLED";                  // CANCELLED: the caller gave up, or we are stopping
inline constexpr char kInternal[] = "INTERNAL";                    // INTERNAL, fixed text

}  // namespace cp::reason
